import Kernels
import Testing

struct RearrangingTests {
  @Test(
    arguments: InstructionSet.available,
    [(0, 3), (3, 0), (1, 1), (3, 5), (4, 4), (17, 2), (16, 33), (21, 40)])
  func transposition(_ instructions: InstructionSet, _ shape: (rows: Int, columns: Int)) {
    let (stride, targetStride) = (shape.columns + 2, shape.rows + 3)
    let source = (0..<shape.rows * stride + 1).map(UInt32.init)
    var target = [UInt32](repeating: .max, count: shape.columns * targetStride + 1)
    source.withUnsafeBytes { source in
      target.withUnsafeMutableBytes { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        instructions.transpose(
          source, rowStride: stride, rows: shape.rows, columns: shape.columns, into: target,
          rowStride: targetStride)
      }
    }
    for column in 0..<shape.columns {
      for row in 0..<shape.rows {
        #expect(target[column * targetStride + row] == source[row * stride + column])
      }
      for gap in shape.rows..<targetStride { #expect(target[column * targetStride + gap] == .max) }
    }
  }

  /// The vectors that come with Random123, the authors' implementation.
  @Test(arguments: InstructionSet.available)
  func threefry(_ instructions: InstructionSet) {
    let vectors: [(key: (UInt32, UInt32), count: (UInt32, UInt32), result: (UInt32, UInt32))] = [
      ((0, 0), (0, 0), (0x6b20_0159, 0x99ba_4efe)),
      ((.max, .max), (.max, .max), (0x1cb9_96fc, 0xbb00_2be7)),
      ((0x1319_8a2e, 0x0370_7344), (0x243f_6a88, 0x85a3_08d3), (0xc492_3a9c, 0x483d_f7a0)),
    ]
    for vector in vectors {
      for count in [1, 5, 16, 19] {
        var first = [UInt32](repeating: vector.count.0, count: count)
        var second = [UInt32](repeating: vector.count.1, count: count)
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            guard let first = first.baseAddress, let second = second.baseAddress else { return }
            instructions.threefry(key: vector.key, first, second, count: count)
          }
        }
        #expect(first == [UInt32](repeating: vector.result.0, count: count))
        #expect(second == [UInt32](repeating: vector.result.1, count: count))
      }
    }
  }
}
