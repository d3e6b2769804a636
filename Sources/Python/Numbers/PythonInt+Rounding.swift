extension PythonInt {
  /// `round(value, digits)`, half to even.
  static func round(_ value: Int, digits: Int) throws -> Int {
    guard digits < 0 else { return value }
    guard digits >= -19 else { return 0 }
    var unit: UInt = 1
    for _ in 0..<(-digits) { unit *= 10 }
    let (quotient, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    let other = unit - rest
    let isUp = rest > other || (rest == other && quotient % 2 == 1)
    let (magnitude, overflow) = (quotient + (isUp ? 1 : 0)).multipliedReportingOverflow(by: unit)
    guard !overflow else { throw PythonFault.integerTooLarge }
    return try signed(magnitude, isNegative: value < 0)
  }

  /// The int of `magnitude` with a sign.
  static func signed(_ magnitude: UInt, isNegative: Bool) throws -> Int {
    if isNegative {
      guard magnitude <= Int.min.magnitude else { throw PythonFault.integerTooLarge }
      return Int(truncatingIfNeeded: 0 &- magnitude)
    }
    guard magnitude <= UInt(Int.max) else { throw PythonFault.integerTooLarge }
    return Int(magnitude)
  }
}
