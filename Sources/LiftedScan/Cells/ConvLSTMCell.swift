import Arrays
import ProgramIR

/// An LSTM of images or other grids, with convolutions in the place of dense layers
/// (`nn.ConvLSTMCell`; Shi et al., "Convolutional LSTM network", 2015).
///
/// The carry is `(c, h)`, each `[*batch, *spatial, features]`. Parameters: a convolution `ih` of the
/// input and one `hh` of h, each to the gates i, g, f and o at once.
public struct ConvLSTMCell: RecurrentCell {
  /// Size of the last axis of `c`, `h` and the output.
  public var features: Int
  /// The window's size on each spatial axis.
  public var kernelSize: [Int]
  /// Strides of the window, one a spatial axis; 1 by default.
  public var strides: [Int]?
  /// Padding of the inputs and of h.
  public var padding = Padding.same
  /// Whether the convolutions add a bias.
  public var useBias = true
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters and the initial carry.
  public var paramDType = DType.float32
  /// Makes the first carry.
  public var carryInit = Initializer.zeros

  /// A cell with Flax's defaults.
  public init(features: Int, kernelSize: [Int]) {
    (self.features, self.kernelSize) = (features, kernelSize)
  }

  /// `ConvLSTMCell`.
  public var typeName: String { "ConvLSTMCell" }

  /// The memory and the output.
  public var carryNames: [String]? { ["c", "h"] }

  /// `features` and `num_feature_axes`.
  public func field(_ name: String) -> Value? {
    switch name {
    case "features": .int(features)
    case "num_feature_axes": .int(kernelSize.count + 1)
    default: nil
    }
  }

  /// `((c, h), [*batch, *spatial, in])` to `((c', h'), h')`.
  public func callAsFunction(
    carry: Value, inputs: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let (c, h) = try carry.memoryAndOutput()
    let sums =
      try context.apply(convolution, name: "ih", to: inputs)
      + context.apply(convolution, name: "hh", to: h)
    let parts = try sums.split(into: 4, axis: -1)
    let (i, g) = (try parts[0].unary(.logistic), try parts[1].unary(.tanh))
    let (f, o) = (try (parts[2] + 1.0).unary(.logistic), try parts[3].unary(.logistic))
    let newC = try f * c + i * g
    let newH = try o * newC.unary(.tanh)
    return (.tuple([.tensor(newC), .tensor(newH)]), newH)
  }

  /// Checks the fields that don't depend on the inputs.
  ///
  /// - Throws: when the window's fields don't fit each other, or the padding makes no sense.
  public func checkWindow() throws { try convolution.checkWindow() }

  private var convolution: Conv {
    var conv = Conv(features: 4 &* features, kernelSize: kernelSize)
    conv.strides = strides
    conv.padding = padding
    conv.useBias = useBias
    conv.dtype = dtype
    conv.paramDType = paramDType
    return conv
  }

  /// `c` and `h`, each from a key of its own.
  public func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    let shape = Shape(inputShape.sizes.dropLast() + [features])
    let keys = try key.splitKey(2)
    return .tuple(
      try (0..<2).map {
        .tensor(try carryInit(key: keys.indexed(axis: 0, $0), shape: shape, dtype: paramDType))
      })
  }
}
