import Arrays
import Synchronization

/// Runs a scan range by range of an independent axis: each range has a frame of its own, and threads
/// take turns at them.
final class SplitStep: Step {
  /// An address that depends on the range.
  struct Cursor {
    var slot, base, offset: Int
    /// Bytes from one place of the axis to the next.
    var step: Int
  }

  private let preheader: StepList
  private let ranges: [Range<Int>]
  /// How many turns each range takes.
  private let turns: Int
  private let threadCount: Int
  /// Whether all of it takes less than some hundred microseconds.
  private let isShort: Bool
  private let cursors: [Cursor]
  /// By the length of a range, its loop.
  private let sections: StepsByLength
  /// By range.
  private let loops: [LoopStep]
  /// What only the first range puts into its place.
  private let shared: [CopyStep]
  /// The slots whose addresses are the same for all ranges.
  private let taken: [Int]

  /// `loops` are one for each length that a range has.
  init(
    preheader: StepList, ranges: [Range<Int>], turns: Int, threadCount: Int, isShort: Bool,
    cursors: [Cursor], loops sections: StepsByLength, shared: [CopyStep], taken: [Int]
  ) {
    self.preheader = preheader
    self.ranges = ranges
    self.turns = turns
    self.threadCount = threadCount
    self.isShort = isShort
    self.cursors = cursors
    self.sections = sections
    // Such a section is a loop alone.
    loops = ranges.compactMap { sections[$0.count]?.steps.first as? LoopStep }
    self.shared = shared
    self.taken = taken
  }

  /// What the threads share while they run.
  private final class Job: @unchecked Sendable {  // a frame is with one thread at a time
    let step: SplitStep
    let frame: Frame
    let turns: RangeTurns
    let failure = Mutex<(any Error)?>(nil)

    init(_ step: SplitStep, _ frame: Frame) {
      (self.step, self.frame) = (step, frame)
      turns = RangeTurns(step.ranges.count, turns: step.turns)
    }

    /// Runs the next turn that there is.
    func run(_ thread: Int) {
      let (range, turn) = turns.take(thread: thread, of: step.threadCount)
      do {
        try step.run(range, turn, frame)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      turns.finish(range)
    }
  }

  override func run(_ frame: Frame) throws {
    try preheader.run(frame)
    if frame.profile != nil { for worker in frame.workers { worker.profile = Profile() } }
    defer {
      for worker in frame.workers {
        if let profile = worker.profile { frame.profile?.add(profile) }
        worker.profile = nil
      }
    }
    let job = Job(self, frame)
    withExtendedLifetime(job) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) { job, _, thread in
          Unmanaged<Job>.fromOpaque(job).takeUnretainedValue().run(thread)
        }, chunks: ranges.count * turns, threads: threadCount, areShort: isShort)
    }
    if let failure = job.failure.withLock({ $0 }) { throw failure }
  }

  private func run(_ index: Int, _ turn: Int, _ frame: Frame) throws {
    let own = frame.workers[index]
    if turn == 0 {
      own.copy(taken, from: frame)
      for cursor in cursors {
        own.addresses[cursor.slot] =
          own.addresses[cursor.base] + cursor.offset + ranges[index].lowerBound * cursor.step
      }
    }
    try loops[index].run(turn: turn, of: turns, own)
    if index == 0, turn == turns - 1 { for copy in shared { copy.run(own) } }
  }

  override var ownSteps: [StepList] { [preheader] + sections.lists }

  override var lines: [String] {
    let lengths = ranges.map { "\($0.count)" }.joined(separator: ", ")
    return (preheader.lines.below("before:") + sections.lines)
      .below("split into ranges of \(lengths)\(turns > 1 ? ", \(turns) turns each" : "")")
  }
}
