/// The JSON Schema of configs, which editors check and complete them by.
///
/// Source: JSON Schema, draft 7.
package enum ConfigSchema {
  /// The schema.
  package static var text: String {
    var members = fileMembers
    members.insert(("$schema", .string("http://json-schema.org/draft-07/schema#")), at: 0)
    members.insert(("title", .string("swiftscan config")), at: 1)
    let others = ConfigSection.all.filter { $0.name != ConfigSection.root.name }
    members.append(("definitions", .object(others.map { ($0.name, .object($0.members)) })))
    return JSONValue.object(members).text
  }

  /// The members of the file's schema. A file that extends another one may have any part of a config,
  /// so of its keys only the names are checked.
  private static var fileMembers: [(key: String, value: JSONValue)] {
    let root = ConfigSection.root
    let keys = root.keys.map { ($0.name, JSONValue.object([("description", .string($0.summary))])) }
    let whole =
      root.members.filter { $0.key == "properties" }
      + [("required", .array([.string(ConfigKey.model.name)]))]
    return root.members.filter { $0.key == "description" || $0.key == "type" } + [
      ("properties", .object(keys)), ("additionalProperties", .bool(false)),
      ("if", .object([("required", .array([.string(ConfigKey.extends.name)]))])),
      ("then", .object([])), ("else", .object(whole)),
    ]
  }
}

extension ConfigSection {
  /// The members of the section's schema.
  fileprivate var members: [(key: String, value: JSONValue)] {
    let description = [("description", JSONValue.string(summary))]
    if let form { return description + form.members }
    let required = keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    return description + [
      ("type", .string("object")),
      ("properties", .object(keys.map { ($0.name, $0.schema) })),
      ("additionalProperties", others?.schema ?? .bool(false)),
    ] + (required.isEmpty ? [] : [("required", .array(required))]) + rule.members
  }
}

extension ConfigSection.Rule {
  fileprivate var members: [(key: String, value: JSONValue)] {
    guard case .oneOf(let names) = self else { return [] }
    let cases = names.map { JSONValue.object([("required", .array([.string($0)]))]) }
    return [("oneOf", .array(cases))]
  }
}

extension ConfigKey {
  /// The schema of its value. A reference has no other members beside it, so it goes into a list.
  fileprivate var schema: JSONValue {
    let form = takesNull ? ConfigForm.choice([form, .null]) : form
    let description = [("description", JSONValue.string(summary))]
    guard case .definition = form else { return .object(description + form.members) }
    return .object(description + [("allOf", .array([form.schema]))])
  }
}

extension ConfigForm {
  fileprivate var schema: JSONValue { .object(members) }

  fileprivate var members: [(key: String, value: JSONValue)] {
    switch self {
    case .boolean: [("type", .string("boolean"))]
    case .integer: [("type", .string("integer"))]
    case .null: [("type", .string("null"))]
    case .string: [("type", .string("string"))]
    case .word(let word): [("const", .string(word))]
    case .anything: []
    case .list(let form): [("type", .string("array")), ("items", form.schema)]
    case .map(let form): [("type", .string("object")), ("additionalProperties", form.schema)]
    case .choice(let forms): [("anyOf", .array(forms.map(\.schema)))]
    case .definition(let name):
      [("$ref", .string("#/definitions/\(name.replacing(" ", with: "%20"))"))]
    }
  }
}
