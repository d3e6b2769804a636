import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// Update of elements by `x.at[…]`: `set`, `add` and so on.
enum ArrayUpdate: String, CaseIterable {
  case set, add, subtract, multiply, power, min, max

  /// New elements, from the old ones and the given values.
  func callAsFunction(_ old: Tensor, _ new: Tensor) throws -> Tensor {
    switch self {
    case .set: try new.broadcast(to: old.shape)
    case .add: try old + new
    case .subtract: try old - new
    case .multiply: try old * new
    case .power: try .power(old, new)
    case .min: try .binary(.min, old, new)
    case .max: try .binary(.max, old, new)
    }
  }
}

extension Tensor {
  /// `x.at[…].set(value)` and its siblings, in the array's dtype. What an array of indices puts
  /// outside of the axes is dropped, or moved inside if `isClipped`.
  ///
  /// - Parameter depth: the depth a loop over many indices is to have.
  func updated(
    at values: [Value], _ update: ArrayUpdate, _ value: Tensor, isClipped: Bool = false,
    depth: Int = 1
  ) throws -> Tensor {
    let (common, _) = Promotion.result(of: [type, value.type])
    return try converted(to: common).changed(
      at: values, value.converted(to: common), isClipped: isClipped, depth: depth
    ) {
      try update($0, $1).converted(to: common)
    }.converted(to: dtype)
  }

  /// `x.at[…].apply(function)`: repeated for an element that several indices name.
  func applying(
    at values: [Value], isClipped: Bool = false, depth: Int = 1,
    _ function: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    try strong.changed(at: values, strong.zero, isClipped: isClipped, depth: depth) { old, _ in
      let new = try function(old)
      guard new.shape == old.shape else {
        throw Diagnostic(
          "a function that is applied must keep the shape", expected: "\(old.shape)",
          got: "\(new.shape)")
      }
      return try new.converted(to: dtype)
    }
  }

  /// The array with the indexed elements replaced by `change` of them and of `new`. All have one
  /// dtype.
  private func changed(
    at values: [Value], _ new: Tensor, isClipped: Bool, depth: Int,
    _ change: (_ old: Tensor, _ new: Tensor) throws -> Tensor
  ) throws -> Tensor {
    let index = try ArrayIndex(values, of: shape)
    let old = try sliced(index.ranges)
    let sizes = index.resultSizes()
    if index.advanced.isEmpty {
      if index.leavesAxis, !isClipped { return self }
      let given = try new.fitted(to: sizes.after).reshaped(to: old.shape.sizes)
      return try replacing(index.ranges, with: change(old, given))
    }
    let batch = try index.batchShape()
    let given = try new.fitted(to: sizes.before + batch.sizes + sizes.after)
      .movingBatch(index, batch, before: sizes.before.count)
    let changed = try old.scattered(
      index, batch, change, given, isClipped: isClipped, depth: depth)
    return try replacing(index.ranges, with: changed)
  }

  /// 0 in this dtype.
  private var zero: Tensor {
    get throws { dtype == .bool ? Tensor(false) : try Tensor(0).converted(to: dtype) }
  }

  /// The values broadcast to the indexed part of an array, which has these sizes.
  private func fitted(to sizes: [Int]) throws -> Tensor {
    let part = Shape(sizes)
    guard (try? Tensor.broadcastShape([shape, part])) == part else {
      throw Diagnostic(
        "the value doesn't fit the indexed part of the array", expected: "shape \(part)",
        got: "\(shape)")
    }
    return try broadcast(to: part)
  }

  /// Updates in the result's order of axes as `[indices, axes of the ranges…]`.
  private func movingBatch(_ index: ArrayIndex, _ batch: Shape, before: Int) throws -> Tensor {
    let batchAxes = Array(before..<before + batch.rank)
    let others = (0..<rank).filter { !batchAxes.contains($0) }
    let ranges = index.ranges.map(\.range.count)
    return try transposed(batchAxes + others).reshaped(to: [batch.elementCount] + ranges)
  }

  /// The array with each row of `updates` applied at its indices, one after another.
  private func scattered(
    _ index: ArrayIndex, _ batch: Shape,
    _ update: (_ old: Tensor, _ new: Tensor) throws -> Tensor, _ updates: Tensor,
    isClipped: Bool, depth: Int
  ) throws -> Tensor {
    let places = try index.countedFromStart().map { try $0.index.broadcast(to: batch) }
    let axes = index.advanced.map(\.axis)
    let isValid = try isClipped ? Tensor(true) : index.isInBounds()
    var sizes = shape.sizes
    for axis in axes { sizes[axis] = Swift.min(1, sizes[axis]) }
    func step(
      _ old: Tensor, _ places: [Tensor], _ isValid: Tensor, _ new: Tensor
    ) throws -> Tensor {
      var starts = [Tensor](repeating: Tensor(NDArray(Int32(0))), count: rank)
      for (axis, place) in zip(axes, places) {
        // A place that is still negative is outside: dynamic_slice must not count it from the end.
        starts[axis] = try .binary(.max, place, Tensor(0))
      }
      let part = try old.dynamicSlice(starts: starts, sizes: sizes)
      let changed = try update(part, new.reshaped(to: sizes))
      let kept = try isClipped ? changed : .select(isValid, changed, part)
      return try old.dynamicUpdateSlice(kept, starts: starts)
    }
    if batch.elementCount == 1 {
      return try step(
        self, places.map { try $0.reshaped(to: []) },
        isClipped ? isValid : isValid.reshaped(to: []), updates)
    }
    let count = batch.elementCount
    let columns = try (places + [isValid.broadcast(to: batch)]).map {
      try $0.reshaped(to: [count])
    }
    return try Tensor.scan(
      carry: [strong], xs: columns + [updates], length: count, depth: depth
    ) { carry, slices in
      let next = try step(
        carry[0], Array(slices.prefix(axes.count)), slices[axes.count], slices[axes.count + 1])
      return ([next], [])
    }.carry[0]
  }

  /// The array with the elements of the ranges replaced by `part`.
  private func replacing(
    _ ranges: [(range: ArrayIndex.AxisRange, axis: Int)], with part: Tensor
  ) throws -> Tensor {
    let partial = ranges.filter { !$0.range.isWhole(of: shape[$0.axis]) }
    if partial.isEmpty { return part }
    if part.shape.elementCount == 0 { return self }
    guard partial.contains(where: { $0.range.step != 1 }) else {
      var starts = [Int](repeating: 0, count: rank)
      for (range, axis) in partial { starts[axis] = range.start }
      return try dynamicUpdateSlice(
        part, starts: starts.map { Tensor(NDArray(Int32(clamping: $0))) })
    }
    // Which index of the part each index of an axis gets, and whether it gets any.
    var spread = part
    var isReplaced = Tensor(true)
    for (range, axis) in partial {
      var sources = [Int32](repeating: 0, count: shape[axis])
      var isIn = [Bool](repeating: false, count: shape[axis])
      for (source, place) in range.indices.enumerated() {
        (sources[place], isIn[place]) = (Int32(clamping: source), true)
      }
      spread = try spread.taken(
        Tensor(NDArray(sources, shape: [shape[axis]])), axis: axis, mode: .clip)
      var column = [Int](repeating: 1, count: rank)
      column[axis] = shape[axis]
      let mask = try Tensor(NDArray(isIn, shape: [shape[axis]])).reshaped(to: column)
      isReplaced = try .binary(.and, isReplaced, mask)
    }
    return try .select(isReplaced, spread, self)
  }

  /// The same with a dtype that isn't weak.
  var strong: Tensor {
    get throws { try converted(to: dtype) }
  }
}

extension ArrayIndex {
  /// Whether the position is outside of its axis; its update is dropped.
  var leavesAxis: Bool {
    parts.contains { part in
      guard case .position(let index, let axis) = part else { return false }
      return !(-shape[axis]..<shape[axis]).contains(index)
    }
  }
}
