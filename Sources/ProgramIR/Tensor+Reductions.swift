import Arrays
import Diagnostics

extension Tensor {
  /// All elements along some axes, or all, to one; `keepAxes` leaves axes of size 1.
  ///
  /// As in `jax.numpy`, the result is never weak, `bool` and narrow integers are summed as `int32` or
  /// `uint32`, half floats in `float32`.
  public func reduced(
    _ reduction: Reduction, axes: [Int]? = nil, keepAxes: Bool = false
  ) throws -> Tensor {
    let axes = try axes?.map { try shape.axis($0) } ?? Array(0..<rank)
    let isSum = reduction == .sum || reduction == .prod
    let wide = isSum ? dtype.sumDType : dtype
    let isHalf = isSum && dtype.isFloating && dtype.byteCount == 2
    let operand = try converted(to: isHalf ? .float32 : wide)
    let result = try Tensor.apply(.reduce(reduction, axes: axes.sorted()), operand)
    let narrow = isHalf ? try result.converted(to: dtype) : result
    return keepAxes ? try narrow.restoringAxes(axes, of: shape) : narrow
  }

  /// The mean along some axes, or all, of the elements `where` a mask holds (`jnp.mean`). Half
  /// floats are summed and divided as `float32`.
  public func mean(
    axes: [Int]? = nil, keepAxes: Bool = false, where mask: Tensor? = nil
  ) throws -> Tensor {
    let floats = try convertedToInexact()
    let wide = try floats.widened()
    let kept = try mask.map { try Tensor.select($0, wide, Tensor(0)) } ?? wide
    let sum = try kept.reduced(.sum, axes: axes, keepAxes: keepAxes)
    // XLA multiplies by the reciprocal of a constant; so does this, for the same last digit.
    let mean =
      try mask == nil
      ? sum * (1 / Double(reducedCount(axes)))
      : sum / elementCount(axes: axes, keepAxes: keepAxes, where: mask)
    return try mean.converted(to: floats.dtype)
  }

  /// The mean of the squared distances from the mean, as `mean`; `ddof` is taken off the number of
  /// elements (`jnp.var`).
  public func variance(
    axes: [Int]? = nil, keepAxes: Bool = false, where mask: Tensor? = nil, ddof: Double = 0
  ) throws -> Tensor {
    let floats = try convertedToInexact()
    let wide = try floats.widened()
    let centered = try wide - wide.mean(axes: axes, keepAxes: true, where: mask)
    let squares = try centered * centered
    let kept = try mask.map { try Tensor.select($0, squares, Tensor(0)) } ?? squares
    let count = try elementCount(axes: axes, keepAxes: keepAxes, where: mask)
    let divisor = ddof == 0 ? count : try count - ddof
    let variance = try kept.reduced(.sum, axes: axes, keepAxes: keepAxes) / divisor
    return try variance.converted(to: floats.dtype)
  }

  /// Number of elements that are reduced to one.
  private func elementCount(
    axes: [Int]?, keepAxes: Bool, where mask: Tensor?
  ) throws -> Tensor {
    if let mask {
      return try mask.broadcast(to: shape).converted(to: .float32)
        .reduced(.sum, axes: axes, keepAxes: keepAxes)
    }
    return Tensor(Double(try reducedCount(axes)))
  }

  /// The number of elements along some axes, or all.
  private func reducedCount(_ axes: [Int]?) throws -> Int {
    try (axes ?? Array(0..<rank)).map { shape[try shape.axis($0)] }.reduce(1, *)
  }

  /// Half floats as `float32`.
  private func widened() throws -> Tensor {
    dtype.isFloating && dtype.byteCount == 2
      ? try converted(to: .float32) : self
  }

  /// The `int32` index of the first largest or smallest element along an axis.
  public func argReduced(isMaximum: Bool, axis: Int) throws -> Tensor {
    try Tensor.apply(.argReduce(isMaximum: isMaximum, axis: try shape.axis(axis)), self)
  }

  /// Every prefix along an axis to one (`jnp.cumsum`).
  public func cumulative(_ reduction: Reduction, axis: Int) throws -> Tensor {
    let operand = try converted(to: dtype == .bool ? .int32 : dtype)
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
  /// Dtype in which `jax.numpy` adds up numbers of this dtype.
  fileprivate var sumDType: DType {
    switch self {
    case .bool, .int8, .int16: .int32
    case .uint8, .uint16: .uint32
    default: self
    }
  }
}
