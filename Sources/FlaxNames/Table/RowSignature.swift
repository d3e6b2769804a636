import Arrays
import LiftedScan
import Python

/// Signature of a row, parsed from its text on first use: most rows are never used.
final class RowSignature {
  /// The signature as it is written down.
  let text: String
  private var known: (signature: Signature, defaults: [String: Value])?

  /// A signature to be read later.
  init(_ text: String) { self.text = text }

  /// The signature, and the values of its literal defaults.
  func parsed() -> (signature: Signature, defaults: [String: Value]) {
    if let known { return known }
    let signature = Signature(text)
    var defaults: [String: Value] = [:]
    for parameter in signature.parameters {
      let value = parameter.defaultText.flatMap { Value(literal: Substring($0)) }
      if let value, !value.isNone { defaults[parameter.name] = value }
    }
    known = (signature, defaults)
    return (signature, defaults)
  }

  /// The names of the parameters.
  var names: [String] { parsed().signature.parameters.map(\.name) }

  /// Name of a parameter by its index.
  func name(at place: Int) -> String {
    let parameters = parsed().signature.parameters
    return parameters.indices.contains(place) ? parameters[place].name : ""
  }
}

extension Tree where Leaf == Object {
  /// The value that Python's literal stands for: `None`, a number, a string, a tuple of such; a dtype,
  /// too (`jnp.float32`). `nil` for anything else.
  fileprivate init?(literal text: Substring) {
    switch text {
    case "None": self = .none
    case "True": self = .bool(true)
    case "False": self = .bool(false)
    case "inf": self = .float(.infinity)
    case "()": self = .tuple([])
    case "float": self = .leaf(.dtype(.float32))
    case "int": self = .leaf(.dtype(.int32))
    case "bool": self = .leaf(.dtype(.bool))
    default:
      if let value = Int(text) {
        self = .int(value)
      } else if text.first.map({ $0.isNumber || $0 == "-" }) ?? false, let value = Double(text) {
        self = .float(value)
      } else if let quote = text.first, quote == "'" || quote == "\"", text.last == quote,
        text.count >= 2
      {
        self = .string(String(text.dropFirst().dropLast()))
      } else if text.hasPrefix("jnp."), let dtype = DType(rawValue: String(text.dropFirst(4))) {
        self = .leaf(.dtype(dtype))
      } else if text.hasPrefix("("), text.hasSuffix(")") {
        let parts = text.dropFirst().dropLast().split(separator: ",").map { part in
          Self(literal: Substring(part.drop { $0 == " " }))
        }
        let items = parts.compactMap { $0 }
        guard items.count == parts.count else { return nil }
        self = .tuple(items)
      } else {
        return nil
      }
    }
  }
}
