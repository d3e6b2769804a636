import Arrays

/// Runs a `LoopStep`.
final class RunningLoop: RunningStep {
  /// Copies of a part of the carry into the loop and out of it.
  struct CarryEnds {
    let start, end: RunningCopy

    init(_ ends: LoopStep.CarryEnds) {
      (start, end) = (RunningCopy(ends.start), RunningCopy(ends.end))
    }
  }

  private let step: LoopStep
  private let preheader, corePreheader, core: RunningSteps
  private let prologues, stages, epilogues: RunningStepsByLength
  private let ends, stateEnds: [CarryEnds]
  private let blockCursors, stepCursors: [LoopStep.Cursor]

  init(_ step: LoopStep) {
    self.step = step
    preheader = RunningSteps(step.preheader)
    corePreheader = RunningSteps(step.corePreheader)
    core = RunningSteps(step.core)
    prologues = RunningStepsByLength(step.prologues)
    stages = RunningStepsByLength(step.stages)
    epilogues = RunningStepsByLength(step.epilogues)
    ends = step.carryEnds.map(CarryEnds.init)
    stateEnds = step.stateEnds.map(CarryEnds.init)
    blockCursors = step.cursors.filter { $0.moves == .withBlocks || $0.moves == .inTurns }
    stepCursors = step.cursors.filter { $0.moves == .withSteps || $0.moves == .withStepsOfBlock }
    super.init(step)
  }

  override func run(_ frame: Frame) throws { try run(frame, helpers: []) }

  /// Runs with threads for blocks that are there at once, if any are given a frame.
  func run(_ frame: Frame, helpers: [Frame]) throws {
    try begin(frame)
    if !helpers.isEmpty {
      try runPipeline(frame, helpers)
    } else if step.teamSize > 1, frame.profile == nil {
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

  /// Runs some of the blocks: the carry is taken from where it begins and left where it ends. The
  /// number of steps before them must be even.
  func run(blocks: Range<Int>, _ frame: Frame) throws {
    try begin(frame)
    try runBlocks(blocks, frame)
    end(frame)
  }

  private func begin(_ frame: Frame) throws {
    try preheader.run(frame)
    for state in stateEnds { state.start.run(frame) }
    for (carry, end) in zip(step.carry, ends) {
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

  private func end(_ frame: Frame) {
    for end in ends { end.end.run(frame) }
    for end in stateEnds { end.end.run(frame) }
  }

  /// Some of the steps.
  private struct Block {
    var number, start, count: Int
    /// How many steps there are before.
    var done: Int
  }

  private var blockCount: Int {
    step.length == 0 ? 0 : (step.length - 1) / step.blockLength + 1
  }

  private func block(_ number: Int) -> Block {
    let done = number * step.blockLength
    let count = min(step.blockLength, step.length - done)
    return Block(
      number: number, start: step.isReversed ? step.length - done - count : done, count: count,
      done: done)
  }

  /// Frees what blocks have read and written up to this one, now and then.
  private func release(_ number: Int, _ frame: Frame) {
    guard let release = step.release else { return }
    let blocks = max(1, release.interval / step.blockLength)
    guard (number + 1) % blocks == 0 || number + 1 == blockCount else { return }
    let end = block(number).done + block(number).count
    let start = number / blocks * blocks * step.blockLength
    release.run(step.isReversed ? step.length - end..<step.length - start : start..<end, frame)
  }

  /// Runs with prologues and epilogues shared out.
  private func runPipeline(_ frame: Frame, _ helpers: [Frame]) throws {
    for helper in helpers { try preheader.run(helper) }
    let pipeline = BlockPipeline(
      blockCount: blockCount, ringLength: step.ringLength,
      hasEpilogues: !epilogues.isEmpty)
    try pipeline.run([frame] + helpers) { part, number, frame in
      let block = block(number)
      move(frame, to: block)
      switch part {
      case .prologue: try prologues[block.count]?.run(frame)
      case .core:
        try runCore(block, frame)
        release(number, frame)
      case .epilogue: try epilogues[block.count]?.run(frame)
      }
    }
  }

  /// Runs block after block with a team.
  private func runTogether(_ frame: Frame) throws {
    let helpers = frame.workers.prefix(step.teamSize - 1)
    for (index, helper) in helpers.enumerated() {
      helper.copyAll(from: frame)
      for scratch in step.scratch {
        helper.addresses[scratch.slot] += (index + 1) * scratch.byteCount
      }
    }
    let work = TeamWork(self, frame, Array(helpers))
    withExtendedLifetime(work) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(work).toOpaque()) { context, chunk, _ in
          let work = Unmanaged<TeamWork>.fromOpaque(context).takeUnretainedValue()
          chunk == 0 ? work.lead() : work.help(chunk - 1)
        }, chunks: step.teamSize, threads: step.teamSize, areShort: false)
    }
    if let failure = work.failure { throw failure }
  }

  /// A loop's run by a team: its threads share it.
  private final class TeamWork: @unchecked Sendable {  // each thread has its own frame
    let loop: RunningLoop
    let team: Team
    let frame: Frame
    let helpers: [Frame]
    var failure: (any Error)?

    init(_ loop: RunningLoop, _ frame: Frame, _ helpers: [Frame]) {
      (self.loop, self.frame, self.helpers) = (loop, frame, helpers)
      team = Team(of: helpers.count + 1)
    }

    func lead() {
      do {
        for number in 0..<loop.blockCount {
          frame.member = team.begin(number)
          try loop.runBlock(number, frame)
          if frame.member != nil { team.end() }
          frame.member = nil
          loop.release(number, frame)
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
          try loop.runBlock(number, frame)
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
    try prologues[block.count]?.run(frame)
    try runCore(block, frame)
    try epilogues[block.count]?.run(frame)
  }

  /// Makes cursors show a block.
  private func move(_ frame: Frame, to block: Block) {
    let addresses = frame.addresses
    for cursor in blockCursors {
      let index = cursor.moves == .inTurns ? block.number % step.ringLength : block.start
      addresses[cursor.slot] = addresses[cursor.base] + cursor.offset + index * cursor.step
    }
  }

  private func runCore(_ block: Block, _ frame: Frame) throws {
    try stages[block.count]?.run(frame)
    if core.isEmpty { return }
    let addresses = frame.addresses
    for carry in step.carry {
      let isSwapped = block.done % 2 == 1
      addresses[carry.input] = addresses[isSwapped ? carry.second.slot : carry.first.slot]
      addresses[carry.output] = addresses[isSwapped ? carry.first.slot : carry.second.slot]
    }
    try runSteps(start: block.start, block.count, frame)
  }

  private func runSteps(start: Int, _ count: Int, _ frame: Frame) throws {
    try corePreheader.run(frame)
    let addresses = frame.addresses
    let first = step.isReversed ? count - 1 : 0
    for cursor in stepCursors {
      let index = cursor.moves == .withSteps ? start + first : first
      addresses[cursor.slot] = addresses[cursor.base] + cursor.offset + index * cursor.step
    }
    for _ in 0..<count {
      try core.run(frame)
      frame.isAtOddStep.toggle()
      for cursor in stepCursors {
        addresses[cursor.slot] += step.isReversed ? -cursor.step : cursor.step
      }
      for carry in step.carry {
        swap(&addresses[carry.input], &addresses[carry.output])
      }
    }
  }
}
