import Arrays

/// Bytes in which numbers of 16, 32 and 64 bits are found at any place, little-endian; `nil` where
/// they don't lie within.
struct LittleEndianBytes {
  private let buffer: Buffer

  init(_ buffer: Buffer) { self.buffer = buffer }

  /// Number of bytes.
  var count: Int { buffer.bytes.count }

  func uint16(at position: Int) -> Int? { number(at: position, UInt16.self) }

  func uint32(at position: Int) -> Int? { number(at: position, UInt32.self) }

  /// A number of 64 bits that an `Int` can hold with room to add to it.
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
