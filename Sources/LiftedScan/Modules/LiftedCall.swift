import Arrays
import Diagnostics

/// A call of module code that is to run on other scopes: `nn.scan` and its siblings decide on which.
struct LiftedCall {
  /// What is called, on a module bound to the scopes of the call.
  typealias Body = (BoundModule, Arguments) throws -> Value

  private let context: BoundModule
  private let module: any Module
  private let body: Body
  /// The names given before the call: every trace of the body names its parts from here on.
  private let names: [String: Int]

  /// A call of `body` on what `context` is bound to, as `module`.
  init(_ context: BoundModule, as module: any Module, _ body: @escaping Body) {
    (self.context, self.module, self.body) = (context, module, body)
    names = context.nameCursors
  }

  /// The scopes of the module, of those in its fields, and of those among the arguments.
  func scopes(_ arguments: Arguments) -> [Scope] {
    [context.scope] + module.fieldScopes + arguments.positional.flatMap(\.scopes)
      + arguments.keywords.flatMap(\.value.scopes)
  }

  /// The result for these arguments with each scope in the place that `inner` gives it.
  func callAsFunction(
    _ inner: (Scope) throws -> Scope, _ arguments: Arguments
  ) throws -> Value {
    let step = context.lifted(
      as: try module.mappingFields { try $0.moved(by: inner) }, to: try inner(context.scope),
      names: names)
    let moved = Arguments(
      try arguments.positional.map { try $0.moved(by: inner) },
      keywords: try arguments.keywords.map { ($0.name, try $0.value.moved(by: inner)) })
    let result = try context.scope.trace.calling(step) { try body(step, moved) }
    context.adoptNames(of: step)
    return result
  }
}
