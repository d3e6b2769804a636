import Arrays
import Diagnostics

/// Form of a chunk: how its elements are packed.
struct ZarrChunk: Sendable {
  /// A step of packing, in bytes.
  enum Packing: Sendable {
    case zstd
    case gzip
    case zlib
    /// A checksum behind the bytes.
    case crc32c

    /// Whether the step adds a checksum and leaves the bytes as they are.
    var isChecksum: Bool { if case .crc32c = self { true } else { false } }
  }

  /// Smaller chunks in a chunk, with an index of them.
  struct Shards: Sendable {
    /// Packing of the index.
    var indexPackings: [Packing]
    /// Whether the index is before the chunks, and not behind.
    var indexIsFirst: Bool
    /// Form of the smaller chunks.
    var chunk: [ZarrChunk]
  }

  /// The sizes along the axes.
  var shape: Shape
  /// Bytes of an element.
  var elementByteCount: Int
  /// Whether elements are big-endian.
  var isSwapped = false
  /// The order of the axes, the last one running fastest.
  var axes: [Int]
  /// The steps of packing, the first one first.
  var packings: [Packing] = []
  /// The smaller chunks that it is made of; one form or none.
  var shards: Shards?

  private var byteCount: Int { shape.elementCount * elementByteCount }

  /// Unpacks a chunk, and copies it to its place.
  ///
  /// - Throws: without a path, when the bytes make no sense.
  func unpack(_ packed: Buffer, onto canvas: ZarrCanvas, at origin: [Int]) throws(Diagnostic) {
    if let shards {
      return try unpackShards(shards, in: packed, onto: canvas, at: origin)
    }
    if let memory = canvas.memory(ofChunk: shape.sizes, axes: axes, at: origin) {
      return try Self.unpack(packed.bytes, packings, into: memory)
    }
    let temporary = try Buffer.paged(byteCount: byteCount, for: "a chunk") {
      (memory) throws(Diagnostic) in try Self.unpack(packed.bytes, packings, into: memory)
    }
    canvas.put(temporary.bytes, ofChunk: shape.sizes, axes: axes, at: origin)
  }

  /// Unpacks bytes that must fill `memory` exactly.
  private static func unpack(
    _ packed: UnsafeRawBufferPointer, _ packings: [Packing],
    into memory: UnsafeMutableRawBufferPointer
  ) throws(Diagnostic) {
    var bytes = packed
    var compression: Packing?
    for packing in packings.reversed() {
      if packing.isChecksum {
        bytes = try checked(bytes)
      } else {
        compression = packing
      }
    }
    let isWhole =
      switch compression {
      case nil: bytes.count == memory.count
      case .zstd?: decompressZstd(bytes, into: memory)
      case .gzip?: inflate(bytes, in: .gzip, into: memory)
      case .zlib?: inflate(bytes, in: .zlib, into: memory)
      case .crc32c?: false  // above
      }
    guard isWhole else { throw isDamaged }
    if compression == nil { memory.copyMemory(from: bytes) }
  }

  /// The bytes before a checksum, which must be right.
  private static func checked(
    _ bytes: UnsafeRawBufferPointer
  ) throws(Diagnostic) -> UnsafeRawBufferPointer {
    guard bytes.count >= 4 else { throw isDamaged }
    let rest = UnsafeRawBufferPointer(rebasing: bytes.dropLast(4))
    let checksum = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    guard rest.crc32c == checksum else {
      throw Diagnostic(
        "a part of the array is damaged: its checksum is wrong",
        hint: "copy the folder again, as a whole")
    }
    return rest
  }

  private static let isDamaged = Diagnostic(
    "a part of the array is damaged: it can't be unpacked to its size",
    hint: "copy the folder again, as a whole")

  // MARK: Shards

  private func unpackShards(
    _ shards: Shards, in packed: Buffer, onto canvas: ZarrCanvas, at origin: [Int]
  ) throws(Diagnostic) {
    guard let inner = shards.chunk.first else { throw Self.isDamaged }
    let grid = zip(shape.sizes, inner.shape.sizes).map { $0 / $1 }
    let index = try shardIndex(shards, count: grid.reduce(1, *), in: packed)
    let bytes = LittleEndianBytes(index)
    for (number, place) in ZarrGrid(shape: grid).enumerated() {
      // A part of nothing but the fill value has an offset of all ones.
      if index.bytes[(16 * number)..<(16 * number + 16)].allSatisfy({ $0 == 0xff }) { continue }
      guard let offset = bytes.uint64(at: 16 * number),
        let byteCount = bytes.uint64(at: 16 * number + 8),
        offset <= packed.bytes.count, byteCount <= packed.bytes.count - offset
      else { throw Self.isDamaged }
      let start = zip(origin, zip(place, inner.shape.sizes)).map { $0 + $1.0 * $1.1 }
      try inner.unpack(packed.part(offset..<offset + byteCount), onto: canvas, at: start)
    }
  }

  /// The offset and the number of bytes of each smaller chunk.
  private func shardIndex(
    _ shards: Shards, count: Int, in packed: Buffer
  ) throws(Diagnostic) -> Buffer {
    let checksums = shards.indexPackings.count(where: \.isChecksum)
    guard checksums == shards.indexPackings.count else {
      throw Diagnostic("its index of chunks is packed in an unknown way")
    }
    let byteCount = 16 * count
    let packedByteCount = byteCount + 4 * checksums
    guard packed.bytes.count >= packedByteCount else { throw Self.isDamaged }
    let range =
      shards.indexIsFirst
      ? 0..<packedByteCount : packed.bytes.count - packedByteCount..<packed.bytes.count
    let index = UnsafeRawBufferPointer(rebasing: packed.bytes[range])
    return try Buffer(byteCount: byteCount) { (memory) throws(Diagnostic) in
      try Self.unpack(index, shards.indexPackings, into: memory)
    }
  }
}
