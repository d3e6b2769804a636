import Arrays
import Diagnostics
import ProgramIR

/// Sets elements to 0 at random and scales the others up, so that the mean stays the same
/// (`nn.Dropout`; Srivastava et al., 2014).
public struct Dropout: Module {
  /// The probability of an element to become 0.
  public var rate: Double
  /// Axes along which the mask is broadcast.
  public var broadcastDims: [Int] = []
  /// Whether dropout is off; `nil` leaves it to the call.
  public var isDeterministic: Bool?
  /// The stream that the mask's key is drawn from.
  public var rngCollection = "dropout"

  /// A layer with Flax's defaults.
  public init(rate: Double) { self.rate = rate }

  /// `Dropout`.
  public var typeName: String { "Dropout" }

  /// `__call__`.
  public func method(_ name: String) -> Method? {
    name == "__call__" ? Method("inputs, deterministic=None, rng=None") : nil
  }

  /// `__call__`: an array like the inputs.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    let inputs = try named.tensor("inputs")
    let isOff = rate == 0 ? true : nil
    if try named.merged("deterministic", field: isDeterministic, default: isOff) || rate == 0 {
      return .tensor(inputs)
    }
    guard rate < 1 else { return .tensor(try .full(like: inputs, Tensor(0))) }
    let key = try named.optionalTensor("rng") ?? context.scope.makeRNG(rngCollection)
    return .tensor(try dropped(inputs, key: key))
  }

  private func dropped(_ inputs: Tensor, key: Tensor) throws -> Tensor {
    guard inputs.dtype.isFloating else {
      throw Diagnostic("Dropout takes floats", path: "inputs", got: "\(inputs.type)")
    }
    var maskShape = inputs.shape
    for axis in broadcastDims { maskShape[try inputs.shape.axis(axis)] = 1 }
    let keepProbability = Tensor(1 - rate)
    let isKept = try key.bernoulli(maskShape, probability: keepProbability)
    return try .select(
      isKept.broadcast(to: inputs.shape), inputs / keepProbability,
      .full(like: inputs, Tensor(0)))
  }
}
