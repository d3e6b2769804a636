import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import YAMLNodes

extension YAMLField {
  /// The value as module code sees it: lists, dicts, numbers, truth values, strings, `None`.
  func staticValue() throws(Diagnostic) -> Value {
    switch node.value {
    case .sequence:
      var parts: [Value] = []
      for item in try asList() { parts.append(try item.staticValue()) }
      return .list(parts)
    case .mapping:
      var fields = Value.Fields()
      for entry in try asEntries() { fields[entry.name] = try entry.field.staticValue() }
      return .dict(fields)
    case .scalar: return try scalarValue()
    }
  }

  private func scalarValue() throws(Diagnostic) -> Value {
    switch node.scalar {
    case .boolean(let value): .bool(value)
    case .integer, .hugeInteger: .int(try asInt())
    case .float, .hugeFloat: .float(try asDouble())
    case .string: .string(try asString())
    case .null, nil: .none
    }
  }
}
