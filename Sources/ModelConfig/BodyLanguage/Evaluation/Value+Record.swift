import Arrays
import Diagnostics
import LiftedScan

extension Tree where Leaf == Object {
  /// What has attributes and nothing else, such as `jnp.finfo(x.dtype)`. It is a function that gives
  /// the attribute of a name, which module code can't call itself.
  static func record(_ name: String, _ attributes: [(String, Value)]) -> Value {
    .leaf(
      .function(
        Function(Function.recordPrefix + name) { arguments in
          guard case .leaf(.string(let wanted)) = arguments.keywords.first?.value else {
            throw Diagnostic("\(name) can't be called")
          }
          guard let value = attributes.first(where: { $0.0 == wanted })?.1 else {
            throw Diagnostic(
              "\(name) has no attribute '\(wanted)'",
              hint: suggestion(for: wanted, among: attributes.map(\.0)))
          }
          return value
        }))
  }
}

extension Function {
  fileprivate static let recordPrefix = "the attributes of "

  /// An attribute of a record; the function's name; or what gives it gradients, which does nothing.
  func attribute(_ wanted: String) throws -> Value? {
    if name.hasPrefix(Self.recordPrefix) {
      return try self(Arguments([], keywords: [("attribute", .string(wanted))]))
    }
    if let member = precision(wanted) { return member }
    switch wanted {
    case "__name__": return .string(name)
    case "defvjp", "defjvp", "defjvps": return .leaf(.function(Function(wanted) { _ in .none }))
    default: return nil
    }
  }
}
