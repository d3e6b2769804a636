import Arrays

/// Bytes that hold little-endian numbers of 16, 32 and 64 bits at any position; `nil` for positions
/// outside.
struct LittleEndianBytes {
  private let buffer: Buffer

  init(_ buffer: Buffer) { self.buffer = buffer }

  /// Number of bytes.
  var count: Int { buffer.bytes.count }

  func uint16(at position: Int) -> Int? { number(at: position, UInt16.self) }

  func uint32(at position: Int) -> Int? { number(at: position, UInt32.self) }

  /// The number of 64 bits at a position; `nil` if too large for sums of two to fit an `Int`.
  func uint64(at position: Int) -> Int? {
    guard let value = number(at: position, UInt64.self), value < 1 << 60 else { return nil }
    return value
  }

  /// `count` bytes.
  func slice(at position: Int, count: Int) -> UnsafeRawBufferPointer? {
    guard position >= 0, count >= 0, position <= self.count - count else { return nil }
    return UnsafeRawBufferPointer(rebasing: buffer.bytes[position..<position + count])
  }

  /// `count` bytes, shared.
  func part(at position: Int, _ count: Int) -> Buffer? {
    slice(at: position, count: count).map { _ in buffer.part(position..<position + count) }
  }

  private func number<T: FixedWidthInteger & UnsignedInteger>(
    at position: Int, _ type: T.Type
  ) -> Int? {
    slice(at: position, count: MemoryLayout<T>.size).flatMap {
      Int(exactly: T(littleEndian: $0.loadUnaligned(as: type)))
    }
  }
}
