import Arrays
import ProgramIR
import Testing

/// `qr`: what defines the decomposition; LAPACK's signs are in `LaxParityTests`.
struct QRTests {
  static let multiply = Primitive.dot(.init(contracting: ([1], [0])))

  @Test(arguments: [(1, 1), (2, 2), (17, 17), (64, 64), (40, 7), (7, 40), (1, 5), (5, 1)])
  func decomposes(_ rowCount: Int, _ columnCount: Int) throws {
    let matrix = NDArray([rowCount, columnCount]) { Float(($0 * 7919 + 13) % 101) / 50 - 1 }
    let factors = try evaluate(.qr, matrix)
    let (q, r) = (factors[0], factors[1])
    let rank = min(rowCount, columnCount)
    #expect(largestDifference(try result(Self.multiply, q, r), matrix) < 1e-5)
    let products = try result(.dot(.init(contracting: ([0], [0]))), q, q)
    let identity = NDArray([rank, rank]) { $0 / rank == $0 % rank ? 1 : 0 }
    #expect(largestDifference(products, identity) < 1e-5)
    for (index, value) in zip(r.shape.indices, r.floats) where index[0] > index[1] {
      #expect(value == 0)
    }
  }

  @Test(arguments: [[0, 3], [3, 0], [0, 0]] as [Shape])
  func ofNothing(_ shape: Shape) throws {
    let factors = try evaluate(.qr, NDArray(shape) { _ in 0 })
    #expect(factors.map(\.shape) == [[shape[0], 0], [0, shape[1]]])
  }

  @Test func hugeAndTinyColumns() throws {
    let tiny = Float.leastNonzeroMagnitude
    let matrix = NDArray([3e38, tiny, 3e38, 0, 1e38, tiny], shape: [3, 2])
    let q = try evaluate(.qr, matrix)[0]
    let products = try result(.dot(.init(contracting: ([0], [0]))), q, q)
    #expect(largestDifference(products, NDArray([1, 0, 0, 1] as [Float], shape: [2, 2])) < 1e-6)
  }
}
