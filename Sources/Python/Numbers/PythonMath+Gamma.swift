#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Gamma function by Lanczos' approximation with the coefficients of CPython.
extension PythonMath {
  private static let gMinusHalf = 5.524680040776729583740234375
  private static let lanczosG = 6.024680040776729583740234375

  private static let numerator: [Double] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
  ]

  private static let denominator: [Double] = [
    0, 39_916_800, 120_543_840, 150_917_976, 105_258_076, 45_995_730, 13_339_535, 2_637_558,
    357_423, 32_670, 1_925, 66, 1,
  ]

  private static func lanczosSum(_ x: Double) -> Double {
    var (top, bottom) = (0.0, 0.0)
    if x < 5 {
      for index in numerator.indices.reversed() {
        top = top * x + numerator[index]
        bottom = bottom * x + denominator[index]
      }
    } else {
      for index in numerator.indices {
        top = top / x + numerator[index]
        bottom = bottom / x + denominator[index]
      }
    }
    return top / bottom
  }

  /// sin(πx), exact in its zeros.
  private static func sinPi(_ x: Double) -> Double {
    let y = x.magnitude.truncatingRemainder(dividingBy: 2)
    let result =
      switch (2 * y).rounded() {
      case 0: sin(pi * y)
      case 1: cos(pi * (y - 0.5))
      case 2: sin(pi * (1 - y))
      case 3: -cos(pi * (y - 1.5))
      default: sin(pi * (y - 2))
      }
    return copysign(1, x) * result
  }

  /// `gamma(x)`
  static func gamma(_ x: Double) throws -> Double {
    guard x.isFinite else {
      if x == -.infinity { throw domainError }
      return x
    }
    if x == 0 { throw domainError }
    if x == x.rounded(.down) {
      if x < 0 { throw domainError }
      if x <= 23 { return (1..<max(Int(x), 1)).reduce(1.0) { $0 * Double($1) } }
    }
    let magnitude = x.magnitude
    if magnitude < 1e-20 {
      let result = 1 / x
      if result.isInfinite { throw rangeError }
      return result
    }
    if magnitude > 200 {
      if x < 0 { return 0 / sinPi(x) }
      throw rangeError
    }
    let result = x < 0 ? reflectedGamma(magnitude) : largeGamma(magnitude)
    if result.isInfinite { throw rangeError }
    return result
  }

  /// Lanczos' shift of `x` and its rounding error, scaled.
  private static func shift(_ x: Double) -> (base: Double, error: Double) {
    let base = x + gMinusHalf
    let difference =
      x > gMinusHalf ? (base - x) - gMinusHalf : (base - gMinusHalf) - x
    return (base, difference * lanczosG / base)
  }

  private static func largeGamma(_ x: Double) -> Double {
    let (base, error) = shift(x)
    var result = lanczosSum(x) / exp(base)
    result += error * result
    if x < 140 { return result * pow(base, x - 0.5) }
    let root = pow(base, x / 2 - 0.25)
    return result * root * root
  }

  /// Gamma of `-x` by the reflection formula.
  private static func reflectedGamma(_ x: Double) -> Double {
    let (base, error) = shift(x)
    var result = -pi / sinPi(x) / x * exp(base) / lanczosSum(x)
    result -= error * result
    if x < 140 { return result / pow(base, x - 0.5) }
    let root = pow(base, x / 2 - 0.25)
    return result / root / root
  }

  /// `lgamma(x)`
  static func logGamma(_ x: Double) throws -> Double {
    guard x.isFinite else { return x.isNaN ? x : .infinity }
    if x == x.rounded(.down), x <= 2 {
      if x <= 0 { throw domainError }
      return 0
    }
    let magnitude = x.magnitude
    if magnitude < 1e-20 { return -log(magnitude) }
    var result = log(lanczosSum(magnitude)) - lanczosG
    result += (magnitude - 0.5) * (log(magnitude + lanczosG - 0.5) - 1)
    if x < 0 {
      result = log(pi) - log(sinPi(magnitude).magnitude) - log(magnitude) - result
    }
    if result.isInfinite { throw rangeError }
    return result
  }
}
