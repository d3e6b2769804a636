extension Float {
  /// Whether both are the same number, of the same sign if they are zeros, or both NaN.
  func isSame(as other: Float) -> Bool {
    isNaN || other.isNaN ? isNaN && other.isNaN : bitPattern == other.bitPattern
  }
}

/// To the nearest number with eight bits of significand, ties to even.
func nearestBFloat16(_ x: Float) -> Float {
  guard x.isFinite else { return x }
  let bits = x.bitPattern
  let lower = bits & 0xffff
  let roundsUp = lower > 0x8000 || (lower == 0x8000 && bits & 0x10000 != 0)
  return Float(bitPattern: (bits & 0xffff_0000) + (roundsUp ? 0x10000 : 0))
}
