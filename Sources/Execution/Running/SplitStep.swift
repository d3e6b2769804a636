import Arrays
import Synchronization

/// Runs a scan range by range of an independent axis, on as many threads as there are frames.
final class SplitStep: Step {
  /// An address that depends on the range.
  struct Cursor {
    var slot, base, offset: Int
    /// Bytes from one place of the axis to the next.
    var step: Int
  }

  private let preheader: StepList
  private let ranges: [Range<Int>]
  /// Whether all of it takes less than some hundred microseconds.
  private let isShort: Bool
  private let cursors: [Cursor]
  /// By the length of a range.
  private let sections: StepsByLength
  /// What only the first range puts into its place.
  private let shared: [CopyStep]
  /// The slots whose addresses are the same for all threads.
  private let taken: [Int]

  init(
    preheader: StepList, ranges: [Range<Int>], isShort: Bool, cursors: [Cursor],
    sections: StepsByLength,
    shared: [CopyStep], taken: [Int]
  ) {
    self.preheader = preheader
    self.ranges = ranges
    self.isShort = isShort
    self.cursors = cursors
    self.sections = sections
    self.shared = shared
    self.taken = taken
  }

  /// What the threads share while they run.
  private final class Job: @unchecked Sendable {  // frames are each thread's own
    let step: SplitStep
    let frame: Frame
    let failure = Mutex<(any Error)?>(nil)

    init(_ step: SplitStep, _ frame: Frame) { (self.step, self.frame) = (step, frame) }

    func run(_ range: Int, _ thread: Int) {
      let own = frame.workers[thread]
      own.copy(step.taken, from: frame)
      do {
        try step.run(range, own)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
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
        ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) { job, range, thread in
          Unmanaged<Job>.fromOpaque(job).takeUnretainedValue().run(range, thread)
        }, chunks: ranges.count, threads: frame.workers.count, areShort: isShort)
    }
    if let failure = job.failure.withLock({ $0 }) { throw failure }
  }

  private func run(_ index: Int, _ frame: Frame) throws {
    let range = ranges[index]
    for cursor in cursors {
      frame.addresses[cursor.slot] =
        frame.addresses[cursor.base] + cursor.offset + range.lowerBound * cursor.step
    }
    try sections[range.count]?.run(frame)
    if index == 0 { for copy in shared { copy.run(frame) } }
  }

  override var ownSteps: [StepList] { [preheader] + sections.lists }

  override var lines: [String] {
    let lengths = ranges.map { "\($0.count)" }.joined(separator: ", ")
    return (preheader.lines.below("before:") + sections.lines)
      .below("split into ranges of \(lengths)")
  }
}
