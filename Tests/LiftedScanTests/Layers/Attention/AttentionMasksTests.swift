import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Reference
import Testing

/// Masks by which queries see keys.
struct AttentionMasksTests {
  private func values(_ tensor: Tensor) throws -> [Float] {
    let program = try Program(inputs: [], outputs: [tensor])
    return try #require(ReferenceExecutor().run(program, []).first).elements(as: Float.self)
  }

  private func array(_ shape: Shape, _ element: (Int) -> Float) -> Tensor {
    Tensor(NDArray((0..<shape.elementCount).map(element), shape: shape))
  }

  @Test(arguments: [1, 2, 5], [0, 2])
  func aPositionSeesEarlierOnes(_ length: Int, extraBatchCount: Int) throws {
    let mask = try AttentionMasks.causal(
      like: array([3, length]) { _ in 0 }, extraBatchCount: extraBatchCount)
    let ones = [Int](repeating: 1, count: extraBatchCount)
    #expect(mask.shape.sizes == ones + [3, 1, length, length])
    let expected: [Float] = (0..<3 * length * length).map {
      $0 / length % length >= $0 % length ? 1 : 0
    }
    #expect(try values(mask) == expected)
  }

  @Test func pairsMultiply() throws {
    let mask = try AttentionMasks.pairwise(
      array([2, 3]) { Float($0 % 2) }, array([2, 4]) { Float($0 % 3) })
    #expect(mask.shape.sizes == [2, 1, 3, 4])
    let expected = (0..<24).map { place -> Float in
      let (batch, query, key) = (place / 12, place / 4 % 3, place % 4)
      return Float((batch * 3 + query) % 2) * Float((batch * 4 + key) % 3)
    }
    #expect(try values(mask) == expected)
  }

  @Test func combinedMasksAllHold() throws {
    let masks = [2, 3, 5].map { step in array([1, 30]) { $0 % step == 0 ? Float(step) : 0 } }
    let all = try #require(try AttentionMasks.combined(masks))
    #expect(try values(all) == (0..<30).map { $0 == 0 ? 1 : 0 })
    #expect(try AttentionMasks.combined([]) == nil)
    #expect(throws: Diagnostic.self) {
      try AttentionMasks.combined([masks[0], array([30]) { _ in 1 }])
    }
  }
}
