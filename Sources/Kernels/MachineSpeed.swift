import CKernels

/// Peak speed of one core; the speed of kernels is given as a share of it.
extension InstructionSet {
  /// Multiplies and adds in registers, about a million times.
  ///
  /// - Returns: how many operations that was; a product and a sum are two.
  public func multiplyAndAdd() -> Int {
    let operations = 12 * vectorWidth * 2
    let rounds = 2_000_000 / operations
    // The sum is looked at, so that nobody can leave it out.
    return table.pointee.multiplyAdds(rounds) > 0 ? rounds * operations : 0
  }

  /// Reads memory once from beginning to end.
  ///
  /// - Returns: the sum of what is there, in no particular order.
  public func read(_ memory: UnsafeBufferPointer<Float>) -> Float {
    guard let start = memory.baseAddress else { return 0 }
    var sum: Float = 0
    withUnsafeMutableBytes(of: &sum) { sum in
      guard let sum = sum.baseAddress else { return }
      reduction(.sum)(
        TileOperand(start, rowStride: memory.count), into: TileResult(sum, rowStride: 1), rows: 1,
        columns: memory.count)
    }
    return sum
  }
}
