import Arrays
import Diagnostics
import ProgramIR

/// Every example normalised by the statistics of groups of its channels (`nn.GroupNorm`; Wu and He,
/// arXiv 1803.08494).
///
/// Parameters `scale` and `bias`, with the size of the last axis, the channels.
public struct GroupNorm: NormalizationLayer {
  /// Fields that all normalising layers have.
  public var normalization = Normalization()
  /// Number of groups; `nil` when their size is given.
  public var groupCount: Int? = 32
  /// Number of channels in a group; `nil` when the number of groups is given.
  public var groupSize: Int?
  /// The axes that statistics are taken over, the last among them; by default all but the first.
  public var reductionAxes: [Int]?

  /// A layer with Flax's defaults.
  public init() {}

  /// `GroupNorm`.
  public var typeName: String { "GroupNorm" }

  /// An array like `x`.
  public func callAsFunction(
    _ x: Tensor, mask: Tensor?, in context: BoundModule
  ) throws -> Tensor {
    let last = x.rank - 1
    let axes = try Normalization.axes(
      reductionAxes ?? Array(1..<max(last, 1)) + [-1], of: x, field: "reduction_axes")
    guard axes.last == last else {
      throw Diagnostic(
        "the reduction axes of GroupNorm must include the last one, the channels",
        path: "reduction_axes", got: "\(axes) of \(x.rank) axes")
    }
    let channels = x.shape[last]
    let size = try sizeOfGroups(channels)
    func grouped(_ array: Tensor) throws -> Tensor {
      try array.reshaped(to: array.shape.sizes.dropLast() + [channels / size, size])
    }
    let outer = Array(axes.dropLast())
    let statistics = try normalization.statistics(
      of: grouped(x), axes: outer + [x.rank], mask: mask.map(grouped))
    return try normalization.apply(
      Normalization.Statistics(
        mean: Self.repeated(statistics.mean, size),
        variance: Self.repeated(statistics.variance, size)),
      to: x, reductionAxes: outer, featureAxes: [last], in: context)
  }

  private func sizeOfGroups(_ channels: Int) throws -> Int {
    switch (groupCount, groupSize) {
    case (let count?, nil):
      guard count > 0, channels % count == 0 else {
        throw Diagnostic(
          "the number of groups must divide the number of channels", path: "num_groups",
          got: "\(count) groups of \(channels) channels")
      }
      return channels / count
    case (nil, let size?):
      guard size > 0, channels % size == 0, channels > 0 else {
        throw Diagnostic(
          "the number of channels must be a multiple of the group size", path: "group_size",
          got: "\(channels) channels in groups of \(size)")
      }
      return size
    default:
      throw Diagnostic(
        "GroupNorm takes either num_groups or group_size", path: "num_groups",
        hint: "with group_size, give num_groups: null to override its default of 32")
    }
  }

  /// Every element of the last axis `count` times.
  private static func repeated(_ x: Tensor, _ count: Int) throws -> Tensor {
    try x.expandingAxis(-1).broadcast(to: Shape(x.shape.sizes + [count]))
      .reshaped(to: x.shape.sizes.dropLast() + [x.shape.lastSize * count])
  }
}

/// Every channel of every example normalised by itself (`nn.InstanceNorm`; Ulyanov et al., arXiv
/// 1607.08022).
///
/// Parameters `scale` and `bias`, with the sizes of the feature axes.
public struct InstanceNorm: NormalizationLayer {
  /// Fields that all normalising layers have.
  public var normalization = Normalization()
  /// The axes of the channels; statistics are taken over all others but the first.
  public var featureAxes = [-1]

  /// A layer with Flax's defaults.
  public init() {}

  /// `InstanceNorm`.
  public var typeName: String { "InstanceNorm" }

  /// An array like `x`.
  public func callAsFunction(
    _ x: Tensor, mask: Tensor?, in context: BoundModule
  ) throws -> Tensor {
    let features = try Normalization.axes(featureAxes, of: x, field: "feature_axes")
    guard !features.contains(0) else {
      throw Diagnostic(
        "the channels of InstanceNorm can't be on the first axis, which is the batch's",
        path: "feature_axes", got: "axis 0 of shape \(x.shape)")
    }
    let axes = (1..<max(x.rank, 1)).filter { !features.contains($0) }
    return try normalization.apply(
      normalization.statistics(of: x, axes: axes, mask: mask), to: x, reductionAxes: axes,
      featureAxes: features, in: context)
  }
}
