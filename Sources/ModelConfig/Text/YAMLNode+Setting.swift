import Diagnostics
import FlaxNames
import YAMLNodes

// Values that the command line sets by their paths: `model.scan.reverse`, `cell.features`.

extension VariableOrigin.Setting {
  /// The names of the path; one name alone is that of a field of the model's innermost module, or of
  /// an argument of its call.
  var names: [String] {
    path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// Label of the setting in errors: `--set path`.
  var label: String { "--set \(path)" }

  /// The value as a node.
  var node: YAMLNode {
    get throws(Diagnostic) { try parseYAML(value, file: label) }
  }
}

extension YAMLNode {
  /// The config with a setting applied. A path begins with a key of the config, or else below
  /// `model:`, and passes by lifts that it doesn't name.
  ///
  /// - Throws: when there is no such place.
  func applying(_ setting: VariableOrigin.Setting) throws(Diagnostic) -> YAMLNode {
    var names = setting.names
    guard !names.contains("") else {
      throw Diagnostic(
        "the path has an empty name", code: .usage, path: setting.label,
        hint: "write it as --set cell.features=8")
    }
    if !ConfigSection.root.keys.contains(where: { $0.name == names[0] }) {
      names.insert(ConfigKey.model.name, at: 0)
    }
    return try replacing(names[...], by: setting.node, setting, path: "", passed: [])
  }

  /// - Parameter passed: the names of the lifts that were passed since the last name of the path.
  private func replacing(
    _ names: ArraySlice<String>, by new: YAMLNode, _ setting: VariableOrigin.Setting, path: String,
    passed: [String]
  ) throws(Diagnostic) -> YAMLNode {
    guard let name = names.first else { return new }
    let rest = names.dropFirst()
    var copy = self
    func child(_ node: YAMLNode, _ name: String) throws(Diagnostic) -> YAMLNode {
      try node.replacing(
        rest, by: new, setting, path: path.isEmpty ? name : "\(path).\(name)", passed: [])
    }
    switch value {
    case .mapping(var entries):
      if let index = entries.firstIndex(where: { $0.key.text == name }) {
        entries[index].value = try child(entries[index].value, name)
      } else if let lift = liftEntry, !path.isEmpty,
        let index = entries.firstIndex(where: { $0.key.text == lift.name })
      {
        entries[index].value = try lift.value.replacing(
          names, by: new, setting, path: "\(path).\(lift.name)", passed: passed + [lift.name])
      } else if rest.isEmpty {
        entries.append((try Self.key(name, setting), new))
      } else {
        throw Self.noPlace(name, among: passed + entries.compactMap(\.key.text), path, setting)
      }
      copy.value = .mapping(entries)
    case .sequence(var items):
      guard let index = Int(name), items.indices.contains(index) else {
        throw Self.noPlace(name, among: items.indices.map(String.init), path, setting)
      }
      items[index] = try child(items[index], name)
      copy.value = .sequence(items)
    case .scalar(let text, _):
      // The name of a type stands for the type without fields.
      guard rest.isEmpty, text.first?.isUppercase ?? text.hasPrefix("nn.") else {
        throw Self.noPlace(name, among: [], path, setting)
      }
      copy.value = .mapping([
        (try Self.key(ConfigKey.type.name, setting), self), (try Self.key(name, setting), new),
      ])
    }
    return copy
  }

  private static func key(
    _ name: String, _ setting: VariableOrigin.Setting
  ) throws(Diagnostic) -> YAMLNode { try parseYAML(name.quotedForYAML, file: setting.label) }

  private static func noPlace(
    _ name: String, among names: [String], _ path: String, _ setting: VariableOrigin.Setting
  ) -> Diagnostic {
    Diagnostic(
      "there is no '\(name)' in \(path.isEmpty ? "the config" : "'\(path)'") to set", code: .usage,
      path: setting.label, hint: names.isEmpty ? nil : suggestion(for: name, among: names))
  }
}

extension YAMLNode {
  /// Settable paths in a module's description, as short as possible: those of its entries, and the
  /// arguments of its lifts.
  func settablePaths(below prefix: String = "") -> [String] {
    guard case .mapping(let entries) = value else { return [] }
    let lift = liftEntry?.name
    let arguments = ReadableLifts.all.first { $0.name == lift }?.type.argumentNames ?? []
    let inner = entries.flatMap { key, node -> [String] in
      guard let name = key.text else { return [] }
      // A lift that the path goes on through needn't be named.
      return name == lift
        ? node.settablePaths(below: prefix)
        : ["\(prefix)\(name)"] + node.settablePaths(below: "\(prefix)\(name).")
    }
    return inner + arguments.map { "\(prefix)\(lift ?? "").\($0)" }
  }
}
