/// A lift that calls a method once, with variables and streams unchanged: `nn.remat` and its like,
/// which change only how JAX compiles or differentiates.
public protocol SingleCall: Lift {
  /// The collections the method sees.
  var variables: Filter { get set }
  /// The streams the method can draw from.
  var rngs: Filter { get set }
}

extension SingleCall {
  /// The named collections and streams, as they are.
  public var lifting: Lifting { .singleCall(variables, rngs) }

  /// Calls the method once.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, on pack: Pack
  ) throws -> Value {
    let outcome = try pack.call(method, arguments, variables: pack.variables.merged)
    try pack.publish(outcome.variables, partitions: outcome.partitions)
    return outcome.result
  }
}

extension Lifting {
  /// Lifting that hands collections and streams on unchanged.
  static func singleCall(_ variables: Filter, _ rngs: Filter) -> Lifting {
    Lifting([.init(variables, .carried)], streams: [(rngs, false)], advice: .call)
  }
}

/// `nn.remat`, also called `nn.checkpoint`: recomputation for gradients, which aren't computed
/// here.
public struct Remat: SingleCall {
  /// `Checkpoint`, the name of Flax's transform.
  public static let prefix = "Checkpoint"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}
}

/// `flax.linen.partitioning.remat`: `nn.remat` with a name of its own.
public struct StaticRemat: SingleCall {
  /// `Core_remat_static`, the name of Flax's transform.
  public static let prefix = "Core_remat_static"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}
}

/// `nn.jit`: compiles a method. Here all is compiled; what remains of it is that Flax draws new
/// streams for the call, so that parameters made inside differ from those made without it.
public struct Jit: SingleCall {
  /// `Jit`.
  public static let prefix = "Jit"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}

  /// The named collections as they are, and new streams.
  public var lifting: Lifting { .forkingStreams(variables, rngs) }
}

/// `nn.fold_rngs`: new streams for the call, drawn as by `nn.jit`.
public struct FoldRNGs: SingleCall {
  /// `Fold_rngs`, the name of Flax's transform.
  public static let prefix = "Fold_rngs"

  /// The collections the method sees.
  public var variables = Filter.all
  /// The streams the method can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}

  /// The named collections as they are, and new streams.
  public var lifting: Lifting { .forkingStreams(variables, rngs) }
}

extension Lifting {
  /// Lifting that hands collections on unchanged, and streams that begin with the module's next
  /// keys.
  fileprivate static func forkingStreams(_ variables: Filter, _ rngs: Filter) -> Lifting {
    var lifting = singleCall(variables, rngs)
    lifting.forksStreams = true
    return lifting
  }
}
