import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension Evaluator {
  /// An operation one of whose operands is complex.
  static func complex(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
    if operation == .power, case .leaf(.int(let exponent)) = b {
      return try ComplexTensor(a).power(exponent).value
    }
    let (x, y) = (try ComplexTensor(a), try ComplexTensor(b))
    switch operation {
    case .add: return try (x + y).value
    case .subtract: return try (x - y).value
    case .multiply: return try (x * y).value
    case .divide: return try (x / y).value
    case .power: return try x.power(y).value
    case .matmul:
      return try ComplexTensor(
        .matmul(x.real, y.real) - .matmul(x.imaginary, y.imaginary),
        .matmul(x.real, y.imaginary) + .matmul(x.imaginary, y.real)
      ).value
    default:
      throw Diagnostic("'\(operation.rawValue)' can't be applied to complex numbers")
    }
  }
}
