import Arrays
import Diagnostics
import ProgramIR

extension Tensor {
  /// The elements a window sees in each place to one, from `initial` on (`nn.pool`).
  ///
  /// `[*batch, *spatial, features]`; the window covers the spatial axes.
  ///
  /// - Throws: when there are fewer axes than the window has, or the padding makes no sense.
  public func pooled(
    _ reduction: Reduction, initial: Tensor, window sizes: [Int], strides: [Int]?,
    padding: Padding
  ) throws -> Tensor {
    let batchRank = rank - sizes.count - 1
    guard batchRank >= 0 else {
      throw Diagnostic(
        "pooling needs inputs with the window's \(sizes.count) axes and one of features",
        path: "inputs", got: "shape \(shape)")
    }
    let axes = try WindowAxis.axes("window_shape", sizes, strides: strides)
    let spatial = Array(shape.sizes[batchRank..<rank - 1])
    let window = zip(axes, try padding.sizes(of: axes, over: spatial)).map { $0.padded($1) }
    let batch = Array(repeating: WindowAxis(1), count: batchRank)
    return try windowReduced(
      reduction, initial: initial, window: batch + window + [WindowAxis(1)])
  }

  /// The largest element a window sees in each place (`nn.max_pool`).
  public func maxPooled(window: [Int], strides: [Int]?, padding: Padding) throws -> Tensor {
    try pooled(
      .max, initial: Tensor(-Double.infinity), window: window, strides: strides, padding: padding)
  }

  /// Mean of the elements under the window at each position (`nn.avg_pool`): the sum divided by the
  /// window's size, or by the number of elements without padding.
  public func averagePooled(
    window: [Int], strides: [Int]?, padding: Padding, countsPadding: Bool
  ) throws -> Tensor {
    let sums = try pooled(
      .sum, initial: Tensor(0.0), window: window, strides: strides, padding: padding)
    if countsPadding { return try sums / Tensor(window.reduce(1, &*)) }
    // The counts are the same for all features, and for all of a single batch axis.
    var sizes = shape.sizes.dropLast() + [1]
    if rank == window.count + 2 { sizes[0] = 1 }
    let counts = try Tensor.full(Shape(Array(sizes)), 1, .float32).pooled(
      .sum, initial: Tensor(0.0), window: window, strides: strides, padding: padding)
    return try sums / counts
  }
}
