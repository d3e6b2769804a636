/// Q with orthonormal columns and the upper triangular R, by Householder reflections as LAPACK's
/// `geqrf` and `ungqr` make them.
///
/// - Parameter isFull: whether Q has as many columns as rows.
/// - Complexity: O(*m* · *n* · min(*m*, *n*)).
func reflectedQR(
  _ matrix: ComplexMatrix, isFull: Bool
) -> (q: ComplexMatrix, r: ComplexMatrix) {
  let (rows, columns) = (matrix.rowCount, matrix.columnCount)
  let rank = min(rows, columns)
  let inner = isFull ? rows : rank
  var work = matrix
  var reflections: [(factor: Complex, vector: [Complex])] = []
  for step in 0..<rank {
    let (factor, vector, length) = reflection(of: (step..<rows).map { work[$0, step] })
    apply(factor.conjugate, vector, to: &work, row: step, columns: step..<columns)
    work[step, step] = Complex(length)
    for row in step + 1..<max(step + 1, rows) { work[row, step] = .zero }
    reflections.append((factor, vector))
  }
  var q = ComplexMatrix(rows, inner)
  for place in 0..<inner { q[place, place] = .one }
  for (step, (factor, vector)) in reflections.enumerated().reversed() {
    apply(factor, vector, to: &q, row: step, columns: 0..<inner)
  }
  var r = ComplexMatrix(inner, columns)
  for row in 0..<min(inner, rows) {
    for column in row..<max(row, columns) { r[row, column] = work[row, column] }
  }
  return (q, r)
}

/// (1 - factor · v · vᴴ) times the rows of a matrix from `row` on.
private func apply(
  _ factor: Complex, _ v: [Complex], to matrix: inout ComplexMatrix, row: Int,
  columns: Range<Int>
) {
  if factor.squaredMagnitude == 0 { return }
  for column in columns {
    var product = Complex.zero
    for place in v.indices { product += v[place].conjugate * matrix[row + place, column] }
    product = product * factor
    for place in v.indices { matrix[row + place, column] -= v[place] * product }
  }
}

/// The factors L below the diagonal, whose own is of ones, and U above it, with the largest pivot of
/// each column, and the row that each row was exchanged with (LAPACK's `getrf`).
///
/// - Complexity: O(*m* · *n* · min(*m*, *n*)).
func pivotedLU(_ matrix: ComplexMatrix) -> (factors: ComplexMatrix, pivots: [Int]) {
  var work = matrix
  var pivots: [Int] = []
  func size(_ z: Complex) -> Double { abs(z.real) + abs(z.imaginary) }
  for step in 0..<min(work.rowCount, work.columnCount) {
    var pivot = step
    for row in step..<work.rowCount where size(work[row, step]) > size(work[pivot, step]) {
      pivot = row
    }
    pivots.append(pivot)
    if pivot != step {
      for column in 0..<work.columnCount {
        let other = work[pivot, column]
        work[pivot, column] = work[step, column]
        work[step, column] = other
      }
    }
    if work[step, step].squaredMagnitude == 0 { continue }
    for row in step + 1..<max(step + 1, work.rowCount) {
      let factor = work[row, step] / work[step, step]
      work[row, step] = factor
      for column in step + 1..<max(step + 1, work.columnCount) {
        work[row, column] -= factor * work[step, column]
      }
    }
  }
  return (work, pivots)
}
