import Arrays
import ProgramIR

/// y = x · kernel + bias, over the last axis (`nn.Dense`).
///
/// `kernel` is `[in, features]`, `bias` `[features]`.
public struct Dense: Layer {
  /// Size of the result's last axis.
  public var features: Int
  /// Whether to add a bias.
  public var useBias = true
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Makes the kernel.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the bias.
  public var biasInit = Initializer.zeros

  /// A dense layer with Flax's defaults.
  public init(features: Int) { self.features = features }

  /// `Dense`.
  public var typeName: String { "Dense" }

  /// `[…, in]` to `[…, features]`.
  public func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor {
    try apply(parameters(for: inputs, in: context), to: inputs)
  }

  /// The parameters of a dense layer, or of several joined to one.
  struct Parameters {
    var kernel: Tensor
    var bias: Tensor?

    /// The parameters of one layer with the outputs of all, one after another.
    static func joining(_ parts: [Parameters]) throws -> Parameters {
      let biases = parts.compactMap(\.bias)
      return Parameters(
        kernel: try .concatenate(parts.map(\.kernel), axis: -1),
        bias: biases.isEmpty ? nil : try .concatenate(biases, axis: -1))
    }
  }

  /// The layer's kernel and bias for inputs of that type.
  func parameters(for inputs: Tensor, in context: BoundModule) throws -> Parameters {
    Parameters(
      kernel: try context.parameter(
        "kernel", kernelInit, [inputs.shape.lastSize, features], paramDType),
      bias: useBias ? try context.parameter("bias", biasInit, [features], paramDType) : nil)
  }

  /// x · kernel + bias, in the dtype all promote to or in the layer's own.
  func apply(_ parameters: Parameters, to inputs: Tensor) throws -> Tensor {
    let operands = try promoted(
      [inputs, parameters.kernel] + (parameters.bias.map { [$0] } ?? []), dtype: dtype)
    let product = try Tensor.dot(operands[0], operands[1])
    return operands.count == 3 ? try product + operands[2] : product
  }
}

/// All tensors in one dtype: `dtype`, or the floating one they promote to (`flax.linen.dtypes`).
func promoted(_ tensors: [Tensor], dtype: DType?) throws -> [Tensor] {
  let target = dtype ?? Promotion.inexact(Promotion.result(of: tensors.map(\.type)).dtype)
  return try tensors.map { try $0.converted(to: target) }
}
