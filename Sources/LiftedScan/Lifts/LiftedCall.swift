import Arrays
import Diagnostics

/// A call of a method that is to run on other scopes.
struct LiftedCall {
  private let context: BoundModule
  private let method: LiftableMethod
  /// The names given before the call: every trace of the body names its parts from here on.
  private let names: [String: Int]

  /// A call of a method on what `context` is bound to.
  init(_ context: BoundModule, _ method: LiftableMethod) {
    (self.context, self.method) = (context, method)
    names = context.nameCursors
  }

  /// The scopes of the module, of those in its fields, and of those among the arguments.
  func scopes(_ arguments: Arguments) -> [Scope] {
    [context.scope] + method.module.fieldScopes + arguments.positional.flatMap(\.scopes)
      + arguments.keywords.flatMap(\.value.scopes)
  }

  /// The result for these arguments with each scope in the place that `inner` gives it.
  func callAsFunction(
    _ inner: (Scope) throws -> Scope, _ arguments: Arguments
  ) throws -> Value {
    let step = context.lifted(
      as: try method.module.mappingFields { try $0.moved(by: inner) },
      to: try inner(context.scope), names: names)
    let moved = Arguments(
      try arguments.positional.map { try $0.moved(by: inner) },
      keywords: try arguments.keywords.map { ($0.name, try $0.value.moved(by: inner)) })
    let result = try context.scope.trace.calling(step) { try method(step, moved) }
    context.adoptNames(of: step)
    return result
  }

  /// The result for these arguments on scopes with the same variables and given streams, those of
  /// `rngs`, of which only some may be seen: a call that is traced once.
  func callOnce(
    _ scopes: LiftedScopes, _ arguments: Arguments, variables: Filter, rngs: Filter,
    streams: [LiftedStream]
  ) throws -> Value {
    let (result, store) = try traceOnce(
      scopes, arguments, variables: variables, rngs: rngs, streams: streams)
    try scopes.adopt(store.collections, partitions: store.partitions)
    return result
  }

  /// The same, but the variables that may have changed come along, and are taken over by none.
  func traceOnce(
    _ scopes: LiftedScopes, _ arguments: Arguments, variables: Filter, rngs: Filter,
    streams: [LiftedStream]
  ) throws -> (result: Value, changed: VariableStore) {
    let store = VariableStore(scopes.collections.filter { variables.contains($0.key) })
    store.partitions = scopes.partitions
    let inner = scopes.inner(
      store, streams: scopes.streamsByRoot(streams) { $0.rng }, mutable: variables, by: .call,
      rngs: rngs)
    let result = try scopes.trace.lifting {
      try self({ try scopes.inner(of: $0, inner) }, arguments)
    }
    store.collections = store.collections.filter { inner[0].mutable.contains($0.key) }
    return (result, store)
  }
}
