import CKernels

/// Rows of the left side of a product as integers, each with the power of two that they are times:
/// of 16 bits with the sign, or as many as keep the sums of a `QuantizedLayout` within 32 bits.
///
/// A row with a number that isn't finite makes results of NaN.
public struct QuantizedRows: @unchecked Sendable {  // memory for the product it is given to
  /// Elements of a row.
  let depth: Int
  /// Number of rows there is memory for.
  let capacity: Int
  /// Bits of an integer's magnitude.
  let bits: Int
  /// Elements from one row to the next.
  let stride: Int
  let integers: UnsafeMutablePointer<Int16>
  let scales: UnsafeMutablePointer<Float>
  /// The sums of the rows' integers.
  let sums: UnsafeMutablePointer<UInt32>
  private let instructions: InstructionSet

  /// Memory for `capacity` rows: `byteCount(capacity:depth:)` bytes, best on a 64-byte boundary.
  public init(
    capacity: Int, for matrix: QuantizedLayout, in memory: UnsafeMutableRawPointer
  ) {
    (self.capacity, depth, instructions) = (capacity, matrix.depth, matrix.instructions)
    bits = Self.bits(depth: depth)
    stride = Self.stride(depth: depth)
    integers = memory.assumingMemoryBound(to: Int16.self)
    let end = memory + capacity * stride * 2
    scales = end.assumingMemoryBound(to: Float.self)
    sums = (end + capacity * 4).assumingMemoryBound(to: UInt32.self)
  }

  /// Bytes that so many rows take.
  public static func byteCount(capacity: Int, depth: Int) -> Int {
    capacity * (stride(depth: depth) * 2 + 8)
  }

  /// How many of so many rows to quantize at once: those stay in the second-level cache.
  public static func blockLength(rows: Int) -> Int { min(rows, 192) }

  /// Room for the whole vectors that are written, cache lines in an odd number.
  private static func stride(depth: Int) -> Int { (((depth + 15) / 32 + 1) | 1) * 32 }

  /// How many bits of a magnitude leave room for the sum of so many products with −127 to 127.
  static func bits(depth: Int) -> Int {
    let room = Int(Int32.max) / (127 * max(depth, 1))
    return min(15, Int.bitWidth - 1 - room.leadingZeroBitCount)
  }

  /// Quantizes a row that is in pieces, one after another.
  ///
  /// - Parameter piece: gives a piece's numbers.
  public func quantize(
    row: Int, pieceCount: Int, _ piece: (Int) -> UnsafeBufferPointer<Float>
  ) {
    let table = instructions.table
    let target = integers + row * stride
    var largest: UInt32 = 0
    for index in 0..<pieceCount {
      let numbers = piece(index)
      largest = max(largest, table.pointee.largestMagnitude(numbers.baseAddress, numbers.count))
    }
    guard largest < Float.infinity.bitPattern else {
      scales[row] = .nan
      sums[row] = 0
      target.update(repeating: 0, count: stride)
      return
    }
    // Powers of two: 2ⁿ above the largest is 2 to the `bits`, as far as there are such numbers.
    let exponent = max(Int32(largest >> 23) + 1 - Int32(bits), 1)
    scales[row] = Float(bitPattern: UInt32(exponent) << 23)
    let factor = Float(bitPattern: UInt32(254 - exponent) << 23)
    var end = target
    var sum: UInt32 = 0
    for index in 0..<pieceCount {
      let numbers = piece(index)
      sum &+= table.pointee.toIntegers(numbers.baseAddress, numbers.count, factor, end)
      end += numbers.count
    }
    sums[row] = sum
    // The rest of the last four.
    end.update(repeating: 0, count: 3)
  }
}
