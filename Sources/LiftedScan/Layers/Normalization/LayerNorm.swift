import Arrays
import Diagnostics
import ProgramIR

/// Every example normalised by its own mean and variance (`nn.LayerNorm`; Ba et al., arXiv
/// 1607.06450), or by its root mean square alone (`nn.RMSNorm`; Zhang and Sennrich, arXiv
/// 1910.07467).
///
/// Parameters `scale` and `bias`, with the sizes of the feature axes.
public struct LayerNorm: NormalizationLayer {
  /// Fields that all normalising layers have.
  public var normalization = Normalization()
  /// The axes that statistics are taken over.
  public var reductionAxes = [-1]
  /// The axes that have a scale and a bias for each index.
  public var featureAxes = [-1]
  /// Whether the mean is taken off.
  public var usesMean = true

  /// A layer with Flax's defaults.
  public init() {}

  /// A root mean square layer with Flax's defaults: no mean and no bias.
  public static var rms: LayerNorm {
    var layer = LayerNorm()
    layer.usesMean = false
    layer.normalization.useBias = false
    return layer
  }

  /// `LayerNorm` or `RMSNorm`.
  public var typeName: String { usesMean ? "LayerNorm" : "RMSNorm" }

  /// An array like `x`.
  public func callAsFunction(
    _ x: Tensor, mask: Tensor?, in context: BoundModule
  ) throws -> Tensor {
    let axes = try Normalization.axes(reductionAxes, of: x, field: "reduction_axes")
    let statistics = try normalization.statistics(
      of: x, axes: axes, mask: mask, usesMean: usesMean)
    return try normalization.apply(
      statistics, to: x, reductionAxes: axes,
      featureAxes: Normalization.axes(featureAxes, of: x, field: "feature_axes"), in: context)
  }
}

/// A normalising layer of the form `__call__(x, *, mask)`, with a result of the shape of `x`.
public protocol NormalizationLayer: Layer {
  /// Fields that all normalising layers have.
  var normalization: Normalization { get set }

  /// The layer applied to `x`; `mask` says which elements count.
  func callAsFunction(_ x: Tensor, mask: Tensor?, in context: BoundModule) throws -> Tensor
}

extension NormalizationLayer {
  /// `__call__`.
  public func method(_ name: String) -> Method? {
    name == "__call__" ? Method("x, *, mask=None") : nil
  }

  /// The layer applied to `x`, all of which counts.
  public func callAsFunction(_ x: Tensor, in context: BoundModule) throws -> Tensor {
    try self(x, mask: nil, in: context)
  }

  /// `__call__`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    return .tensor(
      try self(named.tensor("x"), mask: named.optionalTensor("mask"), in: context))
  }
}
