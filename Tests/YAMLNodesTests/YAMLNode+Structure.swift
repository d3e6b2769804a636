import YAMLNodes

extension YAMLNode {
  /// The structure on one line: `{a: [1, "b"]}`, quoted and block scalars in double quotes.
  var structure: String {
    switch value {
    case .scalar(let text, .plain): text
    case .scalar(let text, _): text.debugDescription
    case .sequence(let items): "[" + items.map(\.structure).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.structure): \($1.structure)" }.joined(separator: ", ") + "}"
    }
  }
}
