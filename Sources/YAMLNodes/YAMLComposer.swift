import Diagnostics

/// Builds nodes from events.
struct YAMLComposer: ~Copyable {
  /// Lists and maps may be this deep in one another.
  static let maximumDepth = 100
  /// Aliases may make this many nodes; more is an attack, not a config.
  static let maximumAliasedNodes = 100_000

  /// A finished node, its number of nodes with aliases written out, and its depth.
  private struct Built {
    var node: YAMLNode
    var size = 1
    var height = 0

    mutating func include(_ part: Built) {
      size += part.size
      height = max(height, part.height + 1)
    }
  }

  private var events: YAMLEventReader
  private let source: SourceText
  private var anchors: [String: Built] = [:]
  private var openAnchors: [String] = []
  private var depth = 0
  private var aliasedNodes = 0

  init(_ bytes: [UInt8], source: SourceText) throws(Diagnostic) {
    events = try YAMLEventReader(bytes, source: source)
    self.source = source
  }

  /// The only document of the stream.
  mutating func document() throws(Diagnostic) -> YAMLNode {
    _ = try events.next()
    guard case .documentStart = try events.next().kind else { throw empty() }
    let root = try build(try events.next()).node
    _ = try events.next()
    let next = try events.next()
    guard case .streamEnd = next.kind else {
      throw failure(
        "a second document starts here", at: next.mark, expected: "one document a file",
        hint: "take out the '---'")
    }
    if root.isNull, root.tag == nil { throw empty() }
    return root
  }

  private func empty() -> Diagnostic {
    Diagnostic(
      "the file is empty", expected: "a YAML document",
      location: SourceLocation(file: source.file, line: 1, column: 1))
  }

  private func failure(
    _ problem: String, at mark: SourceText.Mark, expected: String? = nil, got: String? = nil,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      problem, expected: expected, got: got, hint: hint, location: source.location(mark))
  }
}

// MARK: - Nodes
extension YAMLComposer {
  private mutating func build(_ event: YAMLEvent) throws(Diagnostic) -> Built {
    switch event.kind {
    case .alias(let name): return try resolve(name, at: event.mark)
    case .scalar(let text, let style, let properties):
      let tag = try scalarTag(properties.tag, at: event.mark)
      let node = YAMLNode(
        .scalar(text: text, style: style), tag: tag, mark: event.mark, source: source)
      try node.checkTag()
      return anchored(Built(node: node), as: properties.anchor)
    case .sequenceStart(let properties):
      return try collection("seq", properties, at: event.mark) { composer throws(Diagnostic) in
        try composer.sequence(at: event.mark)
      }
    case .mappingStart(let properties):
      return try collection("map", properties, at: event.mark) { composer throws(Diagnostic) in
        try composer.mapping(at: event.mark)
      }
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      throw Diagnostic("YAML events out of order", code: .internalFault)
    }
  }

  private mutating func collection(
    _ kind: String, _ properties: YAMLEvent.Properties, at mark: SourceText.Mark,
    content: (inout YAMLComposer) throws(Diagnostic) -> Built
  ) throws(Diagnostic) -> Built {
    if let tag = properties.tag, tag != "!", tag != "tag:yaml.org,2002:\(kind)" {
      throw unknownTag(tag, at: mark)
    }
    try checkDepth(depth + 1, at: mark)
    depth += 1
    if let anchor = properties.anchor { openAnchors.append(anchor) }
    let built = try content(&self)
    if properties.anchor != nil { openAnchors.removeLast() }
    depth -= 1
    return anchored(built, as: properties.anchor)
  }

  private mutating func sequence(at mark: SourceText.Mark) throws(Diagnostic) -> Built {
    var items: [YAMLNode] = []
    var built = Built(node: YAMLNode(.sequence([]), mark: mark, source: source))
    while let item = try nextInCollection() {
      items.append(item.node)
      built.include(item)
    }
    built.node.value = .sequence(items)
    return built
  }

  private mutating func mapping(at mark: SourceText.Mark) throws(Diagnostic) -> Built {
    var own: [YAMLNode.Entry] = []
    var merged: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    var built = Built(node: YAMLNode(.mapping([]), mark: mark, source: source))
    while let key = try nextInCollection() {
      let name = try checkedName(of: key.node)
      if let line = lines.updateValue(key.node.mark.line + 1, forKey: name) {
        throw failure(
          "duplicate key '\(name)'", at: key.node.mark, got: "the first is on line \(line)",
          hint: "take one of them out")
      }
      let value = try build(try events.next())
      if key.node.isMergeKey {
        merged = try mergedEntries(value.node)
      } else {
        own.append((key.node, value.node))
      }
      built.include(key)
      built.include(value)
    }
    built.node.value = .mapping(own.merging(into: merged))
    return built
  }

  private mutating func nextInCollection() throws(Diagnostic) -> Built? {
    let event = try events.next()
    if case .collectionEnd = event.kind { return nil }
    return try build(event)
  }

  private func checkDepth(_ depth: Int, at mark: SourceText.Mark) throws(Diagnostic) {
    guard depth > Self.maximumDepth else { return }
    throw failure("more than \(Self.maximumDepth) lists and maps in one another", at: mark)
  }

  private func checkedName(of key: YAMLNode) throws(Diagnostic) -> String {
    guard case .scalar(let text, _) = key.value, !key.isNull else {
      throw failure("not a key", at: key.mark, expected: "a name", got: key.description)
    }
    return text
  }

  /// The entries of the map that is merged, or of the maps: of two with one name the first holds.
  private func mergedEntries(_ node: YAMLNode) throws(Diagnostic) -> [YAMLNode.Entry] {
    var maps = [node]
    if case .sequence(let items) = node.value { maps = items }
    var entries: [YAMLNode.Entry] = []
    for map in maps {
      guard case .mapping(let more) = map.value else {
        throw failure(
          "'<<' merges maps only", at: map.mark, expected: "a map, or a list of maps",
          got: map.description)
      }
      let names = Set(entries.map { $0.key.text ?? "" })
      entries += more.filter { !names.contains($0.key.text ?? "") }
    }
    return entries
  }
}

// MARK: - Anchors and tags
extension YAMLComposer {
  private mutating func anchored(_ built: Built, as name: String?) -> Built {
    if let name { anchors[name] = built }
    return built
  }

  private mutating func resolve(
    _ name: String, at mark: SourceText.Mark
  ) throws(Diagnostic) -> Built {
    if openAnchors.contains(name) {
      throw failure("the alias '*\(name)' is inside what it stands for", at: mark)
    }
    guard let anchor = anchors[name] else {
      throw failure(
        "unknown alias '*\(name)'", at: mark,
        hint: anchors.isEmpty
          ? "no anchor '&\(name)' comes before it" : suggestion(for: name, among: anchors.keys))
    }
    try checkDepth(depth + anchor.height, at: mark)
    aliasedNodes += anchor.size
    guard aliasedNodes <= Self.maximumAliasedNodes else {
      throw failure("aliases make more than \(Self.maximumAliasedNodes) nodes", at: mark)
    }
    return anchor
  }

  private func scalarTag(
    _ text: String?, at mark: SourceText.Mark
  ) throws(Diagnostic) -> YAMLNode.Tag? {
    guard let text else { return nil }
    if text == "!" { return .string }
    guard let tag = YAMLNode.Tag(rawValue: text) else { throw unknownTag(text, at: mark) }
    return tag
  }

  private func unknownTag(_ tag: String, at mark: SourceText.Mark) -> Diagnostic {
    let standard = "tag:yaml.org,2002:"
    let shown = tag.hasPrefix(standard) ? "!!" + tag.dropFirst(standard.count) : tag
    return failure(
      "the tag '\(shown)' is not supported here", at: mark,
      expected: "no tag, or on a scalar !!str, !!int, !!float, !!bool or !!null",
      hint: "leave the tag out")
  }
}
