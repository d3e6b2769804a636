/// `nn.jit`: compiles a method. Here all is compiled; what remains of it is that Flax draws new
/// streams for the call, so that what is initialised inside differs from what is without it.
public struct Jit: Lift {
  /// `Jit`.
  public static let prefix = "Jit"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}

  /// Calls the method once, on streams that begin with the next key of each of the module's own.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    let call = LiftedCall(context, method)
    let scope = context.scope
    var forked: [String: LazyRNG] = [:]
    for name in scope.streams.keys.sorted() { forked[name] = LazyRNG(try scope.makeRNG(name)) }
    let scopes = LiftedScopes(
      [scope.replacing(streams: forked)] + call.scopes(arguments).dropFirst())
    // What isn't folded in yet is forgotten, as Flax does to reuse what it has compiled.
    let streams = scopes.streams([rngs]).map {
      LiftedStream(root: $0.root, name: $0.name, rng: LazyRNG($0.rng.key), group: $0.group)
    }
    return try call.callOnce(scopes, arguments, variables: variables, rngs: rngs, streams: streams)
  }
}
