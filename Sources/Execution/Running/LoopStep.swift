import Arrays

/// Runs a scan: for each block of steps the prologue, then the core step by step, then the
/// epilogue.
final class LoopStep: Step {
  /// An address that moves through an array with the loop.
  struct Cursor {
    enum Movement { case withBlocks, withSteps, withStepsOfBlock }

    var slot: Int
    /// The slot and offset of the array.
    var base, offset: Int
    /// Bytes from one step to the next.
    var step: Int
    var moves: Movement
  }

  /// Where a part of the carry is: two buffers and the slots of the one that a step reads and the
  /// one it writes.
  struct Carry {
    var first, second: View
    var input, output: Int
  }

  struct CarryEnds {
    var start, end: CopyStep
  }

  struct Body {
    var length, blockLength: Int
    var isReversed: Bool
    var carry: [Carry]
    var cursors: [Cursor]
    /// By the number of steps in a block.
    var prologues: [Int: StepList]
    /// Linear carries and what depends on them, in order, by the number of steps in a block.
    var stages: [Int: StepList]
    /// Done once in each block, before its steps.
    var corePreheader, core: StepList
    var epilogues: [Int: StepList]
    /// What to free as the loop goes.
    var release: StepRelease?
  }

  private let body: Body
  private let preheader: StepList
  private let ends, stateEnds: [CarryEnds]
  private let blockCursors, stepCursors: [Cursor]

  /// `states` are the parts of the carry that stages keep.
  init(_ body: Body, preheader: StepList, carry ends: [CarryEnds], states: [CarryEnds]) {
    self.body = body
    self.preheader = preheader
    self.ends = ends
    stateEnds = states
    blockCursors = body.cursors.filter { $0.moves == .withBlocks }
    stepCursors = body.cursors.filter { $0.moves != .withBlocks }
  }

  override func run(_ frame: Frame) throws {
    try preheader.run(frame)
    for state in stateEnds { state.start.run(frame) }
    for (carry, end) in zip(body.carry, ends) {
      end.start.run(frame)
      frame.addresses[carry.input] = frame.addresses[carry.first.slot]
      frame.addresses[carry.output] = frame.addresses[carry.second.slot]
    }
    var (done, released) = (0, 0)
    while done < body.length {
      let count = min(body.blockLength, body.length - done)
      try runBlock(start: body.isReversed ? body.length - done - count : done, count, frame)
      done += count
      if let release = body.release, done - released >= release.interval || done == body.length {
        let steps = released..<done
        release.run(
          body.isReversed
            ? body.length - steps.upperBound..<body.length - steps.lowerBound : steps, frame)
        released = done
      }
    }
    for end in ends + stateEnds { end.end.run(frame) }
  }

  private func runBlock(start: Int, _ count: Int, _ frame: Frame) throws {
    let addresses = frame.addresses
    for cursor in blockCursors {
      addresses[cursor.slot] = addresses[cursor.base] + cursor.offset + start * cursor.step
    }
    try body.prologues[count]?.run(frame)
    try body.stages[count]?.run(frame)
    if !body.core.isEmpty { try runSteps(start: start, count, frame) }
    try body.epilogues[count]?.run(frame)
  }

  private func runSteps(start: Int, _ count: Int, _ frame: Frame) throws {
    try body.corePreheader.run(frame)
    let addresses = frame.addresses
    let first = body.isReversed ? count - 1 : 0
    for cursor in stepCursors {
      let index = cursor.moves == .withSteps ? start + first : first
      addresses[cursor.slot] = addresses[cursor.base] + cursor.offset + index * cursor.step
    }
    for _ in 0..<count {
      try body.core.run(frame)
      for cursor in stepCursors {
        addresses[cursor.slot] += body.isReversed ? -cursor.step : cursor.step
      }
      for carry in body.carry {
        swap(&addresses[carry.input], &addresses[carry.output])
      }
    }
  }

  override var ownSteps: [StepList] {
    [preheader, body.corePreheader, body.core] + body.prologues.values + body.stages.values
      + body.epilogues.values
  }

  override var lines: [String] {
    let direction = body.isReversed ? "backwards " : ""
    func lines(_ sections: [Int: StepList]) -> [String] {
      sections.max { $0.key < $1.key }?.value.lines ?? []
    }
    let stages = lines(body.stages)
    let parts =
      preheader.lines.below("before:") + lines(body.prologues).below("prologue:")
      + (stages.isEmpty ? [] : stages.below("linear carries:"))
      + (body.corePreheader.lines + body.core.lines).below("core:")
      + lines(body.epilogues).below("epilogue:")
    return parts.below("loop \(direction)over \(body.length) in blocks of \(body.blockLength)")
  }
}
