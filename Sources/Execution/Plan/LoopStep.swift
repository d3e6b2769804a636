/// Runs a scan: for each block of steps the prologue, then the core step by step, then the
/// epilogue.
struct LoopStep: StepContent {
  /// An address that moves through an array with the loop.
  struct Cursor: Equatable, Codable, Sendable {
    enum Movement: String, Codable, Sendable {
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

  /// The memory of a part of the carry: two buffers, and the slots of the one that a step reads and the
  /// one it writes.
  struct Carry: Equatable, Codable, Sendable {
    var first, second: View
    var input, output: Int
  }

  /// Copies of a part of the carry into the loop and out of it.
  struct CarryEnds: Equatable, Codable, Sendable {
    var start, end: CopyStep
  }

  /// Memory of which each thread of a team has so many bytes.
  struct Scratch: Equatable, Codable, Sendable {
    var slot, byteCount: Int
  }

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
  /// Memory of inputs and outputs to free as the loop goes.
  var release: StepRelease?
  /// How many threads do the steps together.
  var teamSize = 1
  var scratch: [Scratch] = []
  /// Done once, before the loop.
  var preheader = StepList([])
  /// For each part of the core's carry, its copies.
  var carryEnds: [CarryEnds] = []
  /// The same for the parts of the carry that stages keep.
  var stateEnds: [CarryEnds] = []

  /// Whether a team can run what is in the loop.
  var insideSuitsTeams: Bool {
    let sections = [corePreheader, core] + prologues.lists + stages.lists + epilogues.lists
    return sections.allSatisfy(\.suitsTeams)
  }

  var ownSteps: [StepList] {
    [preheader, corePreheader, core] + prologues.lists + stages.lists + epilogues.lists
  }

  var lines: [String] {
    let direction = isReversed ? "backwards " : ""
    let stages = stages.lines
    let parts =
      preheader.lines.below("before:") + prologues.lines.below("prologue:")
      + (stages.isEmpty ? [] : stages.below("linear carries:"))
      + (corePreheader.lines + core.lines).below("core:") + epilogues.lines.below("epilogue:")
    let threads = teamSize > 1 ? ", \(teamSize) threads together" : ""
    return parts.below("loop \(direction)over \(length) in blocks of \(blockLength)\(threads)")
  }
}

/// Runs a scan with prologues and epilogues on other threads than its cores.
struct PipelineStep: StepContent {
  let loop: LoopStep
  let preheader: StepList
  /// The slots whose addresses are the same for all threads.
  let taken: [Int]
  let threadCount: Int

  var ownSteps: [StepList] { [preheader] + loop.ownSteps }

  var lines: [String] {
    (preheader.lines.below("before:") + loop.lines).below("blocks on several threads")
  }
}
