import Arrays
import Kernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a `SequencesStep`.
final class RunningSequences: RunningStep {
  private let step: SequencesStep
  private let layout: SequenceOrder.Layout
  private let preheader: RunningSteps
  /// For each number of rows, the smallest first, the loop.
  private let rowCounts: [Int]
  private let loops: [RunningLoop]
  private let gathers, scatters: [RowCopies]
  private let starts, shared: [RunningCopy]
  private let paddings: [RunningPadding]

  init(_ step: SequencesStep) {
    self.step = step
    layout = step.layout
    preheader = RunningSteps(step.preheader)
    rowCounts = step.loops.lengths
    let sections = RunningStepsByLength(step.loops)
    // Such a section is a loop alone.
    loops = rowCounts.compactMap { sections[$0]?.steps.first as? RunningLoop }
    gathers = step.gathers.map(RowCopies.init)
    scatters = step.scatters.map(RowCopies.init)
    starts = step.starts.map(RunningCopy.init)
    shared = step.shared.map(RunningCopy.init)
    paddings = step.paddings.map { RunningPadding($0, steps: step.stepCount) }
    super.init(step)
  }

  /// A run of the ranges: the threads share it.
  private final class Job: @unchecked Sendable {  // a frame is with one thread
    let running: RunningSequences
    let frame: Frame
    let failure = Mutex<(any Error)?>(nil)

    init(_ running: RunningSequences, _ frame: Frame) {
      (self.running, self.frame) = (running, frame)
    }

    func run(_ range: Int) {
      do {
        try running.run(range, frame)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
  }

  override func run(_ frame: Frame) throws {
    try preheader.run(frame)
    let lengths = frame.address(step.lengths).assumingMemoryBound(to: Int32.self)
    order(frame).sort(lengths, stride: step.lengths.strides[0], most: step.stepCount)
    frame.beginProfilesOfWorkers()
    defer { frame.endProfilesOfWorkers() }
    let job = Job(self, frame)
    withExtendedLifetime(job) {
      WorkerPool.shared.run(
        ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) { job, range, _ in
          Unmanaged<Job>.fromOpaque(job).takeUnretainedValue().run(range)
        }, chunks: step.rangeCount, threads: step.threadCount, areShort: false)
    }
    if let failure = job.failure.withLock({ $0 }) { throw failure }
  }

  private func order(_ frame: Frame) -> SequenceOrder {
    SequenceOrder(layout, in: frame.addresses[step.memory])
  }

  /// Runs the sequences of a range.
  private func run(_ index: Int, _ frame: Frame) throws {
    let own = frame.workers[index]
    let range = order(frame).range(index)
    if range.count == 0 { return }
    own.copy(step.taken, from: frame)
    own.addresses[step.order] = UnsafeMutableRawPointer(range.numbers)
    for gather in gathers { gather.run(step.rowCount, range.numbers, own) }
    for start in starts { start.run(own) }
    try runBlocks(range, own)
    for scatter in scatters { scatter.run(range.count, range.numbers, own) }
    for padding in paddings { padding.run(range, own) }
    if index == 0 { for copy in shared { copy.run(own) } }
  }

  private var blockCount: Int {
    step.stepCount == 0 ? 0 : (step.stepCount - 1) / step.blockLength + 1
  }

  /// The first and the last slice of a block, in the order in which they lie.
  private func slices(_ block: Int) -> Range<Int> {
    let done = block * step.blockLength
    let end = min(done + step.blockLength, step.stepCount)
    return step.isReversed ? step.stepCount - end..<step.stepCount - done : done..<end
  }

  /// The index of the loop that has rows enough for what is active in a block; `nil` if nothing is.
  private func loop(for block: Int, _ range: SequenceOrder.Range) -> Int? {
    let active = range.active(at: slices(block).lowerBound)
    if active == 0, !step.needsAllSteps { return nil }
    return rowCounts.firstIndex { $0 >= active }
  }

  /// Runs runs of blocks that have as many rows.
  private func runBlocks(_ range: SequenceOrder.Range, _ frame: Frame) throws {
    var block = 0
    while block < blockCount {
      let loop = loop(for: block, range)
      var end = block + 1
      while end < blockCount, self.loop(for: end, range) == loop { end += 1 }
      if let loop {
        try loops[loop].run(blocks: block..<end, frame)
        let last = slices(step.isReversed ? block : end - 1).upperBound
        for row in 0..<min(rowCounts[loop], range.count) {
          range.ends[row] = max(range.ends[row], Int32(last))
        }
      }
      block = end
    }
  }
}

/// Fills the slices of a y that no loop has made.
private struct RunningPadding {
  private let slice: StridedCopy
  private let target, source: View.Start
  /// Bytes from one sequence and one step to the next.
  private let targetStep, timeStep: Int
  /// Bytes from one row, or one of the batch, to the next.
  private let rowStep, batchStep: Int
  private let stepCount: Int
  /// Whether all bits are 0, and a sequence's slices lie one after another.
  private let isZeroRun: Bool

  init(_ padding: SequencesStep.Padding, steps: Int) {
    let target = padding.target.first.part(0..<1, axis: 0).firstPart
    let source: View
    switch padding.source {
    case .slice(let view, _): (source, rowStep, batchStep) = (view, 0, 0)
    case .rows(let side): (source, rowStep, batchStep) = (side.first, side.step, 0)
    case .batch(let side): (source, rowStep, batchStep) = (side.first, 0, side.step)
    }
    slice = StridedCopy(from: source, to: target)
    (self.target, self.source) = (target.start, source.start)
    targetStep = padding.target.step
    timeStep = padding.target.view.strides[0] * padding.target.view.dtype.byteCount
    stepCount = steps
    let isZero = if case .slice(_, true) = padding.source { true } else { false }
    isZeroRun = isZero && padding.target.first.isDense
  }

  /// Fills what the range's sequences lack.
  func run(_ range: SequenceOrder.Range, _ frame: Frame) {
    for row in 0..<range.count {
      let number = Int(range.numbers[row])
      let source = frame.address(source) + row * rowStep + number * batchStep
      let sequence = frame.address(target) + number * targetStep
      let end = Int(range.ends[row])
      if isZeroRun {
        memset(sequence + end * timeStep, 0, (stepCount - end) * timeStep)
        continue
      }
      for step in end..<stepCount {
        slice.run(from: source, to: sequence + step * timeStep, .current)
      }
    }
  }
}
