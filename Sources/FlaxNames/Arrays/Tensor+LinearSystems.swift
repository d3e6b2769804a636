import Arrays
import Diagnostics
import ProgramIR

// Systems of linear equations and what is found with them, for matrices `[…, n, n]` in the last two
// axes. Each is a loop over the columns whose steps change the whole matrix: few operations for any
// size, as a program needs them. For the small matrices of models that is fast enough.

extension Tensor {
  /// Results of Gaussian elimination of a matrix.
  struct Elimination {
    /// The matrix's inverse times the right sides, `[…, n, m]`.
    var solution: Tensor
    /// Pivots, `[…, n]`.
    var pivots: Tensor
    /// -1 for each step that swaps rows, 1 for the others, `[…, n]`.
    var signs: Tensor
  }

  /// Gauss-Jordan elimination with the largest pivot of each column.
  ///
  /// - Parameter depth: of the loop.
  /// - Throws: when this is no square matrix, or the right sides have other rows.
  func eliminated(_ rightSides: Tensor, depth: Int) throws -> Elimination {
    let (a, b) = try systems(with: rightSides)
    let count = a.shape[a.rank - 1]
    let all = try Tensor.concatenate([a, b], axis: -1)
    let (rows, columns) = (try Tensor.iota(count, .int32), try Tensor.iota(all.shape.last, .int32))
    let (last, ys) = try Tensor.scan(
      carry: [all], xs: [rows], length: count, depth: depth
    ) { carry, step in
      let (matrix, k) = (carry[0], step[0])
      let isStepRow = try Tensor.compare(.eq, rows, k)
      let isStepColumn = try Tensor.compare(.eq, columns, k)
      let column = try matrix.picked(isStepColumn, axis: -1)
      let candidates = try Tensor.select(
        .compare(.ge, rows, k), column.unary(.abs), Tensor(-1.0))
      let place = try candidates.argReduced(isMaximum: true, axis: -1)
      let isPivotRow = try Tensor.compare(
        .eq, rows, place.converted(to: .int32).expandingAxis(-1))
      let pivot = try column.picked(isPivotRow, axis: -1)
      let pivotRow = try matrix.picked(isPivotRow.expandingAxis(-1), axis: -2)
      let stepRow = try matrix.picked(isStepRow.expandingAxis(-1), axis: -2).expandingAxis(-2)
      let unit = try (pivotRow / pivot.expandingAxis(-1)).expandingAxis(-2)
      let swapped = try Tensor.select(isPivotRow.expandingAxis(-1), stepRow, matrix)
      let factors = try swapped.picked(isStepColumn, axis: -1).expandingAxis(-1)
      let next = try Tensor.select(
        isStepRow.expandingAxis(-1), unit, swapped - factors * unit)
      let sign = try Tensor.select(
        .compare(.eq, place.converted(to: .int32), k), Tensor(1.0), Tensor(-1.0))
      return ([next], [pivot, try sign.converted(to: pivot.dtype)])
    }
    return Elimination(
      solution: try last[0].sliced(axis: all.rank - 1, count..<all.shape.last),
      pivots: try ys[0].movingAxis(0, to: -1), signs: try ys[1].movingAxis(0, to: -1))
  }

  /// Cholesky factor: the lower triangular matrix whose product with its transpose is this one; NaN
  /// if there is none. The upper triangle isn't read.
  ///
  /// - Parameter depth: of the loop.
  func cholesky(depth: Int) throws -> Tensor {
    let matrix = try checkedSquare()
    let count = matrix.shape.last
    let rows = try Tensor.iota(count, .int32)
    let columns = try Tensor.scan(
      carry: [matrix], xs: [rows], length: count, depth: depth
    ) { carry, step in
      let isStep = try Tensor.compare(.eq, rows, step[0])
      let rest = try carry[0].picked(isStep, axis: -1)
      let root = try rest.picked(isStep, axis: -1).unary(.sqrt).expandingAxis(-1)
      let column = try Tensor.select(.compare(.ge, rows, step[0]), rest / root, Tensor(0.0))
      return ([try carry[0] - column.expandingAxis(-1) * column.expandingAxis(-2)], [column])
    }.ys[0]
    let result = try columns.movingAxis(0, to: -1)
    let isWhole = try Tensor.compare(.eq, result, result).reduced(
      .and, axes: [-2, -1], keepAxes: true)
    let isUpper = try Tensor.compare(.lt, rows.expandingAxis(-1), rows)
    return try Tensor.select(
      isWhole, result, Tensor.select(isUpper, Tensor(0.0), Tensor(Double.nan)))
  }

  /// Solution of a system with this triangular matrix; its other triangle isn't read.
  ///
  /// - Parameters:
  ///   - isUnit: whether the diagonal counts as ones.
  ///   - depth: of the loop.
  func triangularSolution(
    _ rightSides: Tensor, isLower: Bool, isUnit: Bool, depth: Int
  ) throws -> Tensor {
    let (a, b) = try systems(with: rightSides)
    let count = a.shape.last
    let rows = try Tensor.iota(count, .int32)
    return try Tensor.scan(
      carry: [b], xs: [rows], length: count, isReversed: !isLower, depth: depth
    ) { carry, step in
      let isStep = try Tensor.compare(.eq, rows, step[0])
      let column = try a.picked(isStep, axis: -1)
      var row = try carry[0].picked(isStep.expandingAxis(-1), axis: -2)
      if !isUnit { row = try row / column.picked(isStep, axis: -1).expandingAxis(-1) }
      let isRest = try Tensor.compare(isLower ? .gt : .lt, rows, step[0])
      let factors = try Tensor.select(isRest, column, Tensor(0.0)).expandingAxis(-1)
      row = try row.expandingAxis(-2)
      return (
        [try Tensor.select(isStep.expandingAxis(-1), row, carry[0] - factors * row)], []
      )
    }.carry[0]
  }

  /// The unit matrix of the last two axes' size.
  func unitMatrix() throws -> Tensor {
    let count = try checkedSquare().shape.last
    return try FunctionTable.diagonal(count, count, 0).converted(to: dtype)
  }

  /// The matrix in float32.
  ///
  /// - Throws: when the last two axes aren't a square matrix.
  func checkedSquare() throws -> Tensor {
    let matrix = try convertedToInexact()
    guard matrix.dtype == .float32 || matrix.dtype == .float64 else {
      throw Diagnostic("linear systems are solved in float32 and float64", got: "\(self)")
    }
    guard rank >= 2, shape[rank - 1] == shape[rank - 2], shape[rank - 1] > 0 else {
      throw Diagnostic("the last two axes must be a square matrix", got: "\(self)")
    }
    return matrix
  }

  /// The matrices and right sides `[…, n, m]` with the same leading axes.
  private func systems(with rightSides: Tensor) throws -> (Tensor, Tensor) {
    let (a, b) = (try checkedSquare(), try rightSides.convertedToInexact())
    guard b.rank >= 2, b.shape[b.rank - 2] == a.shape.last else {
      throw Diagnostic("the right side must have as many rows as the matrix", got: "\(a) and \(b)")
    }
    func leading(_ x: Tensor) throws -> Tensor {
      try Tensor.full(Shape(Array(x.shape.sizes.dropLast(2))), Tensor(0.0))
    }
    let batch = try (leading(a) + leading(b)).shape.sizes
    func spread(_ x: Tensor) throws -> Tensor {
      try x.broadcast(to: Shape(batch + x.shape.sizes.suffix(2)))
    }
    return (try spread(a), try spread(b.converted(to: .float32)))
  }

  /// The element along an axis where `isWanted` holds; it holds at one index.
  private func picked(_ isWanted: Tensor, axis: Int) throws -> Tensor {
    try Tensor.select(isWanted, self, Tensor(0.0)).reduced(.sum, axes: [axis])
  }
}

extension Shape {
  /// The last axis's size; 1 if there are no axes.
  fileprivate var last: Int { sizes.last ?? 1 }
}
