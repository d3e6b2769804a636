import Arrays

/// Runs a scan: for each block of steps the prologue, then the core step by step, then the
/// epilogue.
final class LoopStep: Step {
  /// An address that moves through an array with the loop.
  struct Cursor {
    enum Movement {
      case withBlocks, withSteps, withStepsOfBlock
      /// Through the values of the blocks that are there at once, and again.
      case inTurns
    }

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
    /// How many blocks' values there are at once.
    var ringLength: Int
    var isReversed: Bool
    var carry: [Carry]
    var cursors: [Cursor]
    /// By the number of steps in a block.
    var prologues: StepsByLength
    /// Linear carries and what depends on them, in order, by the number of steps in a block.
    var stages: StepsByLength
    /// Done once in each block, before its steps.
    var corePreheader, core: StepList
    var epilogues: StepsByLength
    /// What to free as the loop goes.
    var release: StepRelease?
    /// How many threads do the steps together.
    var teamSize = 1
    /// Slots of memory of which each thread of a team has so many bytes.
    var scratch: [(slot: Int, byteCount: Int)] = []

    /// Whether threads can run it together.
    var suitsTeams: Bool {
      let sections =
        [corePreheader, core] + prologues.lists + stages.lists + epilogues.lists
      return sections.allSatisfy(\.suitsTeams)
    }
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
    blockCursors = body.cursors.filter { $0.moves == .withBlocks || $0.moves == .inTurns }
    stepCursors = body.cursors.filter { $0.moves == .withSteps || $0.moves == .withStepsOfBlock }
  }

  override func run(_ frame: Frame) throws { try run(frame, helpers: []) }

  /// Runs with threads for blocks that are there at once, if any are given a frame.
  func run(_ frame: Frame, helpers: [Frame]) throws {
    try begin(frame)
    if !helpers.isEmpty {
      try runPipeline(frame, helpers)
    } else if body.teamSize > 1, frame.profile == nil {
      try runTogether(frame)
    } else {
      try runBlocks(0..<blockCount, frame)
    }
    end(frame)
  }

  /// Runs one of `turns` parts of the blocks; they must be run in order, on the same frame.
  func run(turn: Int, of turns: Int, _ frame: Frame) throws {
    if turn == 0 { try begin(frame) }
    try runBlocks(blockCount * turn / turns..<blockCount * (turn + 1) / turns, frame)
    if turn == turns - 1 { end(frame) }
  }

  private func begin(_ frame: Frame) throws {
    try preheader.run(frame)
    for state in stateEnds { state.start.run(frame) }
    for (carry, end) in zip(body.carry, ends) {
      end.start.run(frame)
      frame.addresses[carry.input] = frame.addresses[carry.first.slot]
    }
  }

  private func runBlocks(_ numbers: Range<Int>, _ frame: Frame) throws {
    for number in numbers {
      try runBlock(number, frame)
      release(number, frame)
    }
  }

  private func end(_ frame: Frame) { for end in ends + stateEnds { end.end.run(frame) } }

  /// Some of the steps.
  private struct Block {
    var number, start, count: Int
    /// How many steps there are before.
    var done: Int
  }

  private var blockCount: Int {
    body.length == 0 ? 0 : (body.length - 1) / body.blockLength + 1
  }

  private func block(_ number: Int) -> Block {
    let done = number * body.blockLength
    let count = min(body.blockLength, body.length - done)
    return Block(
      number: number, start: body.isReversed ? body.length - done - count : done, count: count,
      done: done)
  }

  /// Frees what blocks have read and written up to this one, now and then.
  private func release(_ number: Int, _ frame: Frame) {
    guard let release = body.release else { return }
    let blocks = max(1, release.interval / body.blockLength)
    guard (number + 1) % blocks == 0 || number + 1 == blockCount else { return }
    let end = block(number).done + block(number).count
    let start = number / blocks * blocks * body.blockLength
    release.run(body.isReversed ? body.length - end..<body.length - start : start..<end, frame)
  }

  /// Runs with prologues and epilogues shared out.
  private func runPipeline(_ frame: Frame, _ helpers: [Frame]) throws {
    for helper in helpers { try preheader.run(helper) }
    let pipeline = BlockPipeline(
      blockCount: blockCount, ringLength: body.ringLength,
      hasEpilogues: !body.epilogues.isEmpty)
    try pipeline.run([frame] + helpers) { part, number, frame in
      let block = block(number)
      move(frame, to: block)
      switch part {
      case .prologue: try body.prologues[block.count]?.run(frame)
      case .core:
        try runCore(block, frame)
        release(number, frame)
      case .epilogue: try body.epilogues[block.count]?.run(frame)
      }
    }
  }

  /// Runs block after block with a team.
  private func runTogether(_ frame: Frame) throws {
    let helpers = frame.workers.prefix(body.teamSize - 1)
    for (index, helper) in helpers.enumerated() {
      helper.copyAll(from: frame)
      for scratch in body.scratch {
        helper.addresses[scratch.slot] += (index + 1) * scratch.byteCount
      }
    }
    let work = TeamWork(self, frame, Array(helpers))
    withExtendedLifetime(work) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(work).toOpaque()) { context, chunk, _ in
          let work = Unmanaged<TeamWork>.fromOpaque(context).takeUnretainedValue()
          chunk == 0 ? work.lead() : work.help(chunk - 1)
        }, chunks: body.teamSize, threads: body.teamSize, areShort: false)
    }
    if let failure = work.failure { throw failure }
  }

  /// What a team's threads share.
  private final class TeamWork: @unchecked Sendable {  // each thread has its own frame
    let step: LoopStep
    let team: Team
    let frame: Frame
    let helpers: [Frame]
    var failure: (any Error)?

    init(_ step: LoopStep, _ frame: Frame, _ helpers: [Frame]) {
      (self.step, self.frame, self.helpers) = (step, frame, helpers)
      team = Team(of: helpers.count + 1)
    }

    func lead() {
      do {
        for number in 0..<step.blockCount {
          frame.member = team.begin(number)
          try step.runBlock(number, frame)
          if frame.member != nil { team.end() }
          frame.member = nil
          step.release(number, frame)
        }
      } catch {
        // Steps that teams run don't fail.
        failure = error
      }
      team.dismiss()
    }

    func help(_ index: Int) {
      let frame = helpers[index]
      team.help { number, member in
        frame.member = member
        do {
          try step.runBlock(number, frame)
        } catch {
          failure = error
        }
        frame.member = nil
      }
    }
  }

  // MARK: Blocks

  private func runBlock(_ number: Int, _ frame: Frame) throws {
    let block = block(number)
    move(frame, to: block)
    try body.prologues[block.count]?.run(frame)
    try runCore(block, frame)
    try body.epilogues[block.count]?.run(frame)
  }

  /// Makes cursors show a block.
  private func move(_ frame: Frame, to block: Block) {
    let addresses = frame.addresses
    for cursor in blockCursors {
      let index = cursor.moves == .inTurns ? block.number % body.ringLength : block.start
      addresses[cursor.slot] = addresses[cursor.base] + cursor.offset + index * cursor.step
    }
  }

  private func runCore(_ block: Block, _ frame: Frame) throws {
    try body.stages[block.count]?.run(frame)
    if body.core.isEmpty { return }
    let addresses = frame.addresses
    for carry in body.carry {
      let isSwapped = block.done % 2 == 1
      addresses[carry.input] = addresses[isSwapped ? carry.second.slot : carry.first.slot]
      addresses[carry.output] = addresses[isSwapped ? carry.first.slot : carry.second.slot]
    }
    try runSteps(start: block.start, block.count, frame)
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
      frame.isAtOddStep.toggle()
      for cursor in stepCursors {
        addresses[cursor.slot] += body.isReversed ? -cursor.step : cursor.step
      }
      for carry in body.carry {
        swap(&addresses[carry.input], &addresses[carry.output])
      }
    }
  }

  override var ownSteps: [StepList] {
    [preheader, body.corePreheader, body.core] + body.prologues.lists + body.stages.lists
      + body.epilogues.lists
  }

  override var lines: [String] {
    let direction = body.isReversed ? "backwards " : ""
    let stages = body.stages.lines
    let parts =
      preheader.lines.below("before:") + body.prologues.lines.below("prologue:")
      + (stages.isEmpty ? [] : stages.below("linear carries:"))
      + (body.corePreheader.lines + body.core.lines).below("core:")
      + body.epilogues.lines.below("epilogue:")
    let threads = body.teamSize > 1 ? ", \(body.teamSize) threads together" : ""
    return parts.below(
      "loop \(direction)over \(body.length) in blocks of \(body.blockLength)\(threads)")
  }
}
