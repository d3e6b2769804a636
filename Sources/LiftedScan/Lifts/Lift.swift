import Diagnostics

/// A transform of module code that runs it on other scopes than its own: `nn.scan` and its
/// siblings.
///
/// `lifting` says what goes into the call and comes out of it; `Pack` does that for all lifts.
public protocol Lift {
  /// The name of Flax's transform, with which the name of a lifted class begins: `Scan` makes
  /// `ScanDense` of `Dense`.
  static var prefix: String { get }

  /// Variables and streams that go in and come out.
  var lifting: Lifting { get }

  /// Description of a method under the lift, as its callers see it.
  func lifted(_ method: Method) -> Method

  /// Calls a method on the packed scopes, once or many times.
  func call(_ method: LiftableMethod, _ arguments: Arguments, on pack: Pack) throws -> Value
}

extension Lift {
  /// The method with the streams that `lifting` names, without keywords if the lift takes none.
  public func lifted(_ method: Method) -> Method { lifting.lifted(method) }

  /// Calls a method of the module that `context` is bound to. Modules and variables among the
  /// arguments and in the module's fields are moved along.
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
