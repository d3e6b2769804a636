/// A complex number in `Double`.
struct Complex {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  static let zero = Complex(0)
  static let one = Complex(1)

  var conjugate: Complex { Complex(real, -imaginary) }
  var squaredMagnitude: Double { real * real + imaginary * imaginary }
  var magnitude: Double { squaredMagnitude.squareRoot() }

  static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }
  static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func * (a: Complex, b: Double) -> Complex { Complex(a.real * b, a.imaginary * b) }
  static func / (a: Complex, b: Complex) -> Complex {
    let divisor = b.squaredMagnitude
    let product = a * b.conjugate
    return Complex(product.real / divisor, product.imaginary / divisor)
  }
  static prefix func - (a: Complex) -> Complex { Complex(-a.real, -a.imaginary) }
  static func += (a: inout Complex, b: Complex) { a = a + b }
  static func -= (a: inout Complex, b: Complex) { a = a - b }

  /// The root whose real part isn't negative.
  var squareRoot: Complex {
    let size = ((magnitude + abs(real)) / 2).squareRoot()
    if size == 0 { return .zero }
    let other = imaginary / (2 * size)
    if real >= 0 { return Complex(size, other) }
    return Complex(abs(other), imaginary < 0 ? -size : size)
  }
}

/// A complex matrix by rows, in `Double`.
struct ComplexMatrix {
  let rowCount: Int
  let columnCount: Int
  var elements: [Complex]

  init(_ rowCount: Int, _ columnCount: Int) {
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    elements = [Complex](repeating: .zero, count: rowCount * columnCount)
  }

  /// Identity matrix.
  static func identity(_ count: Int) -> ComplexMatrix {
    var matrix = ComplexMatrix(count, count)
    for place in 0..<count { matrix[place, place] = .one }
    return matrix
  }

  subscript(_ row: Int, _ column: Int) -> Complex {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The conjugated transpose.
  var adjoint: ComplexMatrix {
    var result = ComplexMatrix(columnCount, rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { result[column, row] = self[row, column].conjugate }
    }
    return result
  }

  /// Whether no element is infinite or NaN.
  var isFinite: Bool {
    elements.allSatisfy { $0.real.isFinite && $0.imaginary.isFinite }
  }

  /// Changes two columns to `(c·a - s·b, s·a + c·b)`.
  mutating func rotateColumns(_ a: Int, _ b: Int, cosine c: Double, sine s: Double) {
    for row in 0..<rowCount {
      let (x, y) = (self[row, a], self[row, b])
      self[row, a] = x * c - y * s
      self[row, b] = x * s + y * c
    }
  }

  mutating func swapColumns(_ a: Int, _ b: Int) {
    for row in 0..<rowCount {
      elements.swapAt(row * columnCount + a, row * columnCount + b)
    }
  }
}
