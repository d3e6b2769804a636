import Arrays
import ProgramIR

/// A 16-bit float: each operation is computed in `Float` and its result rounded.
protocol NarrowFloat: Computable {
  var bitPattern: UInt16 { get }
  var floatValue: Float { get }
  init(bitPattern: UInt16)
}

extension BFloat16: NarrowFloat {}
extension Float16: NarrowFloat {
  var floatValue: Float { Float(self) }
}

extension NarrowFloat {
  static func unary(_ operation: UnaryOperation, _ x: NDArray) throws -> NDArray {
    if operation == .exp2 {
      return try unary(.exp, binary(.mul, x, NDArray(Float(ln2)).converted(to: dtype)))
    }
    let result = try Float.unary(operation, x.converted(to: .float32))
    return operation == .isFinite ? result : result.converted(to: dtype)
  }

  static func binary(_ operation: BinaryOperation, _ a: NDArray, _ b: NDArray) throws -> NDArray {
    if operation == .nextAfter { return zipped(a, b) { (a: Self, b: Self) in a.next(toward: b) } }
    return try Float.binary(operation, a.converted(to: .float32), b.converted(to: .float32))
      .converted(to: dtype)
  }

  static func compare(_ comparison: Comparison, _ a: NDArray, _ b: NDArray) -> NDArray {
    Float.compare(comparison, a.converted(to: .float32), b.converted(to: .float32))
  }

  static func fold(_ reduction: Reduction, _ rows: Rows) throws -> NDArray {
    try Float.fold(reduction, rows.converted(to: .float32)).converted(to: dtype)
  }

  static func indexOfExtreme(isMaximum: Bool, _ rows: Rows) -> NDArray {
    Float.indexOfExtreme(isMaximum: isMaximum, rows.converted(to: .float32))
  }

  static func dot(_ matrices: MatrixPair) -> NDArray {
    Float.dot(matrices.converted(to: .float32)).converted(to: dtype)
  }

  /// The neighbour of `self` on the way to `target`, or `self` when it is there.
  private func next(toward target: Self) -> Self {
    let (from, to) = (floatValue, target.floatValue)
    if from.isNaN { return self }
    if from == to || to.isNaN { return target }
    // Without their sign, the bits of floats count up from zero.
    if from == 0 { return Self(bitPattern: target.bitPattern & 0x8000 | 1) }
    return Self(bitPattern: (to > from) == (from > 0) ? bitPattern + 1 : bitPattern - 1)
  }
}
