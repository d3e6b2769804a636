import Arrays
import ProgramIR
import Testing

/// `decompose`: what defines each decomposition, of one matrix and of several; JAX's own values and
/// signs are among the language's fixtures.
struct DecompositionTests {
  static let multiply = Primitive.dot(.init(contracting: ([2], [1]), batch: ([0], [0])))

  static func matrices(_ rows: Int, _ columns: Int) -> NDArray {
    NDArray([2, rows, columns]) { Float(($0 * 7919 + 13) % 101) / 50 - 1 }
  }

  private func product(_ a: NDArray, _ b: NDArray) throws -> NDArray {
    try result(Self.multiply, a, b)
  }

  private func transposed(_ a: NDArray) throws -> NDArray {
    try result(.transpose([0, 2, 1]), a)
  }

  /// The columns of `a` times the numbers of `values`.
  private func scaled(_ a: NDArray, by values: NDArray) throws -> NDArray {
    try result(
      .binary(.mul), a,
      result(.broadcast(shape: a.shape, dimensions: [0, 2]), values))
  }

  private func identities(_ count: Int) -> NDArray {
    NDArray([2, count, count]) { $0 / count % count == $0 % count ? 1 : 0 }
  }

  @Test(arguments: [1, 2, 17, 40])
  func symmetric(_ count: Int) throws {
    let matrix = Self.matrices(count, count)
    let both = try result(.binary(.add), matrix, transposed(matrix))
    let parts = try evaluate(.decompose(.eigh), both)
    let (values, vectors) = (parts[0], parts[1])
    let back = try product(scaled(vectors, by: values), transposed(vectors))
    #expect(largestDifference(back, both) < 1e-4)
    let products = try product(transposed(vectors), vectors)
    #expect(largestDifference(products, identities(count)) < 1e-5)
    for batch in 0..<2 {
      let row = values.floats[batch * count..<(batch + 1) * count]
      #expect(zip(row, row.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }

  @Test(arguments: [(1, 1), (2, 2), (17, 17), (40, 7), (7, 40), (1, 5), (5, 1)])
  func singularValues(_ rows: Int, _ columns: Int) throws {
    let matrix = Self.matrices(rows, columns)
    let parts = try evaluate(.decompose(.svd(isFull: false)), matrix)
    let back = try product(scaled(parts[0], by: parts[1]), parts[2])
    #expect(largestDifference(back, matrix) < 1e-4)
    let full = try evaluate(.decompose(.svd(isFull: true)), matrix)
    #expect(largestDifference(try product(transposed(full[0]), full[0]), identities(rows)) < 1e-5)
    let right = try product(full[2], transposed(full[2]))
    #expect(largestDifference(right, identities(columns)) < 1e-5)
    #expect(full[1].floats == parts[1].floats)
  }

  @Test(arguments: [(1, 1), (17, 17), (40, 7), (7, 40)])
  func orthogonalFactors(_ rows: Int, _ columns: Int) throws {
    let matrix = Self.matrices(rows, columns)
    for isFull in [false, true] {
      let parts = try evaluate(.decompose(.qr(isFull: isFull)), matrix)
      #expect(largestDifference(try product(parts[0], parts[1]), matrix) < 1e-5)
      let inner = isFull ? rows : min(rows, columns)
      let products = try product(transposed(parts[0]), parts[0])
      #expect(largestDifference(products, identities(inner)) < 1e-5)
    }
  }

  @Test func notFinite() throws {
    let matrix = NDArray([Float.nan, 1, 1, 2], shape: [2, 2])
    for decomposition in [MatrixDecomposition.eigh, .eig, .svd(isFull: true)] {
      let values = try evaluate(.decompose(decomposition), matrix)
      #expect(values.allSatisfy { $0.floats.allSatisfy(\.isNaN) })
    }
  }

  @Test func refusesWhatIsNoMatrix() {
    let vector = ArrayType(.float32, [3])
    let empty = ArrayType(.float32, [0, 3])
    let wide = ArrayType(.float32, [2, 3])
    let integers = ArrayType(.int32, [3, 3])
    for (decomposition, type) in [
      (MatrixDecomposition.eigh, vector), (.svd(isFull: true), empty), (.eigh, wide),
      (.eig, wide), (.lu, integers),
    ] {
      #expect(throws: (any Error).self) {
        try Primitive.decompose(decomposition).resultTypes(of: [type])
      }
    }
  }
}
