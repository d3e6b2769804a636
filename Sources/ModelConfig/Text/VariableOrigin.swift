import Diagnostics
import YAMLNodes

/// Settings and sizes of the command line that made variables, kept with them under `made_with:`.
public struct VariableOrigin: Equatable, Sendable {
  /// The settings in order, with their values as YAML.
  public var settings: [Setting] = []
  /// The sizes of the inputs' axes by name.
  public var sizes: [String: Int] = [:]

  /// A setting: the path of a field and its value, as YAML.
  public struct Setting: Equatable, Sendable {
    /// The names that lead to the field, with dots between.
    public var path: String
    /// The value as YAML.
    public var value: String

    /// A setting.
    public init(path: String, value: String) { (self.path, self.value) = (path, value) }
  }

  /// An origin of these settings and sizes.
  public init(settings: [Setting] = [], sizes: [String: Int] = [:]) {
    (self.settings, self.sizes) = (settings, sizes)
  }

  /// Whether there are no settings and no sizes.
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

  /// The origin as a YAML flow map, in braces.
  var flow: String {
    let values = settings.map { "\($0.path.quotedForYAML): \($0.value.quotedForYAML)" }
    let numbers = sizes.sorted { $0.key < $1.key }.map { "\($0.key.quotedForYAML): \($0.value)" }
    let entries =
      (values.isEmpty ? [] : ["set: {\(values.joined(separator: ", "))}"])
      + (numbers.isEmpty ? [] : ["sizes: {\(numbers.joined(separator: ", "))}"])
    return "{\(entries.joined(separator: ", "))}"
  }

  /// The origin with further settings, which replace those with the same paths.
  func adding(_ others: [Setting]) -> VariableOrigin {
    var copy = self
    copy.settings.removeAll { setting in others.contains { $0.path == setting.path } }
    copy.settings += others
    return copy
  }
}
