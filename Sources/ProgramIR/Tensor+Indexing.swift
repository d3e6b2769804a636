import Arrays
import Diagnostics

/// Treatment of an index outside of its axis; named as the `mode` arguments of `jax.numpy`.
public enum IndexMode: String, Sendable, CaseIterable {
  /// Negative indices count from the end; others out of bounds get a fill value.
  case fill
  /// Indices are clamped to the axis, negative ones to 0.
  case clip
  /// Every index is taken modulo the size.
  case wrap
  /// Negative indices count from the end; others are clamped to the axis.
  case promiseInBounds = "promise_in_bounds"
}

extension Tensor {
  /// Elements at `indices` along an axis, which the axes of the indices replace (`jnp.take`).
  /// `x[indices]` does the same in the mode `promise_in_bounds`.
  ///
  /// - Parameter batchCount: how many leading axes of both are paired up: each index of these has
  ///   indices of its own.
  public func taken(
    _ indices: Tensor, axis: Int, batchCount: Int = 0, mode: IndexMode = .fill
  ) throws -> Tensor {
    let axis = try shape.axis(axis)
    return try gathered(indices, axis: axis, batchCount: batchCount, mode: mode)
  }

  /// For every row along an axis, the elements at a row of indices (`jnp.take_along_axis`). All
  /// other axes are broadcast.
  public func takenAlong(
    axis: Int, _ indices: Tensor, mode: IndexMode = .fill
  ) throws -> Tensor {
    guard indices.rank == rank else {
      throw Diagnostic(
        "take_along_axis needs indices with as many axes as the array",
        expected: "\(rank) axes", got: "\(indices.shape)")
    }
    let axis = try shape.axis(axis)
    let batch = try Tensor.broadcastShape([
      shape.removing(axis: axis), indices.shape.removing(axis: axis),
    ])
    let rows = try movingAxis(axis, to: -1).broadcast(to: Shape(batch.sizes + [shape[axis]]))
    let rowIndices = try indices.movingAxis(axis, to: -1)
      .broadcast(to: Shape(batch.sizes + [indices.shape[axis]]))
    return try rows.gathered(rowIndices, axis: batch.rank, batchCount: batch.rank, mode: mode)
      .movingAxis(-1, to: axis)
  }

  private func gathered(
    _ indices: Tensor, axis: Int, batchCount: Int, mode: IndexMode
  ) throws -> Tensor {
    guard indices.dtype.isInteger else {
      throw Diagnostic("indices must be integers", got: "\(indices)")
    }
    let size = shape[axis]
    if size == 0, indices.shape.elementCount == 0 {
      return try reshaped(
        to: shape.replacing(axis: axis, with: indices.shape.sizes[batchCount...]).sizes)
    }
    let places =
      switch mode {
      case .clip: indices
      case .wrap: try Tensor.remainder(indices, Tensor(max(size, 1)))
      // JAX cuts unsigned indices to int32: the largest are below 0, where there is nothing.
      case .fill, .promiseInBounds:
        try indices.dtype == .uint32
          ? indices.converted(to: .int32) : indices.countedFromStart(size)
      }
    return try Tensor.apply(
      .gather(axis: axis, batchCount: batchCount, outOfBounds: mode == .fill ? .fill : .clip),
      self, places)
  }

  /// A block of these sizes whose first index on each axis is a scalar, negative counting from the
  /// end (`lax.dynamic_slice`). A start that is too far is clamped to where the block fits.
  public func dynamicSlice(starts: [Tensor], sizes: [Int]) throws -> Tensor {
    let starts = try checked(starts, "dynamic_slice")
    return try Tensor.apply(.dynamicSlice(sizes: sizes), [self] + starts)[0]
  }

  /// The tensor with a block replaced by `update` (`lax.dynamic_update_slice`), the starts as in
  /// `dynamicSlice`.
  public func dynamicUpdateSlice(_ update: Tensor, starts: [Tensor]) throws -> Tensor {
    let starts = try checked(starts, "dynamic_update_slice")
    return try Tensor.apply(.dynamicUpdateSlice, [self, update] + starts)[0]
  }

  private func checked(_ starts: [Tensor], _ name: String) throws -> [Tensor] {
    guard starts.count == rank, starts.allSatisfy({ $0.dtype.isInteger && $0.rank == 0 }) else {
      throw Diagnostic(
        "\(name) needs an integer for each axis", expected: "\(rank) scalars",
        got: starts.map(\.description).joined(separator: ", "))
    }
    return try zip(starts, shape.sizes).map { try $0.countedFromStart($1) }
  }

  /// Indices of an axis of `size`, the negative ones counted from its start.
  private func countedFromStart(_ size: Int) throws -> Tensor {
    if dtype.isUnsigned { return self }
    let wide = try converted(to: .int32, isWeak: type.isWeak)
    if let index = wide.constant, index.shape == .scalar {
      let value = Int(index.elements(as: Int32.self)[0])
      return value < 0 ? Tensor(NDArray(Int32(truncatingIfNeeded: value + size))) : wide
    }
    return try Tensor.select(
      Tensor.compare(.lt, wide, Tensor(0)), wide + Tensor(size), wide)
  }

  /// The tensors sorted together along an axis by the first `keyCount` of them (`lax.sort`):
  /// stable, NaN last.
  public static func sort(_ tensors: [Tensor], axis: Int, keyCount: Int = 1) throws -> [Tensor] {
    guard let first = tensors.first else {
      throw Diagnostic("at least one array is needed to sort")
    }
    return try apply(.sort(axis: try first.shape.axis(axis), keyCount: keyCount), tensors)
  }

  /// The elements in ascending order along an axis (`jnp.sort`).
  public func sorted(axis: Int = -1) throws -> Tensor {
    try Tensor.sort([self], axis: axis)[0]
  }

  /// The `int32` indices that would sort this along an axis (`jnp.argsort`).
  public func argSorted(axis: Int = -1) throws -> Tensor {
    let axis = try shape.axis(axis)
    let counts = try Tensor.apply(.iota(dtype: .int32, shape: shape, axis: axis), [])[0]
    return try Tensor.sort([self, counts], axis: axis)[1]
  }
}
