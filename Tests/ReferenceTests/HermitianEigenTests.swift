import Testing

@testable import Reference

/// Eigenvalues and eigenvectors of Hermitian matrices, by what defines them.
struct HermitianEigenTests {
  private static func matrix(_ count: Int, isReal: Bool) -> ComplexMatrix {
    var matrix = ComplexMatrix(count, count)
    for row in 0..<count {
      for column in 0...row {
        let number = Complex(
          Double((row * 31 + column * 17 + 5) % 23) / 11 - 1,
          isReal || row == column ? 0 : Double((row * 7 + column * 29) % 19) / 9 - 1)
        matrix[row, column] = number
        matrix[column, row] = number.conjugate
      }
    }
    return matrix
  }

  @Test(arguments: [0, 1, 2, 3, 8, 25], [false, true])
  func vectorsAreStretchedByTheirValues(_ count: Int, isReal: Bool) {
    let matrix = Self.matrix(count, isReal: isReal)
    let (values, vectors) = hermitianEigen(matrix)
    #expect(zip(values, values.dropFirst()).allSatisfy(<=))
    for i in 0..<count {
      for j in 0..<count {
        var (stretched, product) = (Complex.zero, Complex.zero)
        for k in 0..<count {
          stretched += matrix[i, k] * vectors[k, j]
          product += vectors[k, i].conjugate * vectors[k, j]
        }
        // Iterations end at the precision of float32.
        #expect((stretched - vectors[i, j] * values[j]).magnitude < 1e-5)
        #expect((product - Complex(i == j ? 1 : 0)).magnitude < 1e-12)
      }
    }
    let trace = (0..<count).reduce(0) { $0 + matrix[$1, $1].real }
    #expect(abs(values.reduce(0, +) - trace) < 1e-9)
  }

  @Test func onlyTheLowerTriangleIsRead() {
    let whole = Self.matrix(6, isReal: false)
    var lower = whole
    for row in 0..<6 { for column in row + 1..<6 { lower[row, column] = Complex(99, 99) } }
    #expect(hermitianEigen(lower).values == hermitianEigen(whole).values)
  }

  @Test func reflectionsMakeOneElementOfAVector() {
    let x = [Complex(1, 2), Complex(-0.5, 0.25), Complex(3)]
    let (factor, v, length) = reflection(of: x)
    var product = Complex.zero
    for (a, b) in zip(v, x) { product += a.conjugate * b }
    let reflected = zip(x, v).map { $0 - $1 * factor.conjugate * product }
    #expect((reflected[0] - Complex(length)).magnitude < 1e-12)
    #expect(reflected.dropFirst().allSatisfy { $0.magnitude < 1e-12 })
    #expect(abs(length * length - x.reduce(0) { $0 + $1.squaredMagnitude }) < 1e-12)
  }
}
