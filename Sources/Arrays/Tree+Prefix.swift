import Diagnostics

extension Tree {
  /// Spreads a prefix tree over `full`: each leaf of the prefix stands for all leaves of the part
  /// of `full` at its place (`in_axes=0` for every argument).
  ///
  /// - Parameters:
  ///   - root: how errors call this tree.
  ///   - matchesAllSequences: whether a tuple or a list here fits either there.
  /// - Returns: the structure of `full` with, at each leaf, the leaf of this above it.
  /// - Throws: when this has a part where `full` has none, or one of another kind.
  public func spread<T>(
    over full: Tree<T>, root: String = "", values: String = "the values",
    matchesAllSequences: Bool = false
  ) throws -> Tree<Leaf> {
    try spread(
      over: full, path: TreePath(), root: root, values: values,
      matchesAllSequences: matchesAllSequences)
  }

  private func spread<T>(
    over full: Tree<T>, path: TreePath, root: String, values: String, matchesAllSequences: Bool
  ) throws -> Tree<Leaf> {
    func part<P>(_ prefix: Tree, over part: Tree<P>, _ key: TreePath.Key) throws -> Tree<Leaf> {
      try prefix.spread(
        over: part, path: path.appending(key), root: root, values: "the value there",
        matchesAllSequences: matchesAllSequences)
    }
    func mismatch(_ own: String, _ other: String) -> Diagnostic {
      let place = path.keys.isEmpty ? nil : path.text(root: root)
      return Diagnostic(
        "the prefix tree doesn't fit the values", path: place,
        details: ["\(place ?? root) \(own), \(values) \(other)"])
    }
    switch (self, full) {
    case (.leaf(let leaf), _): return full.map { _ in leaf }
    case (.none, .none): return .none
    case (.tuple(let prefixes), .tuple(let parts)), (.list(let prefixes), .list(let parts)),
      (.tuple(let prefixes), .list(let parts)) where matchesAllSequences,
      (.list(let prefixes), .tuple(let parts)) where matchesAllSequences:
      guard prefixes.count == parts.count else {
        throw mismatch("has \(Self.parts(prefixes.count))", "\(parts.count)")
      }
      let spread = try zip(prefixes, parts).enumerated().map { index, pair in
        try part(pair.0, over: pair.1, .index(index))
      }
      if case .tuple = full { return .tuple(spread) }
      return .list(spread)
    case (.dict(let prefixes), .dict(let parts)):
      guard prefixes.type == parts.type else {
        throw mismatch("is \(kindName)", full.kindName)
      }
      let (wanted, there) = (prefixes.keys.sorted(), parts.keys.sorted())
      guard wanted == there else {
        throw mismatch("has the keys \(wanted)", "\(there)")
      }
      return .dict(
        try parts.mapValues { key, value in
          try part(prefixes[key] ?? .none, over: value, .name(key))
        })
    default:
      throw mismatch("is \(kindName)", full.kindName)
    }
  }

  /// `1 part`, `2 parts`.
  private static func parts(_ count: Int) -> String { "\(count) part\(count == 1 ? "" : "s")" }

  /// `a tuple of 2`, `a dict`, …
  public var kindName: String {
    switch self {
    case .leaf: "a single value"
    case .none: "None"
    case .tuple(let parts): "a tuple of \(parts.count)"
    case .list(let parts): "a list of \(parts.count)"
    case .dict(let fields):
      fields.type.map { "a \($0.name) with the fields \(fields.keys)" }
        ?? "a dict with the keys \(fields.keys.sorted())"
    }
  }
}

extension TreePath {
  /// The path one level further down.
  public func appending(_ key: Key) -> TreePath { TreePath(keys + [key]) }
}
