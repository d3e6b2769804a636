/// The SHA-1 digest (FIPS 180-4), twenty bytes. Used to fold names into keys, as Flax does; not
/// for security.
///
/// - Complexity: O(*n*).
func sha1(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
  let padded = paddedToBlocks(message)
  for start in stride(from: 0, to: padded.count, by: 64) {
    compress(&state, padded[start..<start + 64])
  }
  return state.flatMap { word in bigEndianBytes(word) }
}

/// The message, a one bit, zeros, and the length in bits: whole blocks of 64 bytes.
private func paddedToBlocks(_ message: [UInt8]) -> [UInt8] {
  let zeros = (119 - message.count % 64) % 64
  let bits = UInt64(message.count) * 8
  return message + [0x80] + [UInt8](repeating: 0, count: zeros)
    + bigEndianBytes(UInt32(bits >> 32)) + bigEndianBytes(UInt32(truncatingIfNeeded: bits))
}

private func compress(_ state: inout [UInt32], _ block: ArraySlice<UInt8>) {
  var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { i in
    block[i..<i + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  }
  for i in 16..<80 {
    words.append(rotated(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], by: 1))
  }
  var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
  for i in 0..<80 {
    let (f, k): (UInt32, UInt32) =
      switch i {
      case ..<20: ((b & c) | (~b & d), 0x5a82_7999)
      case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
      case ..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
      default: (b ^ c ^ d, 0xca62_c1d6)
      }
    (a, b, c, d, e) = (rotated(a, by: 5) &+ f &+ e &+ k &+ words[i], a, rotated(b, by: 30), c, d)
  }
  state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
}

private func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
  word << count | word >> (32 - count)
}

private func bigEndianBytes(_ word: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
}
