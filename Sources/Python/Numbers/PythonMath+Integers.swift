extension PythonMath {
  /// `gcd(values)`
  static func gcd(_ values: [Int]) throws -> Int {
    try PythonInt.signed(values.reduce(0) { gcd($0, $1.magnitude) }, isNegative: false)
  }

  private static func gcd(_ a: UInt, _ b: UInt) -> UInt {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// `lcm(values)`
  static func lcm(_ values: [Int]) throws -> Int {
    if values.contains(0) { return 0 }
    var result: UInt = 1
    for value in values {
      let factor = value.magnitude / gcd(result, value.magnitude)
      let (product, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw PythonFault.integerTooLarge }
      result = product
    }
    return try PythonInt.signed(result, isNegative: false)
  }

  /// `factorial(n)`
  static func factorial(_ n: Int) throws -> Int {
    guard n >= 0 else {
      throw PythonFault.valueError("factorial() not defined for negative values")
    }
    guard n <= 20 else { throw PythonFault.integerTooLarge }
    return (0..<n).reduce(1) { $0 * ($1 + 1) }
  }

  /// `comb(n, k)`
  static func comb(_ n: Int, _ k: Int) throws -> Int {
    try checkCounts(n, k)
    guard k <= n else { return 0 }
    let count = min(k, n - k)
    var result: UInt = 1
    for index in 0..<min(count, 64) {
      let product = result.multipliedFullWidth(by: UInt(n - index))
      let divisor = UInt(index + 1)
      guard product.high < divisor else { throw PythonFault.integerTooLarge }
      result = divisor.dividingFullWidth(product).quotient
    }
    guard count <= 64 else { throw PythonFault.integerTooLarge }
    return try PythonInt.signed(result, isNegative: false)
  }

  /// `perm(n, k)`; a nil `k` is `n`.
  static func perm(_ n: Int, _ k: Int? = nil) throws -> Int {
    guard let k else { return try factorial(n) }
    try checkCounts(n, k)
    guard k <= n else { return 0 }
    guard k <= 64 else { throw PythonFault.integerTooLarge }
    return try (0..<k).reduce(1) { try PythonInt.multiply($0, n - $1) }
  }

  private static func checkCounts(_ n: Int, _ k: Int) throws {
    for (name, value) in [("n", n), ("k", k)] where value < 0 {
      throw PythonFault.valueError("\(name) must be a non-negative integer")
    }
  }

  /// `isqrt(n)`: floor of the square root.
  static func isqrt(_ n: Int) throws -> Int {
    guard n >= 0 else {
      throw PythonFault.valueError("isqrt() argument must be nonnegative")
    }
    var root = Int(Double(n).squareRoot())
    while root.multipliedReportingOverflow(by: root).overflow || root * root > n { root -= 1 }
    while case let next = root + 1, !next.multipliedReportingOverflow(by: next).overflow,
      next * next <= n
    { root = next }
    return root
  }
}
