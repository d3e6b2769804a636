import Arrays

extension Primitive {
  /// The result types of the primitives that pick elements by the values of others.
  func indexedTypes(_ operands: [ArrayType]) throws -> [ArrayType] {
    switch self {
    case .gather(let axis, let batchCount, _):
      return [try gatheredType(operands[0], operands[1], axis: axis, batchCount: batchCount)]
    case .dynamicSlice(let sizes):
      guard let operand = operands.first else { throw mismatch("takes an operand", got: "none") }
      try checkPart(of: sizes, in: operand, startingAt: Array(operands[1...]))
      return [operand.with(shape: Shape(sizes))]
    case .dynamicUpdateSlice:
      guard operands.count > 1 else {
        throw mismatch("takes an operand and an update", got: "\(operands.count) operands")
      }
      try requireOneDType(Array(operands[..<2]))
      try checkPart(
        of: operands[1].shape.sizes, in: operands[0], startingAt: Array(operands[2...]))
      return [operands[0]]
    case .sort(let axis, let keyCount):
      try checkSort(operands, axis: axis, keyCount: keyCount)
      return operands
    default: throw mismatch("picks no elements", got: name)
    }
  }

  private func gatheredType(
    _ operand: ArrayType, _ indices: ArrayType, axis: Int, batchCount: Int
  ) throws -> ArrayType {
    let (sizes, indexSizes) = (operand.shape.sizes, indices.shape.sizes)
    guard indices.dtype.isInteger else {
      throw mismatch("takes integer indices", got: "\(indices)")
    }
    guard sizes.indices.contains(axis), sizes[axis] > 0 else {
      throw mismatch("has no index on axis \(axis)", got: "\(operand)")
    }
    guard 0...min(axis, indexSizes.count) ~= batchCount,
      sizes.prefix(batchCount) == indexSizes.prefix(batchCount)
    else {
      throw mismatch("pairs up equal axes before axis \(axis)", got: "\(operand) and \(indices)")
    }
    return operand.with(shape: operand.shape.replacing(axis: axis, with: indexSizes[batchCount...]))
  }

  private func checkPart(
    of sizes: [Int], in operand: ArrayType, startingAt starts: [ArrayType]
  ) throws {
    guard sizes.count == operand.shape.rank,
      zip(sizes, operand.shape.sizes).allSatisfy({ 0...$1 ~= $0 })
    else {
      throw mismatch("needs a part that fits", got: "\(Shape(sizes)) in \(operand.shape)")
    }
    guard starts.count == sizes.count,
      starts.allSatisfy({ $0.dtype.isInteger && $0.shape == .scalar })
    else {
      throw mismatch("takes an integer start for each of \(sizes.count) axes", got: "\(starts)")
    }
  }

  private func checkSort(_ operands: [ArrayType], axis: Int, keyCount: Int) throws {
    guard let first = operands.first, first.shape.sizes.indices.contains(axis),
      operands.allSatisfy({ $0.shape == first.shape })
    else {
      throw mismatch("takes arrays of one shape with axis \(axis)", got: "\(operands)")
    }
    guard 1...operands.count ~= keyCount, !operands[..<keyCount].contains(where: \.dtype.isComplex)
    else {
      throw mismatch("orders by real operands", got: "\(operands), \(keyCount) keys")
    }
  }
}
