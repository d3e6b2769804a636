import Diagnostics
import YAMLNodes

/// What the command line set when variables were made: kept with them under `made_with:`.
public struct VariableOrigin: Equatable, Sendable {
  /// The settings in order, with their values as YAML.
  public var settings: [Setting] = []
  /// The sizes of the inputs' axes by name.
  public var sizes: [String: Int] = [:]

  /// A setting: the path of a field and its value, as YAML.
  public struct Setting: Equatable, Sendable {
    public var path: String
    public var value: String

    /// A setting.
    public init(path: String, value: String) { (self.path, self.value) = (path, value) }
  }

  /// What was set.
  public init(settings: [Setting] = [], sizes: [String: Int] = [:]) {
    (self.settings, self.sizes) = (settings, sizes)
  }

  /// Whether nothing was set.
  public var isEmpty: Bool { settings.isEmpty && sizes.isEmpty }

  /// Reads `made_with:`.
  ///
  /// - Throws: when it isn't as `init` writes it.
  init(_ field: YAMLField?) throws(Diagnostic) {
    guard let field else { return }
    try field.readMapping { (reader) throws(Diagnostic) in
      for entry in try reader.optional(.madeWithSettings)?.asEntries() ?? [] {
        settings.append(Setting(path: entry.name, value: try entry.field.asString()))
      }
      for entry in try reader.optional(.madeWithSizes)?.asEntries() ?? [] {
        sizes[entry.name] = try entry.field.asInt()
      }
    }
  }

  /// This as a map of YAML in braces.
  var flow: String {
    let values = settings.map { "\($0.path.quotedForYAML): \($0.value.quotedForYAML)" }
    let numbers = sizes.sorted { $0.key < $1.key }.map { "\($0.key.quotedForYAML): \($0.value)" }
    let entries =
      (values.isEmpty ? [] : ["set: {\(values.joined(separator: ", "))}"])
      + (numbers.isEmpty ? [] : ["sizes: {\(numbers.joined(separator: ", "))}"])
    return "{\(entries.joined(separator: ", "))}"
  }

  /// This with further settings in the places of those with the same paths.
  func adding(_ others: [Setting]) -> VariableOrigin {
    var copy = self
    copy.settings.removeAll { setting in others.contains { $0.path == setting.path } }
    copy.settings += others
    return copy
  }
}
