extension PythonMath {
  /// `fsum(values)`: the exact sum, rounded once, by the method of Shewchuk.
  static func fsum(_ values: [Double]) throws -> Double {
    var (partials, special, infinities) = ([Double](), 0.0, 0.0)
    for value in values {
      if add(value, to: &partials) { continue }
      guard !value.isFinite else {
        throw PythonFault.overflow("intermediate overflow in fsum")
      }
      if value.isInfinite { infinities += value }
      special += value
      partials = []
    }
    if special != 0 || special.isNaN {
      guard !infinities.isNaN else { throw PythonFault.valueError("-inf + inf in fsum") }
      return special
    }
    return rounded(partials)
  }

  /// Adds `value` to partial sums that don't overlap; false where the sum isn't finite.
  private static func add(_ value: Double, to partials: inout [Double]) -> Bool {
    var x = value
    var kept: [Double] = []
    for var y in partials {
      if x.magnitude < y.magnitude { swap(&x, &y) }
      let high = x + y
      let low = y - (high - x)
      if low != 0 { kept.append(low) }
      x = high
    }
    guard x != 0 else {
      partials = kept
      return true
    }
    guard x.isFinite else { return false }
    partials = kept + [x]
    return true
  }

  /// Sum of partial sums, half to even over all of them.
  private static func rounded(_ partials: [Double]) -> Double {
    var rest = partials
    guard var high = rest.popLast() else { return 0 }
    var low = 0.0
    while let y = rest.popLast() {
      let x = high
      high = x + y
      low = y - (high - x)
      if low != 0 { break }
    }
    guard let next = rest.last, (low < 0 && next < 0) || (low > 0 && next > 0) else {
      return high
    }
    let y = low * 2
    let x = high + y
    return y == x - high ? x : high
  }

  /// `prod(values, start)` of floats.
  static func prod(_ values: [Double], start: Double = 1) -> Double {
    values.reduce(start) { $0 * $1 }
  }

  /// `prod(values, start)` of ints.
  static func prod(_ values: [Int], start: Int = 1) throws -> Int {
    try values.reduce(start) { try PythonInt.multiply($0, $1) }
  }

  /// `hypot(values)`
  static func hypot(_ values: [Double]) -> Double {
    norm(values.map(\.magnitude))
  }

  /// `dist(p, q)`
  static func dist(_ p: [Double], _ q: [Double]) throws -> Double {
    guard p.count == q.count else {
      throw PythonFault.valueError("both points must have the same number of dimensions")
    }
    return norm(zip(p, q).map { ($0 - $1).magnitude })
  }

  /// Root of the sum of squares, within an ulp (`vector_norm` of CPython).
  private static func norm(_ values: [Double]) -> Double {
    let largest = values.reduce(0) { $1 > $0 ? $1 : $0 }
    if largest.isInfinite { return largest }
    if values.contains(where: \.isNaN) { return .nan }
    if largest == 0 || values.count <= 1 { return largest }
    let exponent = frexp(largest).exponent
    guard exponent >= -1023 else {
      var sum = CompensatedSum()
      for value in values { sum.add((value / largest) * (value / largest), 0) }
      return largest * (sum.total - 1 + sum.rests.0).squareRoot()
    }
    let scale = Double(sign: .plus, exponent: -exponent, significand: 1)
    var sum = CompensatedSum()
    for value in values { sum.addSquare(of: value * scale, sign: 1) }
    let root = (sum.total - 1 + (sum.rests.0 + sum.rests.1 + sum.rests.2)).squareRoot()
    sum.addSquare(of: root, sign: -1)
    let error = sum.total - 1 + (sum.rests.0 + sum.rests.1 + sum.rests.2)
    return (root + error / (2 * root)) / scale
  }
}

/// A sum from 1 on with the parts lost by rounding.
private struct CompensatedSum {
  var total = 1.0
  var rests = (0.0, 0.0, 0.0)

  /// Adds `term`; its lost part goes to `rests.0`, or to `rests.1` for place 1.
  mutating func add(_ term: Double, _ place: Int) {
    let before = total
    total += term
    let lost = (before - total) + term
    switch place {
    case 0: rests.0 += lost
    case 1: rests.1 += lost
    default: rests.2 += lost
    }
  }

  /// Adds or subtracts the square of `value`, split in halves of 26 bits.
  mutating func addSquare(of value: Double, sign: Double) {
    let scaled = value * 134_217_729
    let high = scaled - (scaled - value)
    let low = value - high
    add(sign * high * high, 0)
    add(sign * 2 * high * low, 1)
    if sign > 0 { rests.2 += low * low } else { add(-low * low, 2) }
  }
}
