import Arrays
import ProgramIR

extension Primitive {
  /// The result of the primitives that only move elements about (and `iota`).
  func rearranged(_ operands: [NDArray], _ type: ArrayType) throws -> NDArray {
    switch self {
    case .iota(let dtype, let shape, let axis): counting(along: axis, shape, dtype)
    case .broadcast(let shape, let dimensions): operands[0].broadcast(to: shape, dimensions)
    case .reshape(let shape): operands[0].reshaped(to: shape)
    case .transpose(let permutation): operands[0].transposed(permutation)
    case .slice(let starts, _, let strides):
      operands[0].sliced(from: starts, by: strides, shape: type.shape)
    case .reverse(let axes): operands[0].reversed(along: axes)
    case .pad(let low, _): operands[0].padded(low, with: operands[1], shape: type.shape)
    case .concatenate(let axis): concatenated(operands, along: axis, shape: type.shape)
    default: throw Self.refusal(name, type.dtype)
    }
  }
}

extension NDArray {
  private var inOrder: Placement { Placement(strides: shape.strides) }

  /// An array of `shape` whose elements are those that `placement` picks.
  private func gathered(_ placement: Placement, shape: Shape) -> NDArray {
    NDArray(shape: shape, dtype: dtype) { bytes in
      copyElements(of: self, placement, to: bytes, Placement(strides: shape.strides), shape)
    }
  }

  func transposed(_ permutation: [Int]) -> NDArray {
    if permutation == Array(shape.sizes.indices) { return self }
    let strides = shape.strides
    return gathered(
      Placement(strides: permutation.map { strides[$0] }),
      shape: Shape(permutation.map { shape[$0] }))
  }

  /// The result of `body`, which keeps the shape, for this array with `axis` moved to the end.
  func withAxisLast(_ axis: Int, _ body: (NDArray) throws -> NDArray) rethrows -> NDArray {
    let back = Array(0..<axis) + [shape.rank - 1] + Array(axis..<shape.rank - 1)
    return try body(transposed(axesEnding(in: axis))).transposed(back)
  }

  /// All axes in order, but `axis` last.
  func axesEnding(in axis: Int) -> [Int] { shape.sizes.indices.filter { $0 != axis } + [axis] }

  fileprivate func broadcast(to target: Shape, _ dimensions: [Int]) -> NDArray {
    var placement = Placement(strides: [Int](repeating: 0, count: target.rank))
    let strides = shape.strides
    for (axis, targetAxis) in dimensions.enumerated() where shape[axis] != 1 {
      placement.strides[targetAxis] = strides[axis]
    }
    return gathered(placement, shape: target)
  }

  func sliced(from starts: [Int], by steps: [Int], shape: Shape) -> NDArray {
    var placement = inOrder
    placement.offset = zip(starts, placement.strides).map(*).reduce(0, +)
    // A step may be huge where there is only one element.
    placement.strides = zip(placement.strides, steps).map {
      $0.multipliedReportingOverflow(by: $1).0
    }
    return gathered(placement, shape: shape)
  }

  fileprivate func reversed(along axes: [Int]) -> NDArray {
    var placement = inOrder
    for axis in axes {
      placement.offset += (shape[axis] - 1) * placement.strides[axis]
      placement.strides[axis].negate()
    }
    return gathered(placement, shape: shape)
  }

  fileprivate func padded(_ low: [Int], with value: NDArray, shape: Shape) -> NDArray {
    NDArray(shape: shape, dtype: dtype) { bytes in
      let everywhere = Placement(strides: [Int](repeating: 0, count: shape.rank))
      var place = Placement(strides: shape.strides)
      copyElements(of: value, everywhere, to: bytes, place, shape)
      place.offset = zip(low, place.strides).map(*).reduce(0, +)
      copyElements(of: self, inOrder, to: bytes, place, self.shape)
    }
  }
}

private func concatenated(_ arrays: [NDArray], along axis: Int, shape: Shape) -> NDArray {
  NDArray(shape: shape, dtype: arrays[0].dtype) { bytes in
    var place = Placement(strides: shape.strides)
    for array in arrays {
      copyElements(
        of: array, Placement(strides: array.shape.strides), to: bytes, place, array.shape)
      place.offset += array.shape[axis] * place.strides[axis]
    }
  }
}

private func counting(along axis: Int, _ shape: Shape, _ dtype: DType) -> NDArray {
  var sizes = [Int](repeating: 1, count: shape.rank)
  sizes[axis] = shape[axis]
  return NDArray(Array(0..<Int64(shape[axis])), shape: Shape(sizes))
    .converted(to: dtype)
    .broadcast(to: shape, Array(sizes.indices))
}
