/// Result of a power of two ints.
enum IntegerPower: Hashable, Sendable {
  case int(Int)
  case float(Double)
}

extension PythonInt {
  /// `base ** exponent`; a float where the exponent is negative.
  static func power(_ base: Int, _ exponent: Int) throws -> IntegerPower {
    guard exponent < 0 else { return .int(try wholePower(base, exponent)) }
    guard base != 0 else {
      throw PythonFault.zeroDivision("0.0 cannot be raised to a negative power")
    }
    switch try PythonFloat.power(Double(base), Double(exponent)) {
    case .float(let value): return .float(value)
    case .complex(let value): return .float(value.real)
    }
  }

  /// `base ** exponent` for an exponent that isn't negative.
  ///
  /// - Complexity: O(log exponent).
  private static func wholePower(_ base: Int, _ exponent: Int) throws -> Int {
    if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    guard exponent < 64 else { throw PythonFault.integerTooLarge }
    var result = 1
    for _ in 0..<exponent { result = try multiply(result, base) }
    return result
  }

  /// `pow(base, exponent, modulus)`, with the sign of `modulus`.
  static func power(_ base: Int, _ exponent: Int, modulo modulus: Int) throws -> Int {
    guard modulus != 0 else { throw PythonFault.valueError("pow() 3rd argument cannot be 0") }
    let divisor = modulus.magnitude
    var factor = residue(base, divisor)
    if exponent < 0 {
      guard let inverse = inverse(of: factor, modulo: divisor) else {
        throw PythonFault.valueError("base is not invertible for the given modulus")
      }
      factor = inverse
    }
    var result: UInt = 1 % divisor
    var bits = exponent.magnitude
    while bits > 0 {
      if bits & 1 == 1 { result = product(result, factor, divisor) }
      factor = product(factor, factor, divisor)
      bits >>= 1
    }
    return signed(result, modulus)
  }

  private static func residue(_ value: Int, _ divisor: UInt) -> UInt {
    let rest = value.magnitude % divisor
    return value < 0 && rest != 0 ? divisor - rest : rest
  }

  private static func product(_ a: UInt, _ b: UInt, _ divisor: UInt) -> UInt {
    divisor.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
  }

  /// Inverse of `value` modulo `divisor`, by Euclid's algorithm on residues.
  private static func inverse(of value: UInt, modulo divisor: UInt) -> UInt? {
    var (old, rest) = (divisor, value)
    var (oldFactor, factor): (UInt, UInt) = (0, 1 % divisor)
    while rest != 0 {
      let quotient = old / rest
      (old, rest) = (rest, old - quotient * rest)
      let step = product(quotient % divisor, factor, divisor)
      let next = oldFactor >= step ? oldFactor - step : oldFactor + (divisor - step)
      (oldFactor, factor) = (factor, next)
    }
    return old == 1 ? oldFactor : nil
  }

  private static func signed(_ result: UInt, _ modulus: Int) -> Int {
    guard modulus < 0, result != 0 else { return Int(truncatingIfNeeded: result) }
    return -Int(truncatingIfNeeded: modulus.magnitude - result)
  }
}
