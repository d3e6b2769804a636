/// Bytes that never change once made, owned or mapped, released with the last reference.
///
/// Owned bytes start on a 64-byte boundary.
public final class Buffer: @unchecked Sendable {  // the bytes are immutable after `init`
  /// The bytes; valid as long as the buffer.
  public let bytes: UnsafeRawBufferPointer
  private let release: @Sendable (UnsafeRawBufferPointer) -> Void

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
  }

  /// Wraps bytes that somebody else made, a mapped file for one; `release` gives them back.
  public init(
    wrapping bytes: UnsafeRawBufferPointer,
    release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    self.bytes = bytes
    self.release = release
  }

  deinit { release(bytes) }
}
