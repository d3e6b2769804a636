import Diagnostics
import YAMLNodes

/// Configs that extend one another: `extends: base.yaml` names the file whose keys a config changes.
struct ConfigLayers {
  let sources: PythonSources

  /// The whole config: the text's keys over those of the files that it extends.
  ///
  /// - Parameters:
  ///   - file: the name to show in errors.
  ///   - folder: the folder of the file, relative to that of the outermost config.
  ///   - inner: the names of the files that extend this one.
  func root(
    _ text: String, file: String, folder: String = "", extendedBy inner: [String] = []
  ) throws(Diagnostic) -> YAMLNode {
    var node = try parseYAML(text, file: file)
    guard case .mapping(let entries) = node.value else { return node }
    if inner.isEmpty {
      let own = entries.first { $0.key.text == ConfigKey.sources.name }?.value
      try sources.add(own.map { YAMLField($0, path: ConfigKey.sources.name) })
    }
    guard let parent = entries.first(where: { $0.key.text == ConfigKey.extends.name })?.value
    else { return node.relative(to: folder) }
    let field = YAMLField(parent, path: ConfigKey.extends.name)
    let name = folder + (try field.asString())
    guard !inner.contains(name), inner.count < Self.depthLimit else {
      throw field.failure("the files extend one another in a circle", got: name)
    }
    guard let text = try diagnosing({ try sources.text(name) }) else {
      throw field.failure(
        "there is no file '\(name)' beside the config",
        hint: "its name is relative to the file that it is in")
    }
    node.value = .mapping(entries.filter { $0.key.text != ConfigKey.extends.name })
    let base = try root(text, file: name, folder: name.folder, extendedBy: inner + [name])
    return node.relative(to: folder).merged(over: base)
  }

  private static let depthLimit = 32
}

extension YAMLNode {
  /// The map's entries merged over those of another, maps within maps likewise. A map that is
  /// another kind of module than the one in its place replaces it.
  func merged(over base: YAMLNode) -> YAMLNode {
    guard case .mapping(let own) = value, case .mapping(let others) = base.value,
      !isOtherModule(than: base)
    else { return self }
    var merged = base
    var entries = others
    for entry in own {
      if let index = entries.firstIndex(where: { $0.key.text == entry.key.text }) {
        entries[index] = (entry.key, entry.value.merged(over: entries[index].value))
      } else {
        entries.append(entry)
      }
    }
    merged.value = .mapping(entries)
    return merged
  }

  private func isOtherModule(than other: YAMLNode) -> Bool {
    guard let kind = moduleKind, let otherKind = other.moduleKind else { return false }
    return kind != otherKind
  }

  /// Kind of module that a map describes: its type, or its only lift.
  private var moduleKind: String? {
    if let type = entry("type")?.text { return type }
    return liftEntry.map { "\($0.name):" }
  }

  /// The config with its paths of Python files made relative to the outermost config.
  fileprivate func relative(to folder: String) -> YAMLNode {
    guard !folder.isEmpty, case .mapping(let entries) = value else { return self }
    func moved(_ node: YAMLNode) -> YAMLNode {
      var copy = node
      switch node.value {
      case .scalar(let text, let style) where !text.hasPrefix("/"):
        copy.value = .scalar(text: folder + text, style: style)
      case .sequence(let items): copy.value = .sequence(items.map(moved))
      default: break
      }
      return copy
    }
    var copy = self
    copy.value = .mapping(
      entries.map { $0.key.text == ConfigKey.python.name ? ($0.key, moved($0.value)) : $0 })
    return copy
  }
}

extension YAMLNode {
  /// The value of a key of a map.
  func entry(_ name: String) -> YAMLNode? {
    guard case .mapping(let entries) = value else { return nil }
    return entries.first { $0.key.text == name }?.value
  }

  /// The lift, `rnn:` or `bidirectional:` that a map is, if it is one.
  var liftEntry: (name: String, value: YAMLNode)? {
    guard case .mapping(let entries) = value, entry("type") == nil else { return nil }
    return entries.lazy.compactMap { key, value -> (name: String, value: YAMLNode)? in
      guard let name = key.text, ConfigReader.moduleKeys.contains(name) else { return nil }
      return (name, value)
    }.first
  }
}
