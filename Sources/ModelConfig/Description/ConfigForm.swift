import Diagnostics
import YAMLNodes

/// The form of a value in a config.
package indirect enum ConfigForm: Equatable, Sendable {
  /// `true` or `false`.
  case boolean
  /// A whole number.
  case integer
  /// `null`.
  case null
  /// A string, with its purpose.
  case string(String)
  /// Exactly that word.
  case word(String)
  /// Any value.
  case anything
  /// A list of values of one form.
  case list(of: ConfigForm)
  /// A map of values of one form, whose keys the user is free to choose.
  case map(of: ConfigForm)
  /// A value of any of some forms.
  case choice([ConfigForm])
  /// The form of a definition, by its name.
  case definition(String)
}

extension ConfigForm {
  /// The form in words, with links to definitions.
  var words: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .null: "null"
    case .string(let meaning): meaning
    case .word(let word): "`\(word)`"
    case .anything: "any value"
    case .list(of: .integer): "a list of whole numbers"
    case .list(of: .string(let meaning)):
      "a list of \(meaning.split(separator: " ").dropFirst().joined(separator: " "))s"
    case .list(let form): "a list of \(form.words)"
    case .map(let form): "a map to \(form.words)"
    case .choice(let forms): forms.map(\.words).joined(separator: ", or ")
    case .definition(let name): "[\(name)](#\(Self.anchor(name)))"
    }
  }

  /// The anchor of a section's heading. The settings of a method's lift are those of the section of
  /// the lift.
  private static func anchor(_ name: String) -> String {
    let section = name.hasSuffix(" settings") ? String(name.dropLast(" settings".count)) : name
    return (section == "checkpoint" ? "remat" : section).replacing(" ", with: "-")
  }

  /// Checks that a value is a scalar, a list or a map as the form says.
  ///
  /// - Throws: that something else was expected.
  func check(_ field: YAMLField) throws(Diagnostic) {
    switch self {
    case .boolean: _ = try field.asBool()
    case .integer: _ = try field.asInt()
    case .string: _ = try field.asString()
    case .list: _ = try field.asList()
    case .map: _ = try field.asEntries()
    case .null, .word, .anything, .choice, .definition: break
    }
  }
}
