import CZstd
import Diagnostics

/// Unpacks bytes that Zstandard packed (RFC 8878), which must fill `destination` exactly.
///
/// - Returns: whether they do and are well-formed.
func decompressZstd(
  _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
) -> Bool {
  let count = ZSTD_decompress(
    destination.baseAddress, destination.count, source.baseAddress, source.count)
  return ZSTD_isError(count) == 0 && count == destination.count
}

/// Unpacks bytes that Zstandard packed, if they are at most `limit`.
///
/// - Returns: `nil` if they are more, or make no sense.
func decompressedZstd(_ source: UnsafeRawBufferPointer, limit: Int) -> [UInt8]? {
  guard let stream = ZSTD_createDStream() else { return nil }
  defer { ZSTD_freeDStream(stream) }
  var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
  var result: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  var isWhole = false
  while true {
    let (status, count) = block.withUnsafeMutableBytes { bytes in
      var output = ZSTD_outBuffer(dst: bytes.baseAddress, size: bytes.count, pos: 0)
      return (ZSTD_decompressStream(stream, &output, &input), output.pos)
    }
    guard ZSTD_isError(status) == 0, result.count + count <= limit else { return nil }
    result += block[..<count]
    isWhole = status == 0
    if count < block.count, input.pos == input.size { break }
  }
  return isWhole ? result : nil
}
