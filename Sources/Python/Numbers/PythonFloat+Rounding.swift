#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PythonFloat {
  /// `round(value)`: the nearest int, half to even.
  static func round(_ value: Double) throws -> Int {
    try int(value.rounded(.toNearestOrEven))
  }

  /// `round(value, digits)`: the nearest decimal with `digits` after the point, half to even.
  static func round(_ value: Double, digits: Int) throws -> Double {
    guard value.isFinite, value != 0, digits <= 323 else { return value }
    guard digits >= -308 else { return value * 0 }
    let rounded = DecimalDigits.rounded(value, fractionDigits: digits)
    let magnitude = strtod(rounded.scientificText, nil)
    guard magnitude.isFinite else {
      throw PythonFault.overflow("rounded value too large to represent")
    }
    return copysign(magnitude, value)
  }
}
