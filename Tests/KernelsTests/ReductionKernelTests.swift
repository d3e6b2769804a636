import Kernels
import Testing

/// Rows to single elements, against plain loops in `Double`.
struct ReductionKernelTests {
  static let columnCounts = [0, 1, 2, 3, 7, 16, 17, 63, 64, 65, 130, 1000]

  private func reduce(
    _ instructions: InstructionSet, _ reduction: ReductionKernel, _ rows: [[Float]], stride: Int
  ) -> [Float] {
    let columns = rows.first?.count ?? 0
    let gap = [Float](repeating: .nan, count: stride - columns)
    let flat = Array(rows.map { $0 + gap }.joined()) + [0]
    var results = [Float](repeating: 77, count: rows.count * 2)
    flat.withUnsafeBytes { flat in
      results.withUnsafeMutableBytes { results in
        guard let flat = flat.baseAddress, let results = results.baseAddress else { return }
        instructions.reduction(reduction)(
          TileOperand(flat, rowStride: stride), into: TileResult(results, rowStride: 2),
          rows: rows.count, columns: columns)
      }
    }
    for index in rows.indices { #expect(results[index * 2 + 1] == 77) }
    return rows.indices.map { results[$0 * 2] }
  }

  @Test(arguments: InstructionSet.available, columnCounts)
  func rows(_ instructions: InstructionSet, _ columns: Int) {
    var random = SplitMix64(seed: UInt64(columns))
    let rows = (0..<3).map { _ in
      (0..<columns).map { _ in Float.random(in: -1...1, using: &random) }
    }
    // Partial sums are no larger than the count, and there are no more roundings than it.
    let tolerance = Double(columns * columns + 1) * 0x1p-24
    for stride in [columns, columns + 5] {
      func reduced(_ reduction: ReductionKernel) -> [Float] {
        reduce(instructions, reduction, rows, stride: stride)
      }
      #expect(
        reduced(.sum).isNear(rows.map { $0.reduce(0) { $0 + Double($1) } }, tolerance))
      #expect(
        reduced(.sumOfSquares).isNear(
          rows.map { $0.reduce(0) { $0 + Double($1) * Double($1) } }, tolerance))
      #expect(reduced(.prod).isNear(rows.map { $0.reduce(1) { $0 * Double($1) } }, tolerance))
      #expect(reduced(.max) == rows.map { $0.max() ?? -.infinity })
      #expect(reduced(.min) == rows.map { $0.min() ?? .infinity })
    }
  }

  @Test(arguments: InstructionSet.available, columnCounts.dropFirst())
  func notANumberIsLargestAndSmallest(_ instructions: InstructionSet, _ columns: Int) {
    for place in [0, columns / 2, columns - 1] {
      var row = (0..<columns).map(Float.init)
      row[place] = .nan
      for reduction in [ReductionKernel.max, .min, .sum] {
        #expect(reduce(instructions, reduction, [row], stride: columns)[0].isNaN)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func aRowsBitsDependOnTheRowAlone(_ instructions: InstructionSet) {
    var random = SplitMix64(seed: 1)
    let rows = (0..<9).map { _ in (0..<77).map { _ in Float.random(in: -1...1, using: &random) } }
    let together = reduce(instructions, .sum, rows, stride: 80)
    #expect(together == rows.map { reduce(instructions, .sum, [$0], stride: 77)[0] })
  }
}
