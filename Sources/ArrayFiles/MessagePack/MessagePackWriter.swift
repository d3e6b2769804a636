import Arrays
import Diagnostics

extension OutputFiles {
  /// Writes a tree as `flax.serialization.to_bytes` does, byte for byte: dicts of arrays, the parts
  /// of tuples and lists called `0`, `1`, …, large arrays in chunks.
  func writeMessagePack(
    _ tree: Tree<NDArray>, to path: String,
    chunkByteCount: Int = MessagePack.maximumChunkByteCount
  ) throws {
    let file = try create(path)
    try MessagePackWriter(file: file, chunkByteCount: chunkByteCount).write(tree)
    try file.finish()
  }
}

private struct MessagePackWriter {
  let file: OutputFile
  let chunkByteCount: Int

  func write(_ tree: Tree<NDArray>) throws {
    switch tree {
    case .leaf(let array) where array.byteCount > chunkByteCount: try writeChunks(of: array)
    case .leaf(let array): try write(array)
    case .none: try put([0xc0])
    case .tuple(let parts), .list(let parts):
      try put(mapHead(parts.count))
      for (index, part) in parts.enumerated() {
        try put(text(String(index)))
        try write(part)
      }
    case .dict(let fields):
      try put(mapHead(fields.pairs.count))
      for (key, value) in fields.pairs {
        try put(text(key))
        try write(value)
      }
    }
  }

  private func write(_ array: NDArray) throws {
    let head = arrayHead(array)
    let byteCount = head.count + array.byteCount
    try put(extensionHead(byteCount) + [MessagePack.arrayType] + head)
    try array.withUnsafeBytes(file.write)
  }

  /// `{"__msgpack_chunked_array__": true, "shape": {"0": …}, "chunks": {"0": …}}`.
  private func writeChunks(of array: NDArray) throws {
    let elementsPerChunk = max(1, chunkByteCount / array.dtype.byteCount)
    let starts = stride(from: 0, to: array.shape.elementCount, by: elementsPerChunk)
    try put(mapHead(3) + text(MessagePack.chunkedArrayKey) + [0xc3] + text("shape"))
    try put(mapHead(array.shape.rank))
    for (axis, size) in array.shape.sizes.enumerated() {
      try put(text(String(axis)) + integer(size))
    }
    try put(text("chunks") + mapHead(Array(starts).count))
    for (index, start) in starts.enumerated() {
      try put(text(String(index)))
      let count = min(elementsPerChunk, array.shape.elementCount - start)
      try write(array.elements(start..<start + count))
    }
  }

  private func put(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes(file.write) }

  // MARK: Heads, each as short as it can be

  /// Header of an array's extension: the bytes in front of its elements.
  private func arrayHead(_ array: NDArray) -> [UInt8] {
    let rank = array.shape.rank
    let shape =
      (rank < 16 ? [0x90 | UInt8(rank)] : [0xdc] + bigEndian(rank, 2))
      + array.shape.sizes.flatMap(integer)
    return [0x93] + shape + text(array.dtype.rawValue)
      + head(array.byteCount, codes: (0xc4, 0xc5, 0xc6))
  }

  private func integer(_ value: Int) -> [UInt8] {
    switch value {
    case 0..<0x80: [UInt8(value)]
    case 0x80..<0x100: [0xcc] + bigEndian(value, 1)
    case 0x100..<0x1_0000: [0xcd] + bigEndian(value, 2)
    case 0x1_0000..<0x1_0000_0000: [0xce] + bigEndian(value, 4)
    default: [0xcf] + bigEndian(value, 8)
    }
  }

  private func text(_ text: String) -> [UInt8] {
    let utf8 = Array(text.utf8)
    return
      (utf8.count < 32
      ? [0xa0 | UInt8(utf8.count)] : head(utf8.count, codes: (0xd9, 0xda, 0xdb))) + utf8
  }

  private func mapHead(_ count: Int) -> [UInt8] {
    switch count {
    case 0..<16: [0x80 | UInt8(count)]
    case 16..<0x1_0000: [0xde] + bigEndian(count, 2)
    default: [0xdf] + bigEndian(count, 4)
    }
  }

  private func extensionHead(_ byteCount: Int) -> [UInt8] {
    switch byteCount {
    case 1: [0xd4]
    case 2: [0xd5]
    case 4: [0xd6]
    case 8: [0xd7]
    case 16: [0xd8]
    default: head(byteCount, codes: (0xc7, 0xc8, 0xc9))
    }
  }

  /// A code and a count of 1, 2 or 4 bytes.
  private func head(_ count: Int, codes: (UInt8, UInt8, UInt8)) -> [UInt8] {
    switch count {
    case 0..<0x100: [codes.0] + bigEndian(count, 1)
    case 0x100..<0x1_0000: [codes.1] + bigEndian(count, 2)
    default: [codes.2] + bigEndian(count, 4)
    }
  }

  private func bigEndian(_ value: Int, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension NDArray {
  /// A range of the elements, in C order, as an array of rank 1.
  fileprivate func elements(_ range: Range<Int>) -> NDArray {
    NDArray(shape: [range.count], dtype: dtype) { bytes in
      withUnsafeBytes { source in
        let start = range.lowerBound * dtype.byteCount
        bytes.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[start..<start + bytes.count]))
      }
    }
  }
}
