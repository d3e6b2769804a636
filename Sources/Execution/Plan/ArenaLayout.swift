/// Offsets of buffers in one piece of memory: those that are alive at the same time don't overlap.
struct ArenaLayout: Equatable, Codable, Sendable {
  /// The offset of each buffer, a multiple of 64.
  let offsets: [Int]
  /// Bytes of the memory.
  let byteCount: Int
  /// Bytes that it would have if no two buffers shared any.
  let separateByteCount: Int
}
