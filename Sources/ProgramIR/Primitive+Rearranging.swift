import Arrays

extension Primitive {
  /// The result type of the primitives that only move elements about (and `iota`).
  func rearrangedType(_ operands: [ArrayType]) throws -> ArrayType {
    switch self {
    case .iota(let dtype, let shape, let axis):
      guard shape.sizes.indices.contains(axis), dtype.isInteger || dtype.isFloating else {
        throw mismatch(
          "counts along an axis of its shape", got: "axis \(axis) of \(dtype) \(shape)")
      }
      return ArrayType(dtype, shape)
    case .broadcast(let shape, let dimensions):
      return try broadcastType(operands[0], to: shape, dimensions)
    case .reshape(let shape):
      guard shape.isPossible, shape.elementCount == operands[0].shape.elementCount else {
        throw mismatch(
          "keeps the number of elements", got: "\(operands[0].shape) to \(shape)")
      }
      return operands[0].with(shape: shape)
    case .transpose(let permutation):
      guard permutation.sorted() == Array(operands[0].shape.sizes.indices) else {
        throw mismatch(
          "permutes all axes once", got: "\(permutation) of \(operands[0].shape)")
      }
      return operands[0].with(shape: Shape(permutation.map { operands[0].shape[$0] }))
    case .slice(let starts, let limits, let strides):
      return try sliceType(operands[0], starts, limits, strides)
    case .reverse(let axes):
      guard axes.allSatisfy(operands[0].shape.sizes.indices.contains),
        Set(axes).count == axes.count
      else {
        throw mismatch("has no axes \(axes)", got: "shape \(operands[0].shape)")
      }
      return operands[0]
    case .pad(let low, let high):
      return try padType(operands, low, high)
    case .concatenate(let axis):
      return try concatenateType(operands, axis)
    default:
      throw mismatch("moves no elements", got: name)
    }
  }

  private func broadcastType(
    _ operand: ArrayType, to shape: Shape, _ dimensions: [Int]
  ) throws -> ArrayType {
    let fits =
      dimensions.count == operand.shape.rank && dimensions == dimensions.sorted()
      && Set(dimensions).count == dimensions.count
      && zip(dimensions, operand.shape.sizes).allSatisfy { axis, size in
        shape.sizes.indices.contains(axis) && (size == 1 || size == shape[axis])
      }
    guard fits else {
      throw mismatch("can't stretch to \(shape)", got: "\(operand.shape) on axes \(dimensions)")
    }
    return operand.with(shape: shape)
  }

  private func sliceType(
    _ operand: ArrayType, _ starts: [Int], _ limits: [Int], _ strides: [Int]
  ) throws -> ArrayType {
    let sizes = operand.shape.sizes
    let fits =
      starts.count == sizes.count && limits.count == sizes.count && strides.count == sizes.count
      && sizes.indices.allSatisfy {
        0 <= starts[$0] && starts[$0] <= limits[$0] && limits[$0] <= sizes[$0] && strides[$0] > 0
      }
    guard fits else {
      throw mismatch(
        "stays inside its operand", got: "\(starts) to \(limits) by \(strides) of \(operand.shape)")
    }
    return operand.with(
      shape: Shape(
        sizes.indices.map {
          limits[$0] == starts[$0] ? 0 : (limits[$0] - starts[$0] - 1) / strides[$0] + 1
        }))
  }

  private func padType(
    _ operands: [ArrayType], _ low: [Int], _ high: [Int]
  ) throws -> ArrayType {
    let sizes = operands[0].shape.sizes
    guard operands[1].shape == .scalar, operands[1].dtype == operands[0].dtype,
      low.count == sizes.count, high.count == sizes.count, (low + high).allSatisfy({ $0 >= 0 })
    else {
      throw mismatch("puts a scalar around each axis", got: "\(operands), \(low), \(high)")
    }
    return operands[0].with(
      shape: Shape(sizes.indices.map { total([low[$0], sizes[$0], high[$0]]) }))
  }

  private func concatenateType(_ operands: [ArrayType], _ axis: Int) throws -> ArrayType {
    guard let first = operands.first, first.shape.sizes.indices.contains(axis),
      operands.allSatisfy({
        $0.dtype == first.dtype && $0.shape.rank == first.shape.rank
          && $0.shape.removing(axis: axis) == first.shape.removing(axis: axis)
      })
    else {
      throw mismatch(
        "takes arrays that differ on axis \(axis) only",
        got: operands.map(\.description).joined(separator: ", ")
      ).raising("TypeError")
    }
    var shape = first.shape
    shape[axis] = total(operands.map { $0.shape[axis] })
    return ArrayType(first.dtype, shape, isWeak: operands.allSatisfy(\.isWeak))
  }
}

/// The sum of sizes, or -1, no size at all, when it can't be counted.
private func total(_ sizes: [Int]) -> Int {
  sizes.reduce(0) { sum, size in
    let (next, overflows) = sum.addingReportingOverflow(size)
    return overflows || sum < 0 ? -1 : next
  }
}
