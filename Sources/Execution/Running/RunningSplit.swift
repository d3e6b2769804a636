import Arrays
import Synchronization

/// Runs a `SplitStep`.
final class RunningSplit: RunningStep {
  private let step: SplitStep
  private let preheader: RunningSteps
  /// The loop of each range.
  private let loops: [RunningLoop]
  private let shared: [RunningCopy]

  init(_ step: SplitStep) {
    self.step = step
    preheader = RunningSteps(step.preheader)
    let sections = RunningStepsByLength(step.loops)
    // Such a section is a loop alone.
    loops = step.ranges.compactMap { sections[$0.count]?.steps.first as? RunningLoop }
    shared = step.shared.map(RunningCopy.init)
    super.init(step)
  }

  /// A run of the ranges: the threads share it.
  private final class Job: @unchecked Sendable {  // a frame is with one thread at a time
    let running: RunningSplit
    let frame: Frame
    let turns: RangeTurns
    let failure = Mutex<(any Error)?>(nil)

    init(_ running: RunningSplit, _ frame: Frame) {
      (self.running, self.frame) = (running, frame)
      turns = RangeTurns(running.step.ranges.count, turns: running.step.turns)
    }

    /// Runs the next turn that there is.
    func run(_ thread: Int) {
      let (range, turn) = turns.take(thread: thread, of: running.step.threadCount)
      do {
        try running.run(range, turn, frame)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      turns.finish(range)
    }
  }

  override func run(_ frame: Frame) throws {
    try preheader.run(frame)
    frame.beginProfilesOfWorkers()
    defer { frame.endProfilesOfWorkers() }
    let job = Job(self, frame)
    withExtendedLifetime(job) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) { job, _, thread in
          Unmanaged<Job>.fromOpaque(job).takeUnretainedValue().run(thread)
        }, chunks: step.ranges.count * step.turns, threads: step.threadCount,
        areShort: step.isShort)
    }
    if let failure = job.failure.withLock({ $0 }) { throw failure }
  }

  private func run(_ index: Int, _ turn: Int, _ frame: Frame) throws {
    let own = frame.workers[index]
    if turn == 0 {
      own.copy(step.taken, from: frame)
      for cursor in step.cursors {
        own.addresses[cursor.slot] =
          own.addresses[cursor.base] + cursor.offset
          + step.ranges[index].lowerBound * cursor.step
      }
    }
    try loops[index].run(turn: turn, of: step.turns, own)
    if index == 0, turn == step.turns - 1 { for copy in shared { copy.run(own) } }
  }
}
