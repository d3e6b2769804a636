import Diagnostics

/// A way to call module code on other scopes than its own: `nn.scan` and its siblings.
///
/// `lifting` says what goes into the call and comes out of it; `Pack` does that for all lifts.
public protocol Lift {
  /// The name of Flax's transform, with which the name of a lifted class begins: `Scan` makes
  /// `ScanDense` of `Dense`.
  static var prefix: String { get }

  /// The variables and streams that go in, and what comes out.
  var lifting: Lifting { get }

  /// A method once it is lifted, as its callers see it.
  func lifted(_ method: Method) -> Method

  /// Calls a method on what is packed, once or many times.
  func call(_ method: LiftableMethod, _ arguments: Arguments, on pack: Pack) throws -> Value
}

extension Lift {
  /// The same but for what isn't lifted.
  public func lifted(_ method: Method) -> Method { lifting.lifted(method) }

  /// Calls a method of what `context` is bound to. Modules and variables among the arguments and in
  /// the module's fields come along.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    let lifting = lifting
    var arguments = arguments
    if !lifting.takesKeywords, !arguments.keywords.isEmpty {
      let names = arguments.keywords.map { "\($0.name)=" }.joined(separator: ", ")
      context.scope.trace.warnings.add(
        "\(method.name) is a \(Self.prefix.lowercased()), which takes arguments by position only:"
          + " \(names) is ignored, as in Flax")
      arguments.keywords = []
    }
    return try call(
      method, arguments, on: Pack(lifting, method.module, arguments, in: context))
  }
}
