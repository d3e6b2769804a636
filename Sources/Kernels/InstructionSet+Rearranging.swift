import CKernels

extension InstructionSet {
  /// `target[j, i] = source[i, j]`, of four-byte elements; strides count elements.
  public func transpose(
    _ source: UnsafeRawPointer, rowStride: Int, rows: Int, columns: Int,
    into target: UnsafeMutableRawPointer, rowStride targetStride: Int
  ) {
    precondition(rows >= 0 && columns >= 0, "a matrix has a negative size")
    table.pointee.transpose(
      source.assumingMemoryBound(to: UInt32.self), rowStride, rows, columns,
      target.assumingMemoryBound(to: UInt32.self), targetStride)
  }

  /// Enciphers pairs of words in place with Threefry-2x32, 20 rounds.
  public func threefry(
    key: (UInt32, UInt32), _ first: UnsafeMutablePointer<UInt32>,
    _ second: UnsafeMutablePointer<UInt32>, count: Int
  ) {
    precondition(count >= 0, "a negative count")
    withUnsafePointer(to: key) { key in
      key.withMemoryRebound(to: UInt32.self, capacity: 2) {
        table.pointee.threefry($0, first, second, count)
      }
    }
  }
}
