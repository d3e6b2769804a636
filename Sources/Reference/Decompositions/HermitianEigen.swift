/// Ascending eigenvalues of a Hermitian matrix, whose lower triangle is read, and its eigenvectors as
/// columns.
///
/// As in LAPACK (`heevd` of up to 25 rows): reflections make the matrix tridiagonal (`hetd2`), and
/// implicit QL and QR steps make that diagonal (`steqr`); so vectors have the same signs. A matrix
/// that isn't finite gives NaN.
///
/// - Complexity: O(*n*³).
func hermitianEigen(_ matrix: ComplexMatrix) -> (values: [Double], vectors: ComplexMatrix) {
  let count = matrix.rowCount
  guard matrix.isFinite else {
    var vectors = ComplexMatrix(count, count)
    for place in vectors.elements.indices { vectors.elements[place] = Complex(.nan, .nan) }
    return ([Double](repeating: .nan, count: count), vectors)
  }
  var form = TridiagonalForm(reducing: matrix)
  var vectors = ComplexMatrix.identity(count)
  form.diagonalize(&vectors)
  form.reflectBack(&vectors)
  return (form.diagonal, vectors)
}

/// A real symmetric tridiagonal matrix, and the reflections that made it of a Hermitian one.
struct TridiagonalForm {
  private(set) var diagonal: [Double]
  /// Elements beside the diagonal.
  private(set) var beside: [Double]
  private var reflections: [(factor: Complex, vector: [Complex])] = []

  // MARK: Reduction

  init(reducing matrix: ComplexMatrix) {
    var a = matrix
    let count = a.rowCount
    diagonal = [Double](repeating: 0, count: count)
    beside = [Double](repeating: 0, count: max(count - 1, 0))
    for step in 0..<max(count - 1, 0) {
      let (factor, vector, length) = reflection(
        of: (step + 1..<count).map { a[$0, step] })
      beside[step] = length
      reflections.append((factor, vector))
      if factor.squaredMagnitude > 0 { Self.update(&a, from: step + 1, factor, vector) }
      diagonal[step] = a[step, step].real
    }
    if count > 0 { diagonal[count - 1] = a[count - 1, count - 1].real }
  }

  /// The rest of the matrix between the reflection and its adjoint; only its lower triangle is kept.
  private static func update(
    _ a: inout ComplexMatrix, from first: Int, _ factor: Complex, _ v: [Complex]
  ) {
    let size = v.count
    var w = [Complex](repeating: .zero, count: size)
    for row in 0..<size {
      for column in 0..<size {
        let element =
          row == column
          ? Complex(a[first + row, first + row].real)
          : row > column
            ? a[first + row, first + column] : a[first + column, first + row].conjugate
        w[row] += element * v[column]
      }
      w[row] = w[row] * factor
    }
    var product = Complex.zero
    for place in 0..<size { product += w[place].conjugate * v[place] }
    let share = factor * product * -0.5
    for place in 0..<size { w[place] += share * v[place] }
    for row in 0..<size {
      for column in 0...row {
        a[first + row, first + column] -=
          v[row] * w[column].conjugate + w[row] * v[column].conjugate
      }
    }
  }

  /// Turns eigenvectors of the tridiagonal matrix into those of the Hermitian one.
  func reflectBack(_ vectors: inout ComplexMatrix) {
    for step in reflections.indices.reversed() {
      let (factor, v) = reflections[step]
      if factor.squaredMagnitude == 0 { continue }
      for column in 0..<vectors.columnCount {
        var product = Complex.zero
        for place in v.indices {
          product += v[place].conjugate * vectors[step + 1 + place, column]
        }
        product = product * factor
        for place in v.indices { vectors[step + 1 + place, column] -= v[place] * product }
      }
    }
  }

  // MARK: Diagonalization

  /// Relative size below which a number counts as zero: that of `float32`, as LAPACK's own there.
  private static let epsilon = 0x1p-24
  private static let smallest = 0x1p-126

  /// Makes the matrix diagonal and sorts it, each step done to the columns of `vectors`.
  mutating func diagonalize(_ vectors: inout ComplexMatrix) {
    var stepsLeft = 30 * diagonal.count
    var start = 0
    while start < diagonal.count {
      if start > 0 { beside[start - 1] = 0 }
      let end = blockEnd(from: start)
      let goesUp = abs(diagonal[end]) < abs(diagonal[start])
      if goesUp {
        rotateUp(from: end, to: start, &vectors, &stepsLeft)
      } else {
        rotateDown(from: start, to: end, &vectors, &stepsLeft)
      }
      // What didn't converge is tried again as long as steps are left.
      let isDone = start == end || beside[start..<end].allSatisfy { $0 == 0 }
      if isDone || stepsLeft <= 0 { start = end + 1 }
    }
    sort(&vectors)
  }

  /// End of the block that begins at `start`: the first row whose element beside the diagonal is
  /// zero.
  private mutating func blockEnd(from start: Int) -> Int {
    for place in start..<max(start, diagonal.count - 1) {
      let limit =
        abs(diagonal[place]).squareRoot() * abs(diagonal[place + 1]).squareRoot() * Self.epsilon
      if abs(beside[place]) <= limit {
        beside[place] = 0
        return place
      }
    }
    return diagonal.count - 1
  }

  private func isNegligible(_ place: Int) -> Bool {
    beside[place] * beside[place]
      <= Self.epsilon * Self.epsilon * abs(diagonal[place]) * abs(diagonal[place + 1])
      + Self.smallest
  }

  /// QL steps: eigenvalues are found from the first on.
  private mutating func rotateDown(
    from first: Int, to last: Int, _ vectors: inout ComplexMatrix, _ stepsLeft: inout Int
  ) {
    var l = first
    while l <= last {
      let m = (l..<last).first(where: isNegligible) ?? last
      if m < last { beside[m] = 0 }
      if m == l {
        l += 1
      } else if m == l + 1 {
        let pair = SymmetricPair(diagonal[l], beside[l], diagonal[m])
        vectors.rotateColumns(m, l, cosine: pair.cosine, sine: pair.sine)
        (diagonal[l], diagonal[m], beside[l]) = (pair.first, pair.second, 0)
        l += 2
      } else {
        guard stepsLeft > 0 else { return }
        stepsLeft -= 1
        stepDown(l, m, &vectors)
      }
    }
  }

  private mutating func stepDown(_ l: Int, _ m: Int, _ vectors: inout ComplexMatrix) {
    var p = diagonal[l]
    var g = (diagonal[l + 1] - p) / (2 * beside[l])
    let r = (g * g + 1).squareRoot()
    g = diagonal[m] - p + beside[l] / (g + (g.sign == .minus ? -r : r))
    var (s, c) = (1.0, 1.0)
    p = 0
    for i in (l..<m).reversed() {
      let (f, b) = (s * beside[i], c * beside[i])
      let rotation = PlaneRotation(g, f)
      (c, s) = (rotation.cosine, rotation.sine)
      if i != m - 1 { beside[i + 1] = rotation.length }
      g = diagonal[i + 1] - p
      let r = (diagonal[i] - g) * s + 2 * c * b
      p = s * r
      diagonal[i + 1] = g + p
      g = c * r - b
      vectors.rotateColumns(i + 1, i, cosine: c, sine: -s)
    }
    diagonal[l] -= p
    beside[l] = g
  }

  /// QR steps: eigenvalues are found from the last on.
  private mutating func rotateUp(
    from last: Int, to first: Int, _ vectors: inout ComplexMatrix, _ stepsLeft: inout Int
  ) {
    var l = last
    while l >= first {
      let m = (first..<l).last(where: isNegligible).map { $0 + 1 } ?? first
      if m > first { beside[m - 1] = 0 }
      if m == l {
        l -= 1
      } else if m == l - 1 {
        let pair = SymmetricPair(diagonal[m], beside[m], diagonal[l])
        vectors.rotateColumns(l, m, cosine: pair.cosine, sine: pair.sine)
        (diagonal[m], diagonal[l], beside[m]) = (pair.first, pair.second, 0)
        l -= 2
      } else {
        guard stepsLeft > 0 else { return }
        stepsLeft -= 1
        stepUp(l, m, &vectors)
      }
    }
  }

  private mutating func stepUp(_ l: Int, _ m: Int, _ vectors: inout ComplexMatrix) {
    var p = diagonal[l]
    var g = (diagonal[l - 1] - p) / (2 * beside[l - 1])
    let r = (g * g + 1).squareRoot()
    g = diagonal[m] - p + beside[l - 1] / (g + (g.sign == .minus ? -r : r))
    var (s, c) = (1.0, 1.0)
    p = 0
    for i in m..<l {
      let (f, b) = (s * beside[i], c * beside[i])
      let rotation = PlaneRotation(g, f)
      (c, s) = (rotation.cosine, rotation.sine)
      if i != m { beside[i - 1] = rotation.length }
      g = diagonal[i] - p
      let r = (diagonal[i + 1] - g) * s + 2 * c * b
      p = s * r
      diagonal[i] = g + p
      g = c * r - b
      vectors.rotateColumns(i + 1, i, cosine: c, sine: s)
    }
    diagonal[l] -= p
    beside[l - 1] = g
  }

  private mutating func sort(_ vectors: inout ComplexMatrix) {
    for place in diagonal.indices.dropLast() {
      var least = place
      for other in place + 1..<diagonal.count where diagonal[other] < diagonal[least] {
        least = other
      }
      if least == place { continue }
      diagonal.swapAt(place, least)
      vectors.swapColumns(place, least)
    }
  }
}

/// The rotation that makes `(f, g)` a vector `(length, 0)` (LAPACK's `lartg`).
private struct PlaneRotation {
  var cosine: Double
  var sine: Double
  var length: Double

  init(_ f: Double, _ g: Double) {
    if g == 0 {
      (cosine, sine, length) = (1, 0, f)
    } else if f == 0 {
      (cosine, sine, length) = (0, g < 0 ? -1 : 1, abs(g))
    } else {
      let size = (f * f + g * g).squareRoot()
      length = f < 0 ? -size : size
      (cosine, sine) = (abs(f) / size, g / length)
    }
  }
}

/// Eigenvalues of the matrix `[[a, b], [b, c]]`, the first of the larger size, and the unit vector
/// that belongs to it (LAPACK's `laev2`).
private struct SymmetricPair {
  var first: Double
  var second: Double
  var cosine: Double
  var sine: Double

  init(_ a: Double, _ b: Double, _ c: Double) {
    let (sum, difference, twice) = (a + c, a - c, 2 * b)
    let root = (difference * difference + twice * twice).squareRoot()
    let (larger, smaller) = abs(a) > abs(c) ? (a, c) : (c, a)
    let sign = sum < 0 ? -1.0 : 1
    if sum == 0 {
      (first, second) = (root / 2, -root / 2)
    } else {
      first = (sum + sign * root) / 2
      second = larger / first * smaller - b / first * b
    }
    let otherSign = difference >= 0 ? 1.0 : -1
    let cs = difference + otherSign * root
    if abs(cs) > abs(twice) {
      let ratio = -twice / cs
      sine = 1 / (1 + ratio * ratio).squareRoot()
      cosine = ratio * sine
    } else if twice == 0 {
      (cosine, sine) = (1, 0)
    } else {
      let ratio = -cs / twice
      cosine = 1 / (1 + ratio * ratio).squareRoot()
      sine = ratio * cosine
    }
    if sign == otherSign { (cosine, sine) = (-sine, cosine) }
  }
}

/// The reflection 1 - factor · v · vᴴ whose adjoint makes `(length, 0, …)` of a vector, *v* beginning
/// with 1 (LAPACK's `larfg`).
func reflection(
  of x: [Complex]
) -> (factor: Complex, vector: [Complex], length: Double) {
  guard let head = x.first else { return (.zero, [], 0) }
  let tail = x.dropFirst().reduce(0) { $0 + $1.squaredMagnitude }
  var vector = [Complex](repeating: .zero, count: x.count)
  vector[0] = .one
  if tail == 0, head.imaginary == 0 { return (.zero, vector, head.real) }
  let norm = (head.squaredMagnitude + tail).squareRoot()
  let length = head.real.sign == .minus ? norm : -norm
  let factor = Complex((length - head.real) / length, -head.imaginary / length)
  let divisor = head - Complex(length)
  for place in 1..<max(1, x.count) { vector[place] = x[place] / divisor }
  return (factor, vector, length)
}
