import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Tensor {
  /// `x[…]`. An index that is too far is moved into its axis, as JAX does, unless `fill` says what
  /// there is in its place.
  func indexed(by values: [Value], fill: Tensor? = nil) throws -> Tensor {
    let index = try ArrayIndex(values, of: shape)
    let ranged = try sliced(index.ranges)
    let sizes = index.resultSizes()
    let advanced = index.advanced
    guard let first = advanced.first else {
      if let fill, index.leavesAxis {
        return try .full(Shape(sizes.after), fill.converted(to: dtype))
      }
      return try ranged.reshaped(to: sizes.after)
    }
    let batch = try index.batchShape()
    let rest = ranged.shape.sizes.indices.filter { axis in
      !advanced.contains { $0.axis == axis }
    }
    var gathered: Tensor
    if advanced.count == 1 {
      gathered = try ranged.movingAxis(first.axis, to: 0)
        .taken(first.index, axis: 0, mode: .promiseInBounds)
    } else {
      let flat = try ranged.transposed(advanced.map(\.axis) + rest)
        .reshaped(
          to: [advanced.map { shape[$0.axis] }.reduce(1, *)] + rest.map { ranged.shape[$0] })
      gathered = try flat.taken(index.flatPositions(), axis: 0, mode: .promiseInBounds)
    }
    if let fill {
      let isValid = try index.isInBounds()
      let columns = batch.sizes + rest.map { _ in 1 }
      gathered = try .select(
        isValid.broadcast(to: batch).reshaped(to: columns), gathered, fill.converted(to: dtype))
    }
    // The arrays' axes are in front: behind the ranges that come before them.
    let leading = index.leadingRangeCount
    let batchAxes = Array(0..<batch.rank)
    let restAxes = rest.indices.map { batch.rank + $0 }
    let order = restAxes.prefix(leading) + batchAxes + restAxes.dropFirst(leading)
    return try gathered.transposed(Array(order))
      .reshaped(to: sizes.before + batch.sizes + sizes.after)
  }

  /// The tensor's elements in these ranges of the axes.
  func sliced(_ ranges: [(range: ArrayIndex.AxisRange, axis: Int)]) throws -> Tensor {
    try ranges.reduce(self) { tensor, entry in
      let (range, axis) = entry
      guard let first = range.indices.first, let last = range.indices.last else {
        return try tensor.sliced(axis: axis, 0..<0)
      }
      if range.step > 0 {
        return try tensor.sliced(axis: axis, first..<last + 1, stride: range.step)
      }
      return try tensor.sliced(axis: axis, last..<first + 1, stride: -range.step)
        .reversed(axes: [axis])
    }
  }
}

extension ArrayIndex {
  /// The arrays' indices with the negative ones counted from the start, as `int32`.
  func countedFromStart() throws -> [(index: Tensor, axis: Int)] {
    try advanced.map { entry in
      let (index, axis) = entry
      if index.dtype.isUnsigned { return (try index.converted(to: .int32), axis) }
      let wide = try index.converted(to: .int32)
      return (
        try .select(.compare(.lt, wide, Tensor(0)), wide + Tensor(shape[axis]), wide), axis
      )
    }
  }

  /// Whether all arrays' indices are inside their axes.
  func isInBounds() throws -> Tensor {
    try countedFromStart().map { index, axis in
      try Tensor.binary(
        .and, .compare(.ge, index, Tensor(0)), .compare(.lt, index, Tensor(shape[axis])))
    }.reduce(Tensor(true)) { try .binary(.and, $0, $1) }
  }

  /// Flat positions of the indexed elements in the merged indexed axes, each index clamped to its
  /// axis.
  fileprivate func flatPositions() throws -> Tensor {
    let inside = try countedFromStart().map { index, axis in
      let last = Tensor(max(shape[axis] - 1, 0))
      return (try Tensor.binary(.min, .binary(.max, index, Tensor(0)), last), shape[axis])
    }
    return try inside.reduce(Tensor(NDArray(Int32(0)))) { flat, entry in
      try flat * Tensor(entry.1) + entry.0
    }
  }
}
