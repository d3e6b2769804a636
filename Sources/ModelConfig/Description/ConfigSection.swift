/// A map of a config with the keys it may have, or a form of values that several keys share.
package struct ConfigSection: Sendable {
  /// Constraint on the keys that are present, beside the required ones.
  package enum Rule: Sendable {
    case none
    /// Exactly one of these keys.
    case oneOf([String])
  }

  /// The name that forms refer to it by.
  package let name: String
  /// Purpose of the section, in sentences of Markdown.
  package let summary: String
  /// Form of values that aren't maps; `nil` if all are.
  package let form: ConfigForm?
  /// The keys of the map.
  package let keys: [ConfigKey]
  /// Form of the values of other keys; `nil` if no other keys are allowed.
  package let others: ConfigForm?
  /// Constraint on the keys that are present.
  package let rule: Rule

  init(
    _ name: String, _ summary: String, form: ConfigForm? = nil, keys: [ConfigKey] = [],
    others: ConfigForm? = nil, rule: Rule = .none
  ) {
    (self.name, self.summary, self.form, self.keys) = (name, summary, form, keys)
    (self.others, self.rule) = (others, rule)
  }

  /// The whole file.
  package static let root = config

  /// All sections, in the order of the documentation.
  package static let all: [ConfigSection] =
    [config, madeWith, input, module, typedModule, wrappedModule]
    + liftedModules + [rnn, bidirectional, moduleClass, method, function] + liftSettings
    + [filter, axes]
}
