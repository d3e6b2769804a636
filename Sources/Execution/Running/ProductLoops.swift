/// The loops around products, which move each side from turn to turn.
struct ProductLoops {
  /// Bytes that the sides of a product are moved by; a packed right side stays where it is.
  struct Offset {
    var left = 0
    var right = 0
    var result = 0
    var start = 0
  }

  private let sizes: [Int]
  private let steps: [Offset]
  /// Number of turns of all loops together.
  let count: Int

  /// The loops of the axes in front of rows and columns.
  init(_ step: ProductStep) {
    sizes = Array(step.result.sizes.dropLast(2))
    count = sizes.reduce(1, *)
    steps = sizes.indices.map { axis in
      var right = 0
      if case .plain(let view, _, _) = step.right { right = view.strides[axis] * 4 }
      return Offset(
        left: step.left[0].strides[axis] * 4, right: right,
        result: step.result.strides[axis] * 4, start: (step.start?.strides[axis] ?? 0) * 4)
    }
  }

  /// The offsets in a turn.
  func offset(_ index: Int) -> Offset {
    var offset = Offset()
    if count == 1 { return offset }
    var rest = index
    for axis in sizes.indices.reversed() {
      let turn = rest % sizes[axis]
      rest /= sizes[axis]
      offset.left += turn * steps[axis].left
      offset.right += turn * steps[axis].right
      offset.result += turn * steps[axis].result
      offset.start += turn * steps[axis].start
    }
    return offset
  }
}
