import Arrays
import ProgramIR

/// Integers wrap and never trap, as XLA's do.
protocol IntegerElement: Computable, FixedWidthInteger {}

extension UInt8: IntegerElement {}
extension UInt16: IntegerElement {}
extension UInt32: IntegerElement {}
extension UInt64: IntegerElement {}
extension Int8: IntegerElement {}
extension Int16: IntegerElement {}
extension Int32: IntegerElement {}
extension Int64: IntegerElement {}

extension IntegerElement {
  static func unary(_ operation: UnaryOperation, _ x: NDArray) throws -> NDArray {
    switch operation {
    case .neg: mapped(x) { (x: Self) in 0 &- x }
    case .abs: mapped(x) { (x: Self) in x < 0 ? 0 &- x : x }
    case .sign: mapped(x) { (x: Self) in x.signum() }
    case .square: mapped(x) { (x: Self) in x &* x }
    case .not: mapped(x) { (x: Self) in ~x }
    default: throw Primitive.refusal(operation.rawValue, dtype)
    }
  }

  static func binary(_ operation: BinaryOperation, _ a: NDArray, _ b: NDArray) throws -> NDArray {
    switch operation {
    case .add: zipped(a, b) { (a: Self, b: Self) in a &+ b }
    case .sub: zipped(a, b) { (a: Self, b: Self) in a &- b }
    case .mul: zipped(a, b) { (a: Self, b: Self) in a &* b }
    case .div: zipped(a, b) { (a: Self, b: Self) in a.quotient(by: b) }
    case .rem: zipped(a, b) { (a: Self, b: Self) in a.remainder(by: b) }
    case .pow: zipped(a, b) { (a: Self, b: Self) in a.power(b) }
    case .max: zipped(a, b) { (a: Self, b: Self) in Swift.max(a, b) }
    case .min: zipped(a, b) { (a: Self, b: Self) in Swift.min(a, b) }
    case .and: zipped(a, b) { (a: Self, b: Self) in a & b }
    case .or: zipped(a, b) { (a: Self, b: Self) in a | b }
    case .xor: zipped(a, b) { (a: Self, b: Self) in a ^ b }
    case .shiftLeft: zipped(a, b) { (a: Self, b: Self) in a.shiftedLeft(b) }
    case .shiftRightLogical: zipped(a, b) { (a: Self, b: Self) in a.shiftedRightLogically(b) }
    case .shiftRightArithmetic: zipped(a, b) { (a: Self, b: Self) in a.shiftedRight(b) }
    case .atan2, .nextAfter: throw Primitive.refusal(operation.rawValue, dtype)
    }
  }

  static func fold(_ reduction: Reduction, _ rows: Rows) -> NDArray {
    switch reduction {
    case .sum: rows.folded(from: 0) { (a: Self, b: Self) in a &+ b }
    case .prod: rows.folded(from: 1) { (a: Self, b: Self) in a &* b }
    case .max: rows.folded(from: min) { (a: Self, b: Self) in Swift.max(a, b) }
    case .min: rows.folded(from: max) { (a: Self, b: Self) in Swift.min(a, b) }
    case .and: rows.folded(from: ~0) { (a: Self, b: Self) in a & b }
    case .or: rows.folded(from: 0) { (a: Self, b: Self) in a | b }
    }
  }

  static func dot(_ matrices: MatrixPair) -> NDArray {
    matrices.product { (sums: UnsafeMutableBufferPointer<Self>, factor, row) in
      for column in row.indices { sums[column] &+= factor &* row[column] }
    }
  }

  // MARK: Elements

  /// Toward zero; all ones by zero.
  private func quotient(by divisor: Self) -> Self {
    divisor == 0 ? ~0 : dividedReportingOverflow(by: divisor).partialValue
  }

  /// With the sign of `self`, which is the remainder by zero.
  private func remainder(by divisor: Self) -> Self {
    remainderReportingOverflow(dividingBy: divisor).partialValue
  }

  /// Integer power as in `jnp.power`, which looks at the exponent's lowest six bits: any more
  /// overflow anyway.
  private func power(_ exponent: Self) -> Self {
    var (result, square): (Self, Self) = (self == 0 && exponent != 0 ? 0 : 1, self)
    for place in Self(0)..<6 {
      if exponent.shiftedRightLogically(place) & 1 == 1 { result = result &* square }
      square = square &* square
    }
    return result
  }

  /// Whether a shift by `self` leaves any bit in place; a negative one counts as too far.
  private var isShift: Bool { self >= 0 && self < Self.bitWidth }

  private func shiftedLeft(_ count: Self) -> Self { count.isShift ? self &<< count : 0 }

  /// With copies of the first bit, which XLA takes for a sign in unsigned numbers too.
  private func shiftedRight(_ count: Self) -> Self {
    leadingZeroBitCount == 0
      ? ~(~self).shiftedRightLogically(count) : shiftedRightLogically(count)
  }

  private func shiftedRightLogically(_ count: Self) -> Self {
    let bits = Magnitude(truncatingIfNeeded: self)
    return count.isShift
      ? Self(truncatingIfNeeded: bits &>> Magnitude(truncatingIfNeeded: count)) : 0
  }
}
