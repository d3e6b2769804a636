/// A singular value decomposition: `left` · diagonal(`values`) · `right`.
struct SingularValues {
  /// Left singular vectors as columns.
  private(set) var left: ComplexMatrix
  /// Singular values, descending.
  private(set) var values: [Double]
  /// Right singular vectors as conjugated rows.
  private(set) var right: ComplexMatrix

  /// The decomposition by one-sided Jacobi rotations (Hestenes, "Inversion of matrices by
  /// biorthogonalization and related results", 1958). A matrix that isn't finite gives NaN.
  ///
  /// - Parameters:
  ///   - matrix: of any shape.
  ///   - isFull: whether the vectors fill their spaces.
  /// - Complexity: O(*m* · *n* · min(*m*, *n*)) a sweep, of which there are about ten.
  init(of matrix: ComplexMatrix, isFull: Bool) {
    if matrix.rowCount < matrix.columnCount {
      let other = SingularValues(of: matrix.adjoint, isFull: isFull)
      (left, values, right) = (other.right.adjoint, other.values, other.left.adjoint)
      return
    }
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    guard matrix.isFinite else {
      left = ComplexMatrix(rows, isFull ? rows : columns)
      right = ComplexMatrix(columns, columns)
      for place in left.elements.indices { left.elements[place] = Complex(.nan, .nan) }
      for place in right.elements.indices { right.elements[place] = Complex(.nan, .nan) }
      values = [Double](repeating: .nan, count: columns)
      return
    }
    var work = OrthogonalColumns(matrix)
    work.orthogonalize()
    let order = (0..<columns).sorted { work.lengths[$0] > work.lengths[$1] }
    values = order.map { work.lengths[$0] }
    right = ComplexMatrix(columns, columns)
    for (row, source) in order.enumerated() {
      for column in 0..<columns { right[row, column] = work.rotation[source][column].conjugate }
    }
    let least = (values.first ?? 0) * 1e-14
    var vectors = order.map { source -> [Complex]? in
      let length = work.lengths[source]
      return length > least && length > 0 ? work.columns[source].map { $0 * (1 / length) } : nil
    }
    vectors += [[Complex]?](repeating: nil, count: isFull ? rows - columns : 0)
    left = orthonormalMatrix(completing: vectors, rowCount: rows)
  }
}

/// The columns of a matrix while rotations make them orthogonal, and the rotations' product.
private struct OrthogonalColumns {
  var columns: [[Complex]]
  var rotation: [[Complex]]
  var lengths: [Double] = []

  private static let mostSweeps = 60

  init(_ matrix: ComplexMatrix) {
    columns = (0..<matrix.columnCount).map { column in
      (0..<matrix.rowCount).map { matrix[$0, column] }
    }
    let identity = ComplexMatrix.identity(matrix.columnCount)
    rotation = (0..<matrix.columnCount).map { column in
      (0..<matrix.columnCount).map { identity[$0, column] }
    }
  }

  mutating func orthogonalize() {
    for _ in 0..<Self.mostSweeps {
      var isDone = true
      for a in columns.indices {
        for b in columns.indices.dropFirst(a + 1) where rotate(a, b) { isDone = false }
      }
      if isDone { break }
    }
    lengths = columns.map { column in
      column.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
    }
  }

  /// Makes two columns orthogonal.
  ///
  /// - Returns: whether they weren't.
  private mutating func rotate(_ a: Int, _ b: Int) -> Bool {
    var (x, y, product) = (0.0, 0.0, Complex.zero)
    for place in columns[a].indices {
      x += columns[a][place].squaredMagnitude
      y += columns[b][place].squaredMagnitude
      product += columns[a][place].conjugate * columns[b][place]
    }
    let size = product.magnitude
    if size == 0 || size <= 1e-15 * (x * y).squareRoot() { return false }
    let ratio = (y - x) / (2 * size)
    let tangent = (ratio >= 0 ? 1.0 : -1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = product * (tangent * cosine / size)
    mix(&columns, a, b, cosine, sine)
    mix(&rotation, a, b, cosine, sine)
    return true
  }

  private func mix(
    _ vectors: inout [[Complex]], _ a: Int, _ b: Int, _ cosine: Double, _ sine: Complex
  ) {
    for place in vectors[a].indices {
      let (x, y) = (vectors[a][place], vectors[b][place])
      vectors[a][place] = x * cosine - sine.conjugate * y
      vectors[b][place] = sine * x + y * cosine
    }
  }
}

/// A matrix of orthonormal columns, those that aren't given made of unit vectors.
private func orthonormalMatrix(
  completing columns: [[Complex]?], rowCount: Int
) -> ComplexMatrix {
  var known = columns.compactMap(\.self)
  var result = ComplexMatrix(rowCount, columns.count)
  var nextUnit = 0
  for (place, given) in columns.enumerated() {
    var column = given
    while column == nil, nextUnit < rowCount {
      column = orthonormalized(unit: nextUnit, rowCount, to: known)
      if let column { known.append(column) }
      nextUnit += 1
    }
    for (row, element) in (column ?? []).enumerated() { result[row, place] = element }
  }
  return result
}

/// The part of a unit vector that is orthogonal to others, of length 1; `nil` if little is left.
private func orthonormalized(
  unit: Int, _ rowCount: Int, to others: [[Complex]]
) -> [Complex]? {
  var vector = [Complex](repeating: .zero, count: rowCount)
  vector[unit] = .one
  for _ in 0..<2 {
    for other in others {
      var product = Complex.zero
      for place in vector.indices { product += other[place].conjugate * vector[place] }
      for place in vector.indices { vector[place] -= other[place] * product }
    }
  }
  let length = vector.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
  guard length > 0.5 / Double(rowCount).squareRoot() else { return nil }
  return vector.map { $0 * (1 / length) }
}
