/// Bytes that never change once made, owned or mapped, released with the last reference.
///
/// Owned bytes start on a 64-byte boundary.
public final class Buffer: @unchecked Sendable {  // the bytes are immutable after `init`
  /// The bytes; valid as long as the buffer.
  public let bytes: UnsafeRawBufferPointer
  private let release: @Sendable (UnsafeRawBufferPointer) -> Void
  private let discard: (@Sendable (UnsafeRawBufferPointer) -> Void)?

  /// Owns `byteCount` bytes, which `initialize` must fill.
  public init<E: Error>(
    byteCount: Int, initialize: (UnsafeMutableRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(byteCount, 1), alignment: 64)
    do {
      try initialize(UnsafeMutableRawBufferPointer(rebasing: memory[..<byteCount]))
    } catch {
      memory.deallocate()
      throw error
    }
    bytes = UnsafeRawBufferPointer(rebasing: memory[..<byteCount])
    release = { $0.baseAddress?.deallocate() }
    discard = nil
  }

  /// Wraps bytes allocated elsewhere, such as a mapped file; `release` frees them.
  ///
  /// `discard`, if there is one, frees the memory that some of the bytes take; they are read again
  /// from where they came from when somebody wants them.
  public init(
    wrapping bytes: UnsafeRawBufferPointer,
    discard: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil,
    release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    self.bytes = bytes
    self.discard = discard
    self.release = release
  }

  /// Whether the memory of bytes can be freed without losing them, as that of a mapped file can.
  public var isDiscardable: Bool { discard != nil }

  /// Frees the memory of a range of bytes for now, if it can be read again: the contents stay.
  public func discardMemory(of range: Range<Int>) {
    let range = range.clamped(to: 0..<bytes.count)
    if let discard, !range.isEmpty { discard(UnsafeRawBufferPointer(rebasing: bytes[range])) }
  }

  deinit { release(bytes) }
}
