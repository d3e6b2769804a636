import Arrays
import Diagnostics
import ProgramIR

extension Initializer {
  /// By which sizes a variance is divided.
  public enum FanMode: String, CaseIterable {
    case fanIn = "fan_in"
    case fanOut = "fan_out"
    case fanAverage = "fan_avg"
    case fanGeometricAverage = "fan_geo_avg"
  }

  /// Distribution of the values.
  public enum Distribution: String, CaseIterable {
    case truncatedNormal = "truncated_normal"
    case normal
    case uniform
  }

  /// Axes of a weight that count as inputs, outputs and batch; the rest are a receptive field.
  public struct FanAxes {
    /// Axes of inputs.
    public var input = [-2]
    /// Axes of outputs.
    public var output = [-1]
    /// Axes of independent weights.
    public var batch: [Int] = []

    /// A dense layer's axes.
    public init() {}
  }

  /// Values of mean 0 and of variance `scale` / n, where n is the number of inputs, of outputs, or
  /// their mean (`variance_scaling`).
  public static func varianceScaling(
    _ scale: Double, _ mode: FanMode, _ distribution: Distribution, axes: FanAxes = FanAxes(),
    name: String = "variance_scaling"
  ) -> Initializer {
    Initializer(name) { key, shape, dtype in
      let (fanIn, fanOut) = try fans(of: shape, axes)
      let fan =
        switch mode {
        case .fanIn: fanIn
        case .fanOut: fanOut
        case .fanAverage: (fanIn + fanOut) / 2
        case .fanGeometricAverage: (fanIn * fanOut).squareRoot()
        }
      let variance = try Tensor(scale / fan).converted(to: dtype)
      switch distribution {
      case .truncatedNormal:
        // The deviation of a standard normal limited to (-2, 2).
        let limited = try Tensor(0.87962566103423978).converted(to: dtype)
        let deviation = try variance.unary(.sqrt) / limited
        return try key.truncatedNormal(shape, dtype, from: -2, to: 2) * deviation
      case .normal: return try key.normal(shape, dtype) * variance.unary(.sqrt)
      case .uniform:
        return try key.uniform(shape, dtype, from: Tensor(-1.0))
          * (variance * 3.0).unary(.sqrt)
      }
    }
  }

  /// LeCun: variance 1 by inputs.
  public static func lecun(_ distribution: Distribution, axes: FanAxes = FanAxes()) -> Initializer {
    varianceScaling(1, .fanIn, distribution, axes: axes, name: "lecun")
  }

  /// Glorot, or Xavier: variance 1 by the mean of inputs and outputs.
  public static func glorot(
    _ distribution: Distribution, axes: FanAxes = FanAxes()
  ) -> Initializer {
    varianceScaling(1, .fanAverage, distribution, axes: axes, name: "glorot")
  }

  /// He, or Kaiming: variance 2 by inputs.
  public static func he(_ distribution: Distribution, axes: FanAxes = FanAxes()) -> Initializer {
    varianceScaling(2, .fanIn, distribution, axes: axes, name: "he")
  }

  /// Default initializer of kernels in `Dense` and the cells: `lecun_normal`.
  public static var lecunNormal: Initializer { lecun(.truncatedNormal) }

  private static func fans(
    of shape: Shape, _ axes: FanAxes
  ) throws -> (fanIn: Double, fanOut: Double) {
    guard shape.rank > 1 || axes.input != [-2] else {
      throw Diagnostic(
        "this initializer needs at least two axes to tell inputs from outputs",
        got: "shape \(shape)", hint: "use normal(…) or give in_axis")
    }
    func size(_ axes: [Int]) throws -> Double {
      try axes.map { Double(shape[try shape.axis($0)]) }.reduce(1, *)
    }
    let (input, output, batch) = (try size(axes.input), try size(axes.output), try size(axes.batch))
    let receptiveField = Double(shape.elementCount) / input / output / batch
    return (input * receptiveField, output * receptiveField)
  }
}
