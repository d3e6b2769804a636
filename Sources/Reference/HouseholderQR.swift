import Arrays

/// Q and R of a `float32` matrix, as LAPACK's `geqrf` and `orgqr` make them, computed in `Double`.
///
/// - Complexity: O(*m* · *n* · min(*m*, *n*)).
func householderQR(_ matrix: NDArray) -> (q: NDArray, r: NDArray) {
  let (rowCount, columnCount) = (matrix.shape[0], matrix.shape[1])
  let rank = min(rowCount, columnCount)
  var r = columns(of: matrix)
  var reflections: [Reflection] = []
  for row in 0..<rank {
    let (reflection, diagonal) = Reflection.clearing(r[row], below: row)
    r[row].replaceSubrange(
      row..., with: [diagonal] + [Double](repeating: 0, count: rowCount - row - 1))
    for column in row + 1..<max(row + 1, columnCount) { reflection.apply(to: &r[column]) }
    reflections.append(reflection)
  }
  var q = (0..<rank).map { column in (0..<rowCount).map { $0 == column ? 1.0 : 0 } }
  for reflection in reflections.reversed() {
    for column in reflection.row..<rank { reflection.apply(to: &q[column]) }
  }
  return (array(ofColumns: q, rowCount: rowCount), array(ofColumns: r, rowCount: rank))
}

/// The matrix 1 - factor · vector · vectorᵀ, on the rows from `row` on.
private struct Reflection {
  let row: Int
  let vector: [Double]
  let factor: Double

  /// The reflection that makes the elements of `column` below `row` zero, and the element that it
  /// leaves at `row` (LAPACK's `larfg`). The identity where they are zero already.
  static func clearing(_ column: [Double], below row: Int) -> (Reflection, diagonal: Double) {
    let head = column[row]
    let tail = column[(row + 1)...]
    let tailSquares = tail.reduce(0) { $0 + $1 * $1 }
    if tailSquares == 0 { return (Reflection(row: row, vector: [], factor: 0), head) }
    let norm = (head * head + tailSquares).squareRoot()
    let diagonal = head.sign == .minus ? norm : -norm
    let vector = [1] + tail.map { $0 / (head - diagonal) }
    return (
      Reflection(row: row, vector: vector, factor: (diagonal - head) / diagonal), diagonal
    )
  }

  func apply(to column: inout [Double]) {
    if factor == 0 { return }
    vector.withUnsafeBufferPointer { vector in
      column.withUnsafeMutableBufferPointer { column in
        var product = 0.0
        for index in vector.indices { product += vector[index] * column[row + index] }
        product *= factor
        for index in vector.indices { column[row + index] -= product * vector[index] }
      }
    }
  }
}

private func columns(of matrix: NDArray) -> [[Double]] {
  matrix.withElements(as: Float.self) { elements in
    (0..<matrix.shape[1]).map { column in
      (0..<matrix.shape[0]).map { Double(elements[$0 * matrix.shape[1] + column]) }
    }
  }
}

/// The first rows of a matrix given by its columns.
private func array(ofColumns columns: [[Double]], rowCount: Int) -> NDArray {
  let elements = (0..<rowCount).flatMap { row in columns.map { Float($0[row]) } }
  return NDArray(elements, shape: [rowCount, columns.count])
}
