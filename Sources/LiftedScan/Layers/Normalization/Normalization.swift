import Arrays
import Diagnostics
import ProgramIR

/// Fields and math of the normalising layers: statistics over some axes, then (x - mean) /
/// √(variance + ε) · scale + bias.
public struct Normalization {
  /// Added to the variance.
  public var epsilon = 1e-6
  /// dtype of the result; by default what input and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Whether to add a bias.
  public var useBias = true
  /// Whether to multiply by a scale.
  public var useScale = true
  /// Makes the bias.
  public var biasInit = Initializer.zeros
  /// Makes the scale.
  public var scaleInit = Initializer.ones
  /// Whether the variance is the mean of squares less the square of the mean, which takes one pass.
  public var usesFastVariance = true
  /// Whether 16-bit floats are averaged as `float32`.
  public var forcesFloat32Reductions = true

  /// Flax's defaults.
  public init() {}

  /// Mean and variance.
  struct Statistics {
    var mean: Tensor
    var variance: Tensor
  }

  /// Mean and variance over `axes`, which are dropped.
  ///
  /// - Parameters:
  ///   - mask: where the elements are that count, broadcast to `x`; all by default.
  ///   - usesMean: whether the mean is taken off; if not it is 0.
  func statistics(
    of x: Tensor, axes: [Int], mask: Tensor? = nil, usesMean: Bool = true
  ) throws -> Statistics {
    var computed = dtype ?? x.dtype
    if forcesFloat32Reductions {
      computed = Promotion.result(of: [ArrayType(computed, []), ArrayType(.float32, [])]).dtype
    }
    let x = try x.converted(to: computed)
    let mask = try mask.map { try $0.converted(to: .bool) }
    func mean(_ values: Tensor) throws -> Tensor { try values.mean(axes: axes, where: mask) }
    guard usesMean else {
      let variance = try mean(x * x)
      return Statistics(mean: try .full(like: variance, Tensor(0)), variance: variance)
    }
    let average = try mean(x)
    guard usesFastVariance else {
      let centered = try x - average.expandingAxes(axes, rank: x.rank)
      return Statistics(mean: average, variance: try mean(centered * centered))
    }
    // Rounding may take a little too much off.
    let variance = try Tensor.binary(.max, Tensor(0.0), mean(x * x) - average * average)
    return Statistics(mean: average, variance: variance)
  }

  /// The array normalised, its statistics repeated along `reductionAxes`; scale and bias have the
  /// sizes of `featureAxes`. Axes are in order and not negative.
  func apply(
    _ statistics: Statistics, to x: Tensor, reductionAxes: [Int], featureAxes: [Int],
    in context: BoundModule
  ) throws -> Tensor {
    var featureShape = [Int](repeating: 1, count: x.rank)
    for axis in featureAxes { featureShape[axis] = x.shape[axis] }
    let parameterShape = Shape(featureAxes.map { x.shape[$0] })
    func parameter(_ name: String, _ initializer: Initializer) throws -> Tensor {
      let value = try context.parameter(name, initializer, parameterShape, paramDType)
        .reshaped(to: featureShape)
      return forcesFloat32Reductions ? value : try value.converted(to: paramDType)
    }
    var types = [x.type]
    var factor = try (statistics.variance.expandingAxes(reductionAxes, rank: x.rank) + epsilon)
      .unary(.rsqrt)
    if useScale {
      let scale = try parameter("scale", scaleInit)
      factor = try factor * scale
      types.append(scale.type)
    }
    var y = try (x - statistics.mean.expandingAxes(reductionAxes, rank: x.rank)) * factor
    if useBias {
      let bias = try parameter("bias", biasInit)
      y = try y + bias
      types.append(bias.type)
    }
    return try y.converted(to: dtype ?? Promotion.inexact(Promotion.result(of: types).dtype))
  }

  /// Axes counted from the start, each once, in order.
  static func axes(_ axes: [Int], of x: Tensor, field: String) throws -> [Int] {
    do {
      return Set(try axes.map { try x.shape.axis($0) }).sorted()
    } catch let error as Diagnostic {
      throw error.at(path: field)
    }
  }
}

extension Tensor {
  /// The array with axes of size 1 inserted so that it has `rank` axes (`jnp.expand_dims`).
  func expandingAxes(_ axes: [Int], rank: Int) throws -> Tensor {
    var sizes = shape.sizes[...]
    return try reshaped(
      to: (0..<rank).map { axes.contains($0) ? 1 : sizes.popFirst() ?? 1 })
  }
}
