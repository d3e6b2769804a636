/// `nn.fold_rngs`: what a method is called with is the same, but its streams are the next keys of the
/// module's own, as `nn.jit`'s are.
public struct FoldRNGs: Lift {
  /// `Fold_rngs`, the name of Flax's transform.
  public static let prefix = "Fold_rngs"

  /// The call, with the collections and streams that the method sees.
  public var jit = Jit()

  /// Flax's defaults.
  public init() {}

  /// Calls the method once.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    try jit.call(method, arguments, in: context)
  }
}
