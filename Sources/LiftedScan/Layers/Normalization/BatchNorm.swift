import Arrays
import Diagnostics
import ProgramIR

/// Every feature normalised by its mean and variance over the batch, or by running averages of them
/// (`nn.BatchNorm`; Ioffe and Szegedy, arXiv 1502.03167).
///
/// Parameters `scale` and `bias`; the averages are the variables `mean` and `var` of the collection
/// `batch_stats`, which a call that doesn't use them updates.
public struct BatchNorm: Module {
  /// Fields that all normalising layers have.
  public var normalization = Normalization()
  /// Whether to use the running averages; `nil` leaves it to the call.
  public var usesRunningAverage: Bool?
  /// The axes of the features; statistics are taken over all others.
  public var axes = [-1]
  /// Share of the old running average in an update, 0 to 1.
  public var momentum = 0.99
  /// The axis of devices that statistics are averaged over, too, if there is one.
  public var deviceAxis: String?

  /// A layer with Flax's defaults.
  public init() { normalization.epsilon = 1e-5 }

  /// `BatchNorm`.
  public var typeName: String { "BatchNorm" }

  /// `__call__`.
  public func method(_ name: String) -> Method? {
    name == "__call__" ? Method("x, use_running_average=None, *, mask=None") : nil
  }

  /// `__call__`: an array like `x`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    let x = try named.tensor("x")
    let usesAverages = try named.merged("use_running_average", field: usesRunningAverage)
    let featureAxes = try Normalization.axes(axes, of: x, field: "axis")
    let reductionAxes = (0..<x.rank).filter { !featureAxes.contains($0) }
    let averages = try RunningAverages(
      shape: Shape(featureAxes.map { x.shape[$0] }), dtype: averageDType, in: context)

    let statistics: Normalization.Statistics
    if usesAverages {
      statistics = Normalization.Statistics(
        mean: try converted(averages.mean.value().tensor("mean")),
        variance: try converted(averages.variance.value().tensor("var")))
    } else {
      if let deviceAxis, !context.scope.isInitializing {
        throw Diagnostic(
          "the statistics of a batch are averaged over the devices of '\(deviceAxis)', and there is"
            + " one device only", path: context.scope.pathText,
          hint: "leave out axis_name, or use the running averages")
      }
      statistics = try normalization.statistics(
        of: x, axes: reductionAxes, mask: named.optionalTensor("mask"))
      if !context.scope.isInitializing { try averages.update(statistics, momentum: momentum) }
    }
    return .tensor(
      try normalization.apply(
        statistics, to: x, reductionAxes: reductionAxes, featureAxes: featureAxes, in: context))
  }

  /// dtype of the running averages.
  private var averageDType: DType {
    normalization.forcesFloat32Reductions ? .float32 : normalization.paramDType
  }

  private func converted(_ average: Tensor) throws -> Tensor {
    normalization.forcesFloat32Reductions
      ? average : try average.converted(to: normalization.paramDType)
  }
}

/// The averages of a `BatchNorm` over the batches it has seen.
private struct RunningAverages {
  let mean: VariableReference
  let variance: VariableReference

  init(shape: Shape, dtype: DType, in context: BoundModule) throws {
    mean = try context.variable("batch_stats", "mean") { .tensor(try .full(shape, 0, dtype)) }
    variance = try context.variable("batch_stats", "var") { .tensor(try .full(shape, 1, dtype)) }
  }

  func update(_ statistics: Normalization.Statistics, momentum: Double) throws {
    for (average, batch) in [(mean, statistics.mean), (variance, statistics.variance)] {
      let old = try average.value().tensor("running average")
      try average.set(.tensor(try momentum * old + (1 - momentum) * batch))
    }
  }
}
