import Diagnostics
import YAMLNodes

/// A key of a map in a config. The reader asks for keys, and the documentation lists them.
package struct ConfigKey: Sendable {
  /// The key as it is written.
  package let name: String
  /// The form of its value.
  package let form: ConfigForm
  /// Purpose of the key, in a sentence of Markdown.
  package let summary: String
  /// Whether the key is required.
  package let isRequired: Bool
  /// Whether `null` is the same as leaving the key out.
  package let takesNull: Bool
  /// Default value, as Python writes it; `nil` if there is none.
  package let defaultText: String?

  init(
    _ name: String, _ form: ConfigForm, _ summary: String, isRequired: Bool = false,
    takesNull: Bool = false, default defaultText: String? = nil
  ) {
    (self.name, self.form, self.summary) = (name, form, summary)
    (self.isRequired, self.takesNull, self.defaultText) = (isRequired, takesNull, defaultText)
  }
}

extension MappingReader {
  /// The value of a key, if the user gave one.
  ///
  /// - Throws: that the value has another form.
  mutating func optional(_ key: ConfigKey) throws(Diagnostic) -> YAMLField? {
    guard let field = optional(key.name) else { return nil }
    try key.form.check(field)
    return field
  }

  /// The value of a key.
  ///
  /// - Throws: that it is missing, or has another form.
  mutating func required(_ key: ConfigKey) throws(Diagnostic) -> YAMLField {
    let field = try required(key.name)
    try key.form.check(field)
    return field
  }
}
