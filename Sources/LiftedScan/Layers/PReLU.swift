import Arrays
import ProgramIR

/// x where it isn't negative, a learnt slope times x elsewhere (`nn.PReLU`; He et al., arXiv
/// 1502.01852).
///
/// One parameter, the scalar `negative_slope`.
public struct PReLU: Layer {
  /// The slope's first value.
  public var negativeSlopeInit = 0.01
  /// dtype of the slope.
  public var paramDType = DType.float32

  /// A layer with Flax's defaults.
  public init() {}

  /// `PReLU`.
  public var typeName: String { "PReLU" }

  /// An array like `inputs`.
  public func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor {
    let slope = try context.parameter(
      "negative_slope", .constant(Tensor(negativeSlopeInit)), .scalar, paramDType)
    return try inputs.leakyRelu(negativeSlope: slope.converted(to: inputs.dtype))
  }
}
