import Diagnostics

/// A step that can run. It doesn't change once made, and many threads may run it at once, each on a
/// frame of its own.
class RunningStep {
  /// The step of the plan.
  let content: any StepContent
  /// Whether it runs lists of other steps.
  let runsOthers: Bool

  init(_ content: some StepContent) {
    self.content = content
    runsOthers = !content.ownSteps.isEmpty
  }

  /// Does what the step says.
  func run(_ frame: Frame) throws {
    throw Diagnostic("a step doesn't say how it runs", code: .internalFault)
  }

  /// Does this thread's part of it; whoever is to read what it makes waits until all are done.
  func run(_ frame: Frame, as member: Team.Member) throws {
    if member.isFirst { try run(frame) }
  }
}

extension Step {
  /// The step, ready to run.
  fileprivate var running: RunningStep {
    switch self {
    case .copy(let step): RunningCopy(step)
    case .convert(let step): RunningConversion(step)
    case .pad(let step): RunningPad(step)
    case .dynamicSlice(let step): RunningDynamicSlice(step)
    case .dynamicUpdate(let step): RunningDynamicUpdate(step)
    case .evaluate(let step): RunningEvaluation(step)
    case .count(let step): RunningCount(step)
    case .tiles(let step): RunningTiles(step)
    case .product(let step): step.running
    case .pack(let step): RunningPack(step)
    case .recurrence(let step): RunningRecurrence(step)
    case .loop(let step): RunningLoop(step)
    case .whileLoop(let step): RunningWhile(step)
    case .choice(let step): RunningChoice(step)
    case .split(let step): RunningSplit(step)
    case .pipeline(let step): RunningPipeline(step)
    case .sequences(let step): RunningSequences(step)
    case .rowCopy(let step): RunningRowCopy(step)
    }
  }
}

/// Steps that can run, in order.
final class RunningSteps {
  let steps: [RunningStep]
  private let count: Int
  private let references: UnsafeMutablePointer<Unmanaged<RunningStep>>
  /// After which of the steps the threads of a team wait for each other.
  private let waits: [Bool]

  init(_ list: StepList) {
    steps = list.steps.map(\.running)
    count = steps.count
    waits = list.waits
    references = .allocate(capacity: max(count, 1))
    for (index, step) in steps.enumerated() {
      (references + index).initialize(to: Unmanaged.passUnretained(step))
    }
  }

  deinit { references.deallocate() }

  var isEmpty: Bool { count == 0 }

  /// Runs them. Counting references to steps that threads share would make them wait for each
  /// other, so none are counted.
  func run(_ frame: Frame) throws {
    if let member = frame.member {
      for index in 0..<count {
        try references[index]._withUnsafeGuaranteedRef { try $0.run(frame, as: member) }
        if waits[index] { member.wait() }
      }
      return
    }
    if let profile = frame.profile {
      for step in steps { try profile.run(step, frame) }
      return
    }
    for index in 0..<count {
      try references[index]._withUnsafeGuaranteedRef { try $0.run(frame) }
    }
  }
}

/// Lists of steps that can run, for parts of different lengths.
struct RunningStepsByLength {
  private let lengths: [Int]
  private let lists: [RunningSteps]

  init(_ steps: StepsByLength) {
    lengths = steps.lengths
    lists = steps.lists.map(RunningSteps.init)
  }

  /// The list for parts of a length.
  subscript(length: Int) -> RunningSteps? {
    for index in lengths.indices where lengths[index] == length { return lists[index] }
    return nil
  }

  /// Whether there is nothing to do.
  var isEmpty: Bool { lists.allSatisfy(\.isEmpty) }
}
