import Arrays
import CZlib

/// Container formats of deflated bytes.
enum DeflateWrapper {
  /// Nothing, as in a zip archive.
  case none
  /// A header and a checksum of zlib (RFC 1950).
  case zlib
  /// A header and a checksum of gzip (RFC 1952).
  case gzip

  /// The number by which zlib knows the wrapper.
  fileprivate var windowBits: Int32 {
    switch self {
    case .none: -MAX_WBITS
    case .zlib: MAX_WBITS
    case .gzip: MAX_WBITS + 16
    }
  }
}

/// Unpacks deflated bytes (RFC 1951), which must fill `destination` exactly.
///
/// - Returns: whether they do and are well-formed.
func inflate(
  _ source: UnsafeRawBufferPointer, in wrapper: DeflateWrapper = .none,
  into destination: UnsafeMutableRawBufferPointer
) -> Bool {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, wrapper.windowBits, ZLIB_VERSION, size) == Z_OK else { return false }
  defer { inflateEnd(&stream) }
  var read = source[...]
  var written = destination[...]
  var spare: UInt8 = 0
  while true {
    // zlib counts in 32 bits.
    let (inCount, outCount) = (min(read.count, 1 << 30), min(written.count, 1 << 30))
    stream.next_in = .init(
      mutating: UnsafeRawBufferPointer(rebasing: read).bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = UInt32(inCount)
    stream.avail_out = UInt32(max(outCount, 1))
    let status = withUnsafeMutablePointer(to: &spare) { spare in
      stream.next_out =
        outCount == 0
        ? spare
        : UnsafeMutableRawBufferPointer(rebasing: written)
          .bindMemory(to: UInt8.self).baseAddress
      return inflate(&stream, Z_NO_FLUSH)
    }
    let gained = max(outCount, 1) - Int(stream.avail_out)
    guard gained <= written.count else { return false }
    read = read.dropFirst(inCount - Int(stream.avail_in))
    written = written.dropFirst(gained)
    if status == Z_STREAM_END { return written.isEmpty }
    guard status == Z_OK else { return false }
  }
}

extension Buffer {
  /// The CRC-32 of the bytes.
  var checksum: UInt32 { bytes.checksum(after: 0) }
}

extension UnsafeRawBufferPointer {
  /// CRC-32 of the bytes appended to others of CRC-32 `checksum`.
  func checksum(after checksum: UInt32) -> UInt32 {
    var result = UInt(checksum)
    var rest = self[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      result = crc32(result, part.bindMemory(to: UInt8.self).baseAddress, UInt32(part.count))
      rest = rest.dropFirst(part.count)
    }
    return UInt32(truncatingIfNeeded: result)
  }
}
