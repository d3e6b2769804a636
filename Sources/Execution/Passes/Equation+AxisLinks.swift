import Arrays
import ProgramIR

/// The axis of an equation's results that an operand's axis becomes, if it does.
enum AxisLink {
  /// It is this axis of the results.
  case same(Int)
  /// It is this axis of another operand, and this one of the result.
  case paired(operand: Int, axis: Int, result: Int)
  /// Elements along it meet.
  case mixed
  /// It has size 1 and is repeated.
  case alone
}

extension Equation {
  /// For an operand and an axis of it, what becomes of that; of a primitive that is no scan and no choice.
  var axisLinks: (_ operand: Int, _ axis: Int) -> AxisLink {
    let result = outputs[0].type.shape
    if primitive.isElementwise { return { _, axis in .same(axis) } }
    switch primitive {
    case .broadcast(_, let dimensions):
      let sizes = inputs[0].type.shape.sizes
      return { _, axis in
        sizes[axis] == result[dimensions[axis]] ? .same(dimensions[axis]) : .alone
      }
    case .reshape:
      let links = keptAxes(from: inputs[0].type.shape.sizes, to: result.sizes)
      return { _, axis in links[axis].map { .same($0) } ?? .mixed }
    case .transpose(let permutation):
      return { _, axis in permutation.firstIndex(of: axis).map { .same($0) } ?? .mixed }
    case .slice(_, _, let strides):
      let sizes = inputs[0].type.shape.sizes
      return { _, axis in sizes[axis] == result[axis] && strides[axis] == 1 ? .same(axis) : .mixed }
    case .reverse(let axes): return { _, axis in axes.contains(axis) ? .mixed : .same(axis) }
    case .pad(let low, let high):
      return { operand, axis in
        operand == 0 && low[axis] == 0 && high[axis] == 0 ? .same(axis) : .mixed
      }
    case .concatenate(let joined), .cumulative(_, let joined, _), .sort(let joined, _):
      return { _, axis in axis == joined ? .mixed : .same(axis) }
    case .reduce(_, let axes):
      return { _, axis in
        axes.contains(axis) ? .mixed : .same(axis - axes.count { $0 < axis })
      }
    case .argReduce(_, let reduced):
      return { _, axis in axis == reduced ? .mixed : .same(axis > reduced ? axis - 1 : axis) }
    case .dot(let dimensions): return dotLinks(dimensions)
    case .gather(let indexed, let batchCount, _):
      let indexRank = inputs[1].type.shape.rank
      return { operand, axis in
        if axis < batchCount { return .paired(operand: 1 - operand, axis: axis, result: axis) }
        if operand == 1 { return .same(indexed + axis - batchCount) }
        if axis == indexed { return .mixed }
        return .same(axis < indexed ? axis : axis + indexRank - batchCount - 1)
      }
    case .dynamicSlice(let sizes):
      let operandSizes = inputs[0].type.shape.sizes
      return { _, axis in sizes[axis] == operandSizes[axis] ? .same(axis) : .mixed }
    case .dynamicUpdateSlice:
      let (whole, part) = (inputs[0].type.shape.sizes, inputs[1].type.shape.sizes)
      return { _, axis in whole[axis] == part[axis] ? .same(axis) : .mixed }
    case .conv: return { operand, axis in operand == 0 && axis == 0 ? .same(0) : .mixed }
    default: return { _, _ in .mixed }
    }
  }

  /// Whether a result's axis is made by the equation in such a way that its elements differ by
  /// their place.
  func mixesOutput(_ axis: Int) -> Bool {
    switch primitive {
    case .iota(_, _, let counted): counted == axis
    case .concatenate(let joined): joined == axis
    case .reshape:
      !keptAxes(from: inputs[0].type.shape.sizes, to: outputs[0].type.shape.sizes)
        .contains(axis) && outputs[0].type.shape[axis] != 1
    case .conv: axis != 0
    case .slice(_, _, let strides):
      strides[axis] != 1 || inputs[0].type.shape[axis] != outputs[0].type.shape[axis]
    case .dynamicSlice(let sizes): sizes[axis] != inputs[0].type.shape[axis]
    case .pad(let low, let high): low[axis] != 0 || high[axis] != 0
    case .qr, .decompose, .reduceWindow, .whileLoop: true
    default: false
    }
  }

  private func dotLinks(_ dimensions: DotDimensions) -> (Int, Int) -> AxisLink {
    let free = dimensions.freeAxes(
      leftRank: inputs[0].type.shape.rank, rightRank: inputs[1].type.shape.rank)
    let batchCount = dimensions.leftBatch.count
    return { operand, axis in
      let batch = operand == 0 ? dimensions.leftBatch : dimensions.rightBatch
      let otherBatch = operand == 0 ? dimensions.rightBatch : dimensions.leftBatch
      if let index = batch.firstIndex(of: axis) {
        return .paired(operand: 1 - operand, axis: otherBatch[index], result: index)
      }
      if operand == 0, let index = free.left.firstIndex(of: axis) {
        return .same(batchCount + index)
      }
      if operand == 1, let index = free.right.firstIndex(of: axis) {
        return .same(batchCount + free.left.count + index)
      }
      return .mixed
    }
  }
}

/// For each old axis, the new one that it is after a reshape, if it stays whole.
private func keptAxes(from old: [Int], to new: [Int]) -> [Int?] {
  var links = [Int?](repeating: nil, count: old.count)
  if old.contains(0) { return links }
  var (from, to) = (0, 0)
  while from < old.count && to < new.count {
    if old[from] == 1 && new[to] != 1 {
      from += 1
    } else if new[to] == 1 && old[from] != 1 {
      to += 1
    } else if old[from] == new[to] {
      links[from] = to
      (from, to) = (from + 1, to + 1)
    } else {
      // Several old axes become several new ones: on to where both have as many elements.
      var (oldCount, newCount) = (old[from], new[to])
      (from, to) = (from + 1, to + 1)
      while oldCount != newCount {
        if oldCount < newCount {
          oldCount *= old[from]
          from += 1
        } else {
          newCount *= new[to]
          to += 1
        }
      }
    }
  }
  return links
}
