/// Eigenvalues of a square matrix and its eigenvectors as columns of length 1, the largest element
/// of each real (LAPACK's `geev`). A matrix that isn't finite gives NaN.
///
/// - Complexity: O(*n*³).
func generalEigen(_ matrix: ComplexMatrix) -> (values: [Complex], vectors: ComplexMatrix) {
  let count = matrix.rowCount
  var form = SchurForm(matrix)
  guard matrix.isFinite, form.triangularize() else {
    var vectors = ComplexMatrix(count, count)
    for place in vectors.elements.indices { vectors.elements[place] = Complex(.nan, .nan) }
    return ([Complex](repeating: Complex(.nan, .nan), count: count), vectors)
  }
  return ((0..<count).map { form.triangle[$0, $0] }, form.eigenvectors())
}

/// A matrix `unitary` · `triangle` · `unitary`ᴴ.
private struct SchurForm {
  private(set) var triangle: ComplexMatrix
  private var unitary: ComplexMatrix
  private var count: Int { triangle.rowCount }

  init(_ matrix: ComplexMatrix) {
    triangle = matrix
    unitary = .identity(matrix.rowCount)
    for step in 0..<max(0, matrix.rowCount - 2) { reduce(step) }
  }

  /// Makes a column zero below the place under the diagonal.
  private mutating func reduce(_ step: Int) {
    let first = step + 1
    let (factor, v, length) = reflection(of: (first..<count).map { triangle[$0, step] })
    if factor.squaredMagnitude == 0 { return }
    for column in 0..<count {
      var product = Complex.zero
      for place in v.indices { product += v[place].conjugate * triangle[first + place, column] }
      product = product * factor.conjugate
      for place in v.indices { triangle[first + place, column] -= v[place] * product }
    }
    Self.apply(factor, v, from: first, toColumnsOf: &triangle)
    Self.apply(factor, v, from: first, toColumnsOf: &unitary)
    triangle[first, step] = Complex(length)
    for row in first + 1..<max(first + 1, count) { triangle[row, step] = .zero }
  }

  private static func apply(
    _ factor: Complex, _ v: [Complex], from first: Int, toColumnsOf matrix: inout ComplexMatrix
  ) {
    for row in 0..<matrix.rowCount {
      var product = Complex.zero
      for place in v.indices { product += matrix[row, first + place] * v[place] }
      product = product * factor
      for place in v.indices { matrix[row, first + place] -= product * v[place].conjugate }
    }
  }

  /// QR steps with Wilkinson's shift until all below the diagonal is zero.
  ///
  /// - Returns: whether they converge.
  mutating func triangularize() -> Bool {
    var (last, steps) = (count - 1, 0)
    while last > 0 {
      let start = (1...last).last { isNegligible($0) } ?? 0
      if start > 0 { triangle[start, start - 1] = .zero }
      if start == last {
        (last, steps) = (last - 1, 0)
        continue
      }
      steps += 1
      if steps > 60 { return false }
      step(from: start, to: last, shift: shift(last, isExceptional: steps % 10 == 0))
    }
    return true
  }

  private func isNegligible(_ row: Int) -> Bool {
    let size = triangle[row, row].magnitude + triangle[row - 1, row - 1].magnitude
    return triangle[row, row - 1].magnitude <= 1e-16 * size + 1e-300
  }

  /// The eigenvalue of the last two rows that is nearer to the last element.
  private func shift(_ last: Int, isExceptional: Bool) -> Complex {
    let (a, b) = (triangle[last - 1, last - 1], triangle[last - 1, last])
    let (c, d) = (triangle[last, last - 1], triangle[last, last])
    if isExceptional { return Complex(c.magnitude + d.magnitude) }
    let half = (a - d) * 0.5
    let root = (half * half + b * c).squareRoot
    let (plus, minus) = (half + root, half - root)
    return plus.squaredMagnitude < minus.squaredMagnitude ? d + plus : d + minus
  }

  private mutating func step(from first: Int, to last: Int, shift: Complex) {
    for place in first...last { triangle[place, place] -= shift }
    var rotations: [(cosine: Double, sine: Complex)] = []
    for row in first..<last {
      let rotation = Self.rotation(triangle[row, row], triangle[row + 1, row])
      rotations.append(rotation)
      let (c, s) = rotation
      for column in row..<count {
        let (x, y) = (triangle[row, column], triangle[row + 1, column])
        triangle[row, column] = x * c + s * y
        triangle[row + 1, column] = y * c - s.conjugate * x
      }
    }
    for (offset, rotation) in rotations.enumerated() {
      let column = first + offset
      Self.rotateColumns(&triangle, column, rows: min(column + 2, last + 1), rotation)
      Self.rotateColumns(&unitary, column, rows: count, rotation)
    }
    for place in first...last { triangle[place, place] += shift }
  }

  /// The rotation `[[c, s], [-s̄, c]]` that makes `(a, b)` a vector `(r, 0)`.
  private static func rotation(_ a: Complex, _ b: Complex) -> (cosine: Double, sine: Complex) {
    let length = (a.squaredMagnitude + b.squaredMagnitude).squareRoot()
    if length == 0 { return (1, .zero) }
    let size = a.magnitude
    let direction = size == 0 ? Complex.one : a * (1 / size)
    return (size / length, direction * b.conjugate * (1 / length))
  }

  private static func rotateColumns(
    _ matrix: inout ComplexMatrix, _ column: Int, rows: Int,
    _ rotation: (cosine: Double, sine: Complex)
  ) {
    let (c, s) = rotation
    for row in 0..<rows {
      let (x, y) = (matrix[row, column], matrix[row, column + 1])
      matrix[row, column] = x * c + s.conjugate * y
      matrix[row, column + 1] = y * c - s * x
    }
  }

  /// Eigenvectors of the triangle by substitution, turned back.
  func eigenvectors() -> ComplexMatrix {
    var result = ComplexMatrix(count, count)
    for place in 0..<count {
      var x = [Complex](repeating: .zero, count: count)
      x[place] = .one
      let value = triangle[place, place]
      for row in (0..<place).reversed() {
        var sum = Complex.zero
        for column in row + 1...place { sum += triangle[row, column] * x[column] }
        var divisor = value - triangle[row, row]
        let least = 1e-15 * max(value.magnitude, 1e-280)
        if divisor.magnitude < least { divisor = Complex(least) }
        x[row] = sum / divisor
      }
      let vector = (0..<count).map { row in
        (0...place).reduce(Complex.zero) { $0 + unitary[row, $1] * x[$1] }
      }
      for (row, element) in normalized(vector).enumerated() { result[row, place] = element }
    }
    return result
  }

  private func normalized(_ vector: [Complex]) -> [Complex] {
    let length = vector.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
    guard let largest = vector.max(by: { $0.squaredMagnitude < $1.squaredMagnitude }),
      length > 0
    else { return vector }
    let turn = largest.conjugate * (1 / (largest.magnitude * length))
    return vector.map { $0 * turn }
  }
}
