import Arrays
import ProgramIR

/// An element type the reference executor computes with: a loop over whole arrays per operation.
///
/// Operands fit the primitive's type rules, and scalars repeat. Each function throws for an
/// operation that its type doesn't have.
protocol Computable: ArrayElement {
  static func unary(_ operation: UnaryOperation, _ x: NDArray) throws -> NDArray
  static func binary(_ operation: BinaryOperation, _ a: NDArray, _ b: NDArray) throws -> NDArray
  static func compare(_ comparison: Comparison, _ a: NDArray, _ b: NDArray) throws -> NDArray
  /// Every row, or each of its prefixes, to one element.
  static func fold(_ reduction: Reduction, _ rows: Rows) throws -> NDArray
  /// The `int32` index of every row's first largest or smallest element; NaN is either.
  static func indexOfExtreme(isMaximum: Bool, _ rows: Rows) throws -> NDArray
  /// The product of every pair of matrices.
  static func dot(_ matrices: MatrixPair) throws -> NDArray
}

extension DType {
  /// The Swift type to compute with; complex arrays aren't computed with.
  var computable: any Computable.Type {
    get throws {
      switch self {
      case .bool: Bool.self
      case .uint8: UInt8.self
      case .uint16: UInt16.self
      case .uint32: UInt32.self
      case .uint64: UInt64.self
      case .int8: Int8.self
      case .int16: Int16.self
      case .int32: Int32.self
      case .int64: Int64.self
      case .float16: Float16.self
      case .bfloat16: BFloat16.self
      case .float32: Float.self
      case .float64: Double.self
      case .complex64, .complex128: throw Primitive.refusal("arithmetic", self)
      }
    }
  }
}

extension Computable where Self: Comparable {
  static func compare(_ comparison: Comparison, _ a: NDArray, _ b: NDArray) -> NDArray {
    switch comparison {
    case .eq: zipped(a, b) { (a: Self, b: Self) in a == b }
    case .ne: zipped(a, b) { (a: Self, b: Self) in a != b }
    case .lt: zipped(a, b) { (a: Self, b: Self) in a < b }
    case .le: zipped(a, b) { (a: Self, b: Self) in a <= b }
    case .gt: zipped(a, b) { (a: Self, b: Self) in a > b }
    case .ge: zipped(a, b) { (a: Self, b: Self) in a >= b }
    }
  }

  static func indexOfExtreme(isMaximum: Bool, _ rows: Rows) -> NDArray {
    isMaximum
      ? rows.indexOfBest { (new: Self, best) in new > best || new != new && best == best }
      : rows.indexOfBest { (new: Self, best) in new < best || new != new && best == best }
  }
}
