import Arrays
import ProgramIR

// Views of the values of a loop.
extension LoopBuilder {
  /// A part of an array that moves through it along the leading axis.
  private func moving(
    _ part: View, through array: View, _ moves: LoopStep.Cursor.Movement
  ) -> View {
    let view = part.moved(to: plan.addCursor())
    cursors.append(
      LoopStep.Cursor(
        slot: view.slot, base: array.slot, offset: array.offset,
        step: array.strides[0] * array.dtype.byteCount, moves: moves))
    return view
  }

  /// The steps of an array with a leading axis of the scan's length, block by block.
  func blocks(of array: View) -> View {
    moving(shortened(array, to: blockLength), through: array, .withBlocks)
  }

  /// The steps of an array with a leading axis of the scan's length, one by one. Must be planned
  /// inside the loop over steps.
  func steps(of array: View) -> View { moving(array.firstPart, through: array, .withSteps) }

  /// The steps of one of the xs, one by one; of what is made of it before outer loops too.
  func steps(ofInput array: View) -> View {
    let view = steps(of: array)
    plan.steppedArrays[view.slot] = PlanBuilder.SteppedArray(
      array: array, depth: plan.depth - 2, steps: steps(of:))
    return view
  }

  /// The steps of a block's values, one by one.
  func steps(ofBlock block: View) -> View {
    moving(block.firstPart, through: block, .withStepsOfBlock)
  }

  /// Memory for the values of a block, kept through the whole loop; if several are made at once,
  /// for as many blocks.
  func addBlockBuffer(_ type: ArrayType) -> View {
    let sizes = [blockLength] + type.shape.sizes
    guard ringLength > 1 else {
      let view = plan.addBuffer(type.dtype, sizes)
      keep(view)
      return view
    }
    // All threads use the same: its place is outside of what each has its own of.
    let ring = plan.addBuffer(type.dtype, [ringLength] + sizes, level: PlanBuilder.runLevel)
    keep(ring)
    return moving(ring.firstPart, through: ring, .inTurns)
  }

  /// Keeps a buffer's memory for it through the whole loop.
  func keep(_ view: View) {
    plan.touch(view.slot, at: start)
    kept.append(view.slot)
  }

  /// The first part of a block that has fewer steps.
  func shortened(_ block: View, to length: Int) -> View {
    var view = block
    view.sizes[0] = length
    return view
  }

  func isScanned(_ source: LoopParts.Source) -> Bool { parts.isScanned(source, in: scan) }

  /// Whether one of the xs is the numbers of the steps.
  func isCounted(_ index: Int) -> Bool { plan.isStepNumbers(operands[index].slot) }

  /// Adds a cursor for each of the xs that are numbers of steps; it moves by a byte a step.
  func addCounters() {
    for index in scan.scannedInputs where isCounted(index) {
      let array = operands[index]
      let cursor = LoopStep.Cursor(
        slot: plan.addCursor(), base: array.slot, offset: array.offset / array.dtype.byteCount,
        step: 1, moves: .withBlocks)
      cursors.append(cursor)
      counting[index] = cursor
    }
  }

  /// Plans to write the numbers of a block's steps.
  func planCounting(_ length: Int) {
    for index in scan.scannedInputs {
      guard let cursor = counting[index], let block = blocks[.input(index)] else { continue }
      let target = shortened(block, to: length)
      plan.emit(
        .count(CountStep(target: target, cursor: cursor.slot, base: cursor.base)),
        touching: [target.slot])
    }
  }
}
