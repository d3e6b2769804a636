/// A value of JSON to be written. The members of an object keep their order.
package indirect enum JSONValue: Sendable {
  case bool(Bool)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// The value as JSON in lines, two spaces a level.
  package var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .bool(let value): return value ? "true" : "false"
    case .string(let value): return value.quotedAsJSON
    case .array(let items):
      return Self.block("[", items.map { $0.text(indent: inner) }, "]", indent)
    case .object(let members):
      let lines = members.map { "\($0.key.quotedAsJSON): \($0.value.text(indent: inner))" }
      return Self.block("{", lines, "}", indent)
    }
  }

  private static func block(
    _ open: String, _ lines: [String], _ close: String, _ indent: String
  ) -> String {
    if lines.isEmpty { return open + close }
    return "\(open)\n" + lines.map { "\(indent)  \($0)" }.joined(separator: ",\n")
      + "\n\(indent)\(close)"
  }
}

extension String {
  /// The text as a JSON string in quotes.
  package var quotedAsJSON: String {
    let escaped = unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case _ where scalar.value < 0x20:
        "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
