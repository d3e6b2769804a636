import Arrays
import ProgramIR

// Elements picked by index arrays, as sums over everything of what is picked.

extension Tensor {
  /// `indices` along `axis`, the other axes broadcast (`jnp.take_along_axis`).
  ///
  /// - Complexity: O(*n* · *m*) for *n* elements and *m* indices.
  func takenAlong(_ indices: Tensor, axis: Int) throws -> Tensor {
    let places = try Tensor.iota(shape[axis], .int32)
      .reshaped(to: (0...rank).map { $0 == axis + 1 ? -1 : 1 })
    let isPicked = try Tensor.compare(.eq, indices.expandingAxis(axis + 1), places)
    return try expandingAxis(axis).summed(where: isPicked, axes: [axis + 1])
  }

  /// The items at index arrays of the two leading axes, broadcast together (`x[i, j]`).
  func indexed(by indices: [Tensor]) throws -> Tensor {
    let picked = try Tensor.broadcastShape(indices.map(\.shape))
    let trailing = [Int](repeating: 1, count: rank - 2)
    let masks = try indices.enumerated().map { axis, index in
      let size = shape[axis]
      let places = try Tensor.iota(size, .int32)
        .reshaped(to: (axis == 0 ? [size, 1] : [1, size]) + trailing)
      let wrapped = try Tensor.remainder(index, Tensor(size)).broadcast(to: picked)
      return try Tensor.compare(
        .eq, wrapped.reshaped(to: picked.sizes + [1, 1] + trailing), places)
    }
    let isPicked = try masks.dropFirst().reduce(masks[0]) { try .binary(.and, $0, $1) }
    return try summed(where: isPicked, axes: [picked.rank, picked.rank + 1])
  }

  private func summed(where isPicked: Tensor, axes: [Int]) throws -> Tensor {
    try Tensor.select(isPicked, self, .full(.scalar, 0, dtype)).reduced(.sum, axes: axes)
  }
}
