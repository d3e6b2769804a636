import Kernels

/// Peak arithmetic and memory speed of the machine, measured on one core and assumed for each
/// thread.
struct CoreSpeed {
  /// Products and sums per second, in registers.
  let flops: Double
  /// Bytes read per second, repeatedly, from memory of the size that a run reads.
  let bytes: Double

  /// Measures for `threads` threads that share `byteCount` bytes.
  init(threads: Int, byteCount: Int) throws {
    let instructions = InstructionSet.current
    var operations = 0
    let work = try Timings(seconds: 0.1, warmUpSeconds: 0.02) {
      operations = instructions.multiplyAndAdd()
    }
    flops = Double(operations) / work.minimum * Double(threads)
    let memory = [Float](repeating: 1, count: max(byteCount / 4 / threads, 4096))
    var sum: Float = 0
    let reading = try Timings(seconds: 0.1, warmUpSeconds: 0.02) {
      sum += memory.withUnsafeBufferPointer { instructions.read($0) }
    }
    bytes = sum > 0 ? Double(memory.count * 4) / reading.minimum * Double(threads) : 0
  }
}
