#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Result of a power of two floats.
enum FloatPower: Hashable, Sendable {
  case float(Double)
  /// A negative base to a fraction.
  case complex(PythonComplex)
}

extension PythonFloat {
  /// `base ** exponent`, with the special cases of C99.
  static func power(_ base: Double, _ exponent: Double) throws -> FloatPower {
    if exponent == 0 { return .float(1) }
    if base.isNaN { return .float(base) }
    if exponent.isNaN { return .float(base == 1 ? 1 : exponent) }
    if exponent.isInfinite { return .float(infinitePower(base.magnitude, exponent)) }
    let isOdd = fmod(exponent.magnitude, 2) == 1
    if base.isInfinite || base == 0 {
      return .float(try extremePower(base, exponent, isOdd: isOdd))
    }
    if base < 0, exponent != exponent.rounded(.down) {
      return .complex(
        try PythonComplex(real: base).power(PythonComplex(real: exponent)))
    }
    let isNegated = base < 0 && isOdd
    let result = base.magnitude == 1 ? 1 : pow(base.magnitude, exponent)
    guard result.isFinite else {
      throw PythonFault.overflow("(34, 'Numerical result out of range')")
    }
    return .float(isNegated ? -result : result)
  }

  private static func infinitePower(_ base: Double, _ exponent: Double) -> Double {
    if base == 1 { return 1 }
    return (exponent > 0) == (base > 1) ? .infinity : 0
  }

  /// Power of an infinity or a zero.
  private static func extremePower(
    _ base: Double, _ exponent: Double, isOdd: Bool
  ) throws -> Double {
    if base == 0, exponent < 0 {
      throw PythonFault.zeroDivision("0.0 cannot be raised to a negative power")
    }
    let magnitude: Double = base == 0 || exponent < 0 ? 0 : .infinity
    return isOdd ? copysign(magnitude, base) : magnitude
  }
}
