import Arrays
import Diagnostics
import ProgramIR

/// A transposed convolution, which enlarges the inputs by zeros between them (`nn.ConvTranspose`).
///
/// `kernel` is `[*kernel_size, in, features]`, or with `transpose_kernel` `[…, features, in]`;
/// `bias` is `[features]`.
public struct ConvTranspose: Layer {
  /// Size of the result's last axis.
  public var features: Int
  /// The window's size on each spatial axis.
  public var kernelSize: [Int]
  /// Factors by which the spatial axes grow; 1 by default.
  public var strides: [Int]?
  /// Padding, by name that of the convolution whose transpose this is, in numbers that of the
  /// inputs. `CIRCULAR` makes the result periodic.
  public var padding = Padding.same
  /// Dilation of the window, one factor a spatial axis; 1 by default.
  public var kernelDilation: [Int]?
  /// Whether to add a bias.
  public var useBias = true
  /// Factor of the kernel's elements, of the kernel's shape.
  public var mask: Tensor?
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Makes the kernel.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the bias.
  public var biasInit = Initializer.zeros
  /// Whether the kernel is that of the convolution whose transpose this is (`transpose_kernel`).
  public var transposesKernel = false
  /// dtype of the sums of products, and of the result before the bias; by default the operands'
  /// dtype.
  public var preferredElementType: DType?

  /// A transposed convolution with Flax's defaults.
  public init(features: Int, kernelSize: [Int]) {
    (self.features, self.kernelSize) = (features, kernelSize)
  }

  /// `ConvTranspose`.
  public var typeName: String { "ConvTranspose" }

  /// Checks the fields that don't depend on the inputs.
  ///
  /// - Throws: when the window's fields don't fit each other, or the padding makes no sense.
  public func checkWindow() throws {
    guard kernelSize.count <= 3 else {
      throw Diagnostic(
        "ConvTranspose has at most 3 spatial axes", path: "kernel_size",
        got: "\(kernelSize.count)")
    }
    _ = try window(over: kernelSize.map { _ in 0 })
  }

  /// `[*batch, *spatial, in]` to `[*batch, *places, features]`.
  public func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor {
    try checkWindow()
    return try inputs.withOneBatchAxis(windowRank: kernelSize.count, of: typeName) { inputs in
      let operands = try operands(inputs, context)
      let kernel = transposesKernel ? try operands[1].transposedKernel : operands[1]
      let window = try window(over: Array(inputs.shape.sizes.dropFirst().dropLast()))
      var result = try Tensor.conv(
        operands[0].widened(to: preferredElementType), kernel.widened(to: preferredElementType),
        Convolution(window: window))
      if let preferredElementType { result = try result.converted(to: preferredElementType) }
      if padding == .named("CIRCULAR") {
        result = try folded(
          result,
          periods: zip(inputs.shape.sizes[1...], window).map {
            $0 * $1.baseDilation
          })
      }
      return try result.adding(operands.dropFirst(2))
    }
  }

  /// The inputs, the kernel and the bias if there is one, in one dtype.
  private func operands(_ inputs: Tensor, _ context: BoundModule) throws -> [Tensor] {
    let channels = inputs.shape.lastSize
    let sizes = transposesKernel ? [features, channels] : [channels, features]
    let kernel = try context.parameter(
      "kernel", kernelInit, Shape(kernelSize + sizes), paramDType
    ).masked(mask)
    let bias = useBias ? [try context.parameter("bias", biasInit, [features], paramDType)] : []
    return try promoted([inputs, kernel] + bias, dtype: dtype)
  }

  /// The window over inputs that are as far apart as the strides, with the padding that undoes that
  /// of a convolution (`lax.conv_transpose`).
  private func window(over sizes: [Int]) throws -> [WindowAxis] {
    let axes = try WindowAxis.axes(
      "kernel_size", kernelSize, strides: strides, windowDilations: kernelDilation
    ).map { WindowAxis($0.size, baseDilation: $0.stride, windowDilation: $0.windowDilation) }
    switch padding {
    case .named("SAME"):
      return axes.map { axis in
        let total = axis.reach + axis.baseDilation - 2
        let low = axis.baseDilation > axis.reach - 1 ? axis.reach - 1 : (total + 1) / 2
        return axis.padded(.init(low, total - low))
      }
    case .named("VALID"), .named("CIRCULAR"):
      return axes.map { axis in
        let overlap = max(axis.reach - axis.baseDilation, 0)
        return axis.padded(.init(axis.reach - 1, axis.baseDilation - 1 + overlap))
      }
    default:
      return zip(axes, try padding.sizes(of: axes, over: sizes, others: ["CIRCULAR"])).map {
        $0.padded($1)
      }
    }
  }

  /// The sum of all periods of `result`, which starts and ends in the middle of one.
  private func folded(_ result: Tensor, periods: [Int]) throws -> Tensor {
    guard periods.allSatisfy({ $0 > 0 }) else {
      throw Diagnostic("padding 'CIRCULAR' needs inputs that aren't empty", path: "inputs")
    }
    // An odd number of periods, with the inputs' own in the middle.
    let missing = zip(result.shape.sizes.dropFirst(), periods).map { size, period in
      ((period - size) % (2 * period) + 2 * period) % (2 * period)
    }
    let halves = missing.map { ($0 / 2, $0 - $0 / 2) }
    let low = halves.map { transposesKernel ? $0.0 : $0.1 }
    let high = halves.map { transposesKernel ? $0.1 : $0.0 }
    var sum = try result.padded(low: [0] + low + [0], high: [0] + high + [0], value: Tensor(0.0))
    for (index, period) in periods.enumerated() {
      let axis = index + 1
      let parts = sum.shape.replacing(axis: axis, with: [sum.shape[axis] / period, period])
      sum = try sum.reshaped(to: parts.sizes).reduced(.sum, axes: [axis])
    }
    return sum
  }
}

extension Tensor {
  /// The kernel reversed along the spatial axes, inputs and outputs swapped.
  fileprivate var transposedKernel: Tensor {
    get throws {
      let spatial = Array(0..<rank - 2)
      return try reversed(axes: spatial).transposed(spatial + [rank - 1, rank - 2])
    }
  }
}
