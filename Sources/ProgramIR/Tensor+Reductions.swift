import Arrays
import Diagnostics

extension Tensor {
  /// All elements along some axes, or all, to one; `keepAxes` leaves axes of size 1.
  ///
  /// As in `jax.numpy`, `bool` and narrow integers are summed as `int32` or `uint32`, half floats
  /// in `float32`.
  public func reduced(
    _ reduction: Reduction, axes: [Int]? = nil, keepAxes: Bool = false
  ) throws -> Tensor {
    let axes = try axes?.map { try shape.axis($0) } ?? Array(0..<rank)
    let isSum = reduction == .sum || reduction == .prod
    let wide = isSum ? dtype.sumDType : dtype
    let isHalf = isSum && dtype.isFloating && dtype.byteCount == 2
    let operand = try converted(to: isHalf ? .float32 : wide, isWeak: type.isWeak)
    let result = try Tensor.apply(.reduce(reduction, axes: axes.sorted()), operand)
    let narrow = isHalf ? try result.converted(to: dtype) : result
    return keepAxes ? try narrow.restoringAxes(axes, of: shape) : narrow
  }

  /// The mean along some axes, or all (`jnp.mean`).
  public func mean(axes: [Int]? = nil, keepAxes: Bool = false) throws -> Tensor {
    let floats = try convertedToInexact()
    let reducedAxes = try axes?.map { try shape.axis($0) } ?? Array(0..<rank)
    let count = reducedAxes.map { shape[$0] }.reduce(1, *)
    return try floats.reduced(.sum, axes: axes, keepAxes: keepAxes) / Double(count)
  }

  /// The mean of the squared distances from the mean (`jnp.var`).
  public func variance(axes: [Int]? = nil, keepAxes: Bool = false) throws -> Tensor {
    let centered = try self - mean(axes: axes, keepAxes: true)
    return try (centered * centered).mean(axes: axes, keepAxes: keepAxes)
  }

  /// The `int32` index of the first largest or smallest element along an axis.
  public func argReduced(isMaximum: Bool, axis: Int) throws -> Tensor {
    try Tensor.apply(.argReduce(isMaximum: isMaximum, axis: try shape.axis(axis)), self)
  }

  /// Every prefix along an axis to one (`jnp.cumsum`).
  public func cumulative(_ reduction: Reduction, axis: Int) throws -> Tensor {
    let operand = try converted(to: dtype.sumDType, isWeak: type.isWeak)
    return try Tensor.apply(
      .cumulative(reduction, axis: try shape.axis(axis), isReversed: false), operand)
  }

  /// The axes that a reduction dropped, put back with size 1.
  private func restoringAxes(_ axes: [Int], of original: Shape) throws -> Tensor {
    try reshaped(to: original.sizes.indices.map { axes.contains($0) ? 1 : original[$0] })
  }

  // MARK: Products

  /// Sums of products over the contracted axes, after promotion (`lax.dot_general`).
  public static func dot(_ a: Tensor, _ b: Tensor, _ dimensions: DotDimensions) throws -> Tensor {
    let (dtype, isWeak) = Promotion.result(of: [a.type, b.type])
    return try apply(
      .dot(dimensions), a.converted(to: dtype, isWeak: isWeak),
      b.converted(to: dtype, isWeak: isWeak))
  }

  /// Over the last axis of `a` and the second-to-last of `b`, or its only one (`jnp.dot`).
  public static func dot(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.rank == 0 || b.rank == 0 { return try a * b }
    let contracting = (left: [a.rank - 1], right: [max(b.rank - 2, 0)])
    return try dot(a, b, DotDimensions(contracting: contracting))
  }

  /// The matrix product of the last two axes, the others side by side (`jnp.matmul`, `@`).
  public static func matmul(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    guard a.rank > 0, b.rank > 0 else { throw Diagnostic("@ takes no scalars") }
    if b.rank <= 2 { return try dot(a, b) }
    if a.rank == 1 {
      return try matmul(a.expandingAxis(0), b).squeezed([-2])
    }
    let batch = try broadcastShape([
      Shape(Array(a.shape.sizes.dropLast(2))), Shape(Array(b.shape.sizes.dropLast(2))),
    ])
    let left = try a.broadcast(to: Shape(batch.sizes + a.shape.sizes.suffix(2)))
    let right = try b.broadcast(to: Shape(batch.sizes + b.shape.sizes.suffix(2)))
    let axes = Array(0..<batch.rank)
    return try dot(
      left, right,
      DotDimensions(
        contracting: ([batch.rank + 1], [batch.rank]), batch: (left: axes, right: axes)))
  }

  /// Q and R of the reduced QR decomposition of a matrix.
  public func qr() throws -> (q: Tensor, r: Tensor) {
    let results = try Tensor.apply(.qr, [self])
    return (results[0], results[1])
  }

  /// The two words Threefry-2x32 makes of a key and a counter, all `uint32`.
  public static func threefry2x32(
    key: (Tensor, Tensor), count: (Tensor, Tensor)
  ) throws -> (Tensor, Tensor) {
    let words = try broadcastTogether([key.0, key.1, count.0, count.1])
    let results = try apply(.threefry2x32, words)
    return (results[0], results[1])
  }
}

extension DType {
  /// What `jax.numpy` adds up numbers of this dtype in.
  fileprivate var sumDType: DType {
    switch self {
    case .bool, .int8, .int16: .int32
    case .uint8, .uint16: .uint32
    default: self
    }
  }
}
