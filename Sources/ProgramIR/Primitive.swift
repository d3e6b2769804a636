import Arrays

/// An operation on arrays. Its parameters are static; its operands are an equation's inputs.
///
/// Names and meaning are those of `jax.lax`. Elementwise operations take operands of one shape,
/// or scalars in place of any of them.
public enum Primitive: Hashable, Codable, Sendable {
  /// An operation on each element of one operand.
  case unary(UnaryOperation)
  /// Two operands of one dtype, element by element.
  case binary(BinaryOperation)
  /// Two operands of one dtype, element by element, to `bool`.
  case compare(Comparison)
  /// `predicate, onTrue, onFalse`: one or the other, element by element.
  case select
  /// The same numbers in another dtype; see `NDArray.converted(to:)`.
  case convert(DType, isWeak: Bool)
  /// The same bits as another dtype of the same size.
  case bitcast(DType)
  /// Axis `i` of the operand becomes axis `dimensions[i]` of `shape`; the rest is repeated.
  case broadcast(shape: Shape, dimensions: [Int])
  /// The same elements, in C order, in another shape.
  case reshape(Shape)
  /// Axis `i` of the result is axis `permutation[i]` of the operand.
  case transpose([Int])
  /// Every `strides[i]`-th index of axis `i` from `starts[i]` up to before `limits[i]`.
  case slice(starts: [Int], limits: [Int], strides: [Int])
  /// The operand reversed along these axes.
  case reverse(axes: [Int])
  /// `operand, value`: the operand with `value` around it, `low` before and `high` after an axis.
  case pad(low: [Int], high: [Int])
  /// All operands one after another along an axis.
  case concatenate(axis: Int)
  /// `operand, indices`: the parts of the operand at integer indices along an axis. The first
  /// `batchCount` axes of both are paired up; the other axes of the indices replace the axis.
  case gather(axis: Int, batchCount: Int, outOfBounds: OutOfBounds)
  /// `operand, start…`, a start for each axis: a block of these sizes. A start too far to either
  /// side is clamped to where the block fits.
  case dynamicSlice(sizes: [Int])
  /// `operand, update, start…`: the operand with `update` in the place of a part of its size, the
  /// starts as in `dynamicSlice`.
  case dynamicUpdateSlice
  /// The operands sorted together along an axis by the first `keyCount` of them, in order of
  /// priority; stable, NaN last.
  case sort(axis: Int, keyCount: Int)
  /// `0, 1, …` along an axis.
  case iota(dtype: DType, shape: Shape, axis: Int)
  /// A reduction of all elements along these axes to one.
  case reduce(Reduction, axes: [Int])
  /// The `int32` index of the first largest or smallest element along an axis.
  case argReduce(isMaximum: Bool, axis: Int)
  /// Every prefix, or suffix, along an axis to one.
  case cumulative(Reduction, axis: Int, isReversed: Bool)
  /// Sums of products over the contracted axes (`lax.dot_general`).
  case dot(DotDimensions)
  /// `operand, kernel`: sums of products of a window's elements and a kernel
  /// (`lax.conv_general_dilated`), shapes as in `Convolution`.
  case conv(Convolution)
  /// `operand, initial`: the elements in each place of a window to one, from a scalar on
  /// (`lax.reduce_window`). Padding adds nothing. A window axis for each axis.
  case reduceWindow(Reduction, [WindowAxis])
  /// `key0, key1, count0, count1`, all `uint32`: the block cipher Threefry-2x32 with 20 rounds,
  /// two results (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
  case threefry2x32
  /// The reduced QR decomposition of the last two axes by Householder reflections, as LAPACK's
  /// `geqrf` and `orgqr` make it: Q, then R.
  case qr
  /// Matrices, the last two axes of the operand, as products of simpler ones. A complex matrix, and
  /// each complex result, is two operands or results: real and imaginary parts.
  case decompose(MatrixDecomposition)
  /// A loop over the leading axis.
  case scan(Scan)
  /// A loop for as long as its body says.
  case whileLoop(WhileLoop)
  /// `index, operand…`: the results of one of several programs, called with the operands.
  case cond(Conditional)
}

/// An operation on each element; named as in `jax.lax`.
public enum UnaryOperation: String, Hashable, Codable, Sendable, CaseIterable {
  case neg, abs, sign, floor, ceil, round, not
  case exp, exp2, expm1, log, log1p, sqrt, rsqrt, cbrt, square
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
  case logistic, erf, erfc
  case erfInv = "erf_inv"
  case isFinite = "is_finite"
}

/// An operation on pairs of elements; named as in `jax.lax`.
public enum BinaryOperation: String, Hashable, Codable, Sendable, CaseIterable {
  case add, sub, mul, div, rem, pow, max, min, atan2, and, or, xor
  case nextAfter = "nextafter"
  case shiftLeft = "shift_left"
  case shiftRightLogical = "shift_right_logical"
  case shiftRightArithmetic = "shift_right_arithmetic"
}

/// A comparison of pairs of elements; named as in `jax.lax`.
public enum Comparison: String, Hashable, Codable, Sendable, CaseIterable {
  case eq, ne, lt, le, gt, ge
}

/// Result of indexing outside of an axis.
public enum OutOfBounds: String, Hashable, Codable, Sendable, CaseIterable {
  /// The element at the nearest index.
  case clip
  /// NaN, the least signed or the largest unsigned integer, `true`.
  case fill
}

/// A decomposition of `float32` matrices, named as in `jax.lax.linalg`.
public enum MatrixDecomposition: Hashable, Codable, Sendable {
  /// Ascending eigenvalues of a Hermitian matrix, of which the lower triangle is read, and its
  /// eigenvectors as columns.
  case eigh
  /// Complex eigenvalues of any square matrix, and its eigenvectors as columns.
  case eig
  /// Left singular vectors as columns, descending singular values, and right singular vectors as
  /// conjugated rows; with `isFull` as many vectors as rows and columns.
  case svd(isFull: Bool)
  /// Q with orthonormal columns, and the upper triangular R, as LAPACK's `geqrf` and `orgqr` make
  /// them; with `isFull` as many columns as rows.
  case qr(isFull: Bool)
  /// The factors L below the diagonal and U above it in one matrix, and the row that each row was
  /// exchanged with.
  case lu
}

/// Operation that reduces many elements to one.
public enum Reduction: String, Hashable, Codable, Sendable, CaseIterable {
  case sum, prod, max, min, and, or
}

/// Axes that a dot product contracts and batches. The result has the batch axes, the left side's
/// free axes, and the right side's, in this order.
public struct DotDimensions: Hashable, Codable, Sendable {
  /// Axes of the left side that are summed over.
  public var leftContracting: [Int]
  /// The axes of the right side that they are paired with.
  public var rightContracting: [Int]
  /// Axes of the left side that are kept side by side.
  public var leftBatch: [Int]
  /// The axes of the right side that they are paired with.
  public var rightBatch: [Int]

  /// Dimension numbers as in `lax.dot_general`.
  public init(
    contracting: (left: [Int], right: [Int]), batch: (left: [Int], right: [Int]) = ([], [])
  ) {
    leftContracting = contracting.left
    rightContracting = contracting.right
    leftBatch = batch.left
    rightBatch = batch.right
  }
}

/// The parameters of a `scan` equation (`lax.scan`).
///
/// The equation's inputs are the constants, the initial carry, and the xs with a leading axis of
/// `length`; the body's inputs are the same, the xs without that axis. The body's outputs are the
/// next carry and a slice of each y; the equation's, the last carry and the ys.
public struct Scan: Hashable, Codable, Sendable {
  /// Program of one step.
  public var body: Program
  /// Number of steps.
  public var length: Int
  /// Whether the last slice goes first; ys keep the places of the xs.
  public var isReversed: Bool
  /// Number of constants among the inputs.
  public var constantCount: Int
  /// Number of carried inputs, after the constants.
  public var carryCount: Int
  /// The sequences of a batch that end before the last step, if that is known.
  public var sequences: ScannedSequences?

  /// Parameters as their properties describe them.
  public init(
    body: Program, length: Int, isReversed: Bool, constantCount: Int, carryCount: Int
  ) {
    self.body = body
    self.length = length
    self.isReversed = isReversed
    self.constantCount = constantCount
    self.carryCount = carryCount
  }

  /// Positions of the carry among the inputs.
  public var carryInputs: Range<Int> { constantCount..<constantCount + carryCount }
  /// Positions of the xs among the inputs.
  public var scannedInputs: Range<Int> { constantCount + carryCount..<body.inputs.count }
}

extension Primitive {
  /// Programs that the primitive runs: the body of a loop, or the branches of a choice.
  public var bodies: [Program] {
    switch self {
    case .scan(let scan): [scan.body]
    case .whileLoop(let loop): [loop.body]
    case .cond(let conditional): conditional.branches
    default: []
    }
  }

  /// The primitive with `rewrite` of each of its bodies; one that has none unchanged.
  public func replacingBodies(_ rewrite: (Program) throws -> Program) rethrows -> Primitive {
    switch self {
    case .scan(var scan):
      scan.body = try rewrite(scan.body)
      return .scan(scan)
    case .whileLoop(var loop):
      loop.body = try rewrite(loop.body)
      return .whileLoop(loop)
    case .cond(let conditional):
      return .cond(Conditional(branches: try conditional.branches.map(rewrite)))
    default: return self
    }
  }
}
