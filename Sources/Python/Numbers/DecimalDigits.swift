/// Decimal digits of a finite double: `0.d₁d₂d₃… × 10^point`, without trailing zeros.
///
/// Zero has the one digit 0 and the point 1; a value rounded to nothing has no digits.
struct DecimalDigits: Hashable, Sendable {
  /// The digits 0 to 9, the first not 0 unless the value is 0.
  var digits: [UInt8]
  /// Place of the decimal point, counted from the first digit.
  var point: Int

  private static let zero = DecimalDigits(digits: [0], point: 1)

  /// The fewest digits that read back as `value`.
  static func shortest(_ value: Double) -> DecimalDigits {
    var digits: [UInt8] = []
    var (point, exponent, isExponentNegative): (Int?, Int, Bool) = (nil, 0, false)
    var isInExponent = false
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"): isInExponent = true
      case UInt8(ascii: "-"): isExponentNegative = true
      case UInt8(ascii: "+"): break
      default:
        let digit = byte &- UInt8(ascii: "0")
        if isInExponent { exponent = exponent * 10 + Int(digit) } else { digits.append(digit) }
      }
    }
    let place = (point ?? digits.count) + (isExponentNegative ? -exponent : exponent)
    return DecimalDigits(digits: digits, point: place).normalized()
  }

  /// All digits of `value`, by multiplication of its significand by powers of 2 or 5.
  static func exact(_ value: Double) -> DecimalDigits {
    guard value != 0 else { return zero }
    let magnitude = value.magnitude
    let isNormal = magnitude.isNormal
    var significand = magnitude.significandBitPattern | (isNormal ? 1 << 52 : 0)
    var exponent = isNormal ? Int(magnitude.exponent) - 52 : -1074
    let shift = significand.trailingZeroBitCount
    significand >>= UInt64(shift)
    exponent += shift
    var number = DecimalNumber(significand)
    if exponent >= 0 {
      number.multiply(by: 2, times: exponent, perStep: 29)
    } else {
      number.multiply(by: 5, times: -exponent, perStep: 12)
    }
    let digits = number.digits
    return DecimalDigits(digits: digits, point: digits.count + min(exponent, 0)).normalized()
  }

  /// `value` rounded half to even to `count` significant digits.
  static func rounded(_ value: Double, significantDigits count: Int) -> DecimalDigits {
    value == 0 ? zero : exact(value).rounded(keeping: count)
  }

  /// `value` rounded half to even to `count` digits after the point; `count` may be negative.
  static func rounded(_ value: Double, fractionDigits count: Int) -> DecimalDigits {
    guard value != 0 else { return zero }
    let all = exact(value)
    var result = all.rounded(keeping: all.point + count)
    if result.digits.isEmpty { result.point = -count }
    return result
  }

  private func rounded(keeping count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    guard count >= 0 else { return DecimalDigits(digits: [], point: point) }
    var kept = Array(digits[..<count])
    let isTie = digits[count] == 5 && count + 1 == digits.count
    let isUp = isTie ? (kept.last ?? 0) % 2 == 1 : digits[count] >= 5
    guard isUp else { return DecimalDigits(digits: kept, point: point).normalized() }
    while kept.last == 9 { kept.removeLast() }
    guard let last = kept.last else { return DecimalDigits(digits: [1], point: point + 1) }
    kept[kept.count - 1] = last + 1
    return DecimalDigits(digits: kept, point: point)
  }

  private func normalized() -> DecimalDigits {
    guard let first = digits.firstIndex(where: { $0 != 0 }),
      let last = digits.lastIndex(where: { $0 != 0 })
    else { return digits.isEmpty ? self : .zero }
    return DecimalDigits(digits: Array(digits[first...last]), point: point - first)
  }

  /// The digits as the text of a number in scientific notation.
  var scientificText: String {
    guard !digits.isEmpty else { return "0" }
    let bytes = digits.map { UInt8(ascii: "0") + $0 }
    return String(decoding: bytes, as: UTF8.self) + "e\(point - digits.count)"
  }
}

/// A whole number in limbs of nine decimal digits, the lowest first.
private struct DecimalNumber {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64]

  init(_ value: UInt64) {
    limbs = [value % Self.base, value / Self.base % Self.base, value / Self.base / Self.base]
  }

  /// Multiplies by `factor` to the power of `count`, `step` of the factors at a time.
  mutating func multiply(by factor: UInt64, times count: Int, perStep step: Int) {
    var left = count
    while left > 0 {
      let taken = min(left, step)
      multiply(by: (0..<taken).reduce(UInt64(1)) { product, _ in product * factor })
      left -= taken
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// The digits, the highest first, with leading zeros.
  var digits: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(limbs.count * 9)
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        result.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    return result.reversed()
  }
}
