import Arrays
import LiftedScan

/// The signature of a row, read from its text when it is first needed: most rows never are.
final class RowSignature {
  /// The signature as it is written down.
  let text: String
  private var known: (signature: Signature, defaults: [String: Value])?

  /// A signature to be read later.
  init(_ text: String) { self.text = text }

  /// The signature, and the values of those defaults that are literals.
  ///
  /// - Throws: when the text is no signature.
  func parsed() throws -> (signature: Signature, defaults: [String: Value]) {
    if let known { return known }
    let signature = try Signature(parsing: text)
    var defaults: [String: Value] = [:]
    for parameter in signature.parameters {
      let value = parameter.defaultText.flatMap { Value(literal: Substring($0)) }
      if let value, !value.isNone { defaults[parameter.name] = value }
    }
    known = (signature, defaults)
    return (signature, defaults)
  }

  /// The names of the parameters.
  var names: [String] { (try? parsed().signature.parameters.map(\.name)) ?? [] }

  /// The name of a parameter by its place.
  func name(at place: Int) throws -> String {
    let parameters = try parsed().signature.parameters
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
