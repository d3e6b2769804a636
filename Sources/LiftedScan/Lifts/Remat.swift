/// `nn.remat`, also called `nn.checkpoint`: intermediate values are computed again for gradients.
/// Without gradients it does nothing but call the method on the collections and streams it lifts.
public struct Remat: Lift {
  /// `Checkpoint`, the name of Flax's transform.
  public static let prefix = "Checkpoint"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}

  /// Calls the method once.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    let call = LiftedCall(context, method)
    let scopes = LiftedScopes(call.scopes(arguments))
    return try call.callOnce(
      scopes, arguments, variables: variables, rngs: rngs, streams: scopes.streams([rngs]))
  }
}

/// `flax.linen.partitioning.remat`, which does the same under another name.
public struct StaticRemat: Lift {
  /// `Core_remat_static`, the name of Flax's transform.
  public static let prefix = "Core_remat_static"

  /// What it does.
  public var remat = Remat()

  /// Flax's defaults.
  public init() {}

  /// Calls the method once.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    try remat.call(method, arguments, in: context)
  }
}
