import Arrays
import Diagnostics
import ProgramIR

extension Primitive {
  /// Results for valid operands of these types, of primitives other than loops.
  public func evaluate(_ operands: [NDArray], _ types: [ArrayType]) throws -> [NDArray] {
    switch self {
    case .threefry2x32: return threefryBlocks(operands, shape: types[0].shape)
    case .qr:
      let (q, r) = householderQR(operands[0])
      return [q, r]
    case .decompose(let decomposition): return decomposition.evaluate(operands, types)
    case .sort(let axis, let keyCount): return sorted(operands, axis: axis, keyCount: keyCount)
    default: return [try evaluateOne(operands, types[0])]
    }
  }

  private func evaluateOne(_ operands: [NDArray], _ type: ArrayType) throws -> NDArray {
    switch self {
    case .unary(let operation):
      try operands[0].dtype.computable.unary(operation, operands[0])
    case .binary(let operation):
      try type.dtype.computable.binary(operation, operands[0], operands[1])
    case .compare(let comparison):
      try operands[0].dtype.computable.compare(comparison, operands[0], operands[1])
    case .select: selected(operands[0], operands[1], operands[2], shape: type.shape)
    case .convert(let dtype, _): operands[0].converted(to: dtype)
    case .bitcast(let dtype): operands[0].bitcast(to: dtype)
    case .reduce(_, let axes) where axes.isEmpty: operands[0]
    case .reduce(let reduction, let axes):
      try operands[0].dtype.computable.fold(
        reduction, Rows(of: operands[0], along: axes, shape: type.shape))
    case .argReduce(let isMaximum, let axis):
      try operands[0].dtype.computable.indexOfExtreme(
        isMaximum: isMaximum, Rows(of: operands[0], along: [axis], shape: type.shape))
    case .cumulative(let reduction, let axis, let isReversed):
      try operands[0].withAxisLast(axis) {
        try $0.dtype.computable.fold(reduction, Rows(prefixesOf: $0, isReversed: isReversed))
      }
    case .dot(let dimensions):
      try type.dtype.computable.dot(
        MatrixPair(operands[0], operands[1], dimensions, shape: type.shape))
    case .conv(let convolution):
      try convolved(operands[0], operands[1], convolution, shape: type.shape)
    case .reduceWindow(let reduction, let window):
      try windowReduced(
        operands[0], reduction, from: operands[1], window, shape: type.shape)
    case .gather(let axis, let batchCount, let outOfBounds):
      operands[0].gathered(
        at: operands[1], axis: axis, batchCount: batchCount,
        outside: outOfBounds == .fill ? type.dtype.fillValue : nil, shape: type.shape)
    case .dynamicSlice: operands[0].dynamicSlice(startingAt: operands[1...], shape: type.shape)
    case .dynamicUpdateSlice:
      operands[0].updated(with: operands[1], startingAt: operands[2...])
    default: try rearranged(operands, type)
    }
  }

  /// Error for operands that a type rule should have refused.
  static func refusal(_ name: String, _ dtype: DType) -> Diagnostic {
    Diagnostic("\(name) isn't defined for \(dtype)", code: .internalFault)
  }
}
