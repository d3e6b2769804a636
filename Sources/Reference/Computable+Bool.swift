import Arrays
import ProgramIR

/// `false` is 0 and `true` is 1: sums are "or", products "and".
extension Bool: Computable {
  static func unary(_ operation: UnaryOperation, _ x: NDArray) throws -> NDArray {
    guard operation == .not else { throw Primitive.refusal(operation.rawValue, dtype) }
    return mapped(x) { (x: Bool) in !x }
  }

  static func binary(_ operation: BinaryOperation, _ a: NDArray, _ b: NDArray) throws -> NDArray {
    switch operation {
    case .or, .add, .max: zipped(a, b) { (a: Bool, b: Bool) in a || b }
    case .and, .mul, .min: zipped(a, b) { (a: Bool, b: Bool) in a && b }
    case .xor: zipped(a, b) { (a: Bool, b: Bool) in a != b }
    default: throw Primitive.refusal(operation.rawValue, dtype)
    }
  }

  static func compare(_ comparison: Comparison, _ a: NDArray, _ b: NDArray) -> NDArray {
    UInt8.compare(comparison, a.converted(to: .uint8), b.converted(to: .uint8))
  }

  static func fold(_ reduction: Reduction, _ rows: Rows) throws -> NDArray {
    switch reduction {
    case .or, .max: rows.folded(from: false) { $0 || $1 }
    case .and, .min: rows.folded(from: true) { $0 && $1 }
    case .sum, .prod: throw Primitive.refusal(reduction.rawValue, dtype)
    }
  }

  static func indexOfExtreme(isMaximum: Bool, _ rows: Rows) -> NDArray {
    UInt8.indexOfExtreme(isMaximum: isMaximum, rows.converted(to: .uint8))
  }

  /// Boolean dot product: whether a row and a column are both `true` in some place.
  static func dot(_ matrices: MatrixPair) -> NDArray {
    Int32.dot(matrices.converted(to: .int32)).converted(to: .bool)
  }
}
