extension UnsafeRawBufferPointer {
  /// The CRC-32C of the bytes (Castagnoli's polynomial, RFC 3720).
  var crc32c: UInt32 {
    var checksum = UInt32.max
    for byte in self {
      checksum = crc32cTable[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ checksum >> 8
    }
    return ~checksum
  }
}

/// The remainders of all bytes.
private let crc32cTable: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { remainder, _ in
    remainder & 1 == 1 ? remainder >> 1 ^ 0x82f6_3b78 : remainder >> 1
  }
}
