/// The upper half of a `Float`: eight exponent bits and seven of fraction.
public struct BFloat16: Hashable, Sendable {
  /// The sixteen bits.
  public var bitPattern: UInt16

  /// The value with these bits.
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest value, ties to even; NaN stays NaN.
  public init(_ value: Float) {
    let bits = value.bitPattern
    if value.isNaN {
      bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
    } else {
      let roundingBias = 0x7fff + ((bits >> 16) & 1)
      bitPattern = UInt16(truncatingIfNeeded: (bits &+ roundingBias) >> 16)
    }
  }

  /// The same value as a `Float`, exactly.
  public var floatValue: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
}
