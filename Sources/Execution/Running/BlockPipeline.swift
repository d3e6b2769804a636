import Synchronization

/// Shares a loop's blocks between threads: one does the cores, in order, and whoever has time the
/// prologues of blocks to come and the epilogues of blocks that are over.
///
/// The values that a block's parts hand to each other have places in a ring: a block's are free
/// when the block `ringLength` before it is over. The thread with the cores waits for nobody who
/// hasn't begun, and lets nobody begin for a while after one has kept it waiting.
final class BlockPipeline: @unchecked Sendable {  // each thread has its own frame
  /// A part of a block.
  enum Part { case prologue, core, epilogue }

  typealias Work = (_ part: Part, _ block: Int, Frame) throws -> Void

  private let blockCount, ringLength: Int
  private let hasEpilogues: Bool
  private let nextPrologue = Atomic<Int>(0)
  private let nextEpilogue = Atomic<Int>(0)
  private let coresDone = Atomic<Int>(0)
  /// Whether helpers may begin parts, and whether there are no more.
  private let isOpen = Atomic<Bool>(true)
  private let isOver = Atomic<Bool>(false)
  /// For each place of the ring, the last block whose prologue and whose epilogue are done, plus 1.
  private let prologues, epilogues: UnsafeMutablePointer<Atomic<Int>>
  private let failure = Mutex<(any Error)?>(nil)

  /// A pipeline of so many blocks.
  init(blockCount: Int, ringLength: Int, hasEpilogues: Bool) {
    self.blockCount = blockCount
    self.ringLength = ringLength
    self.hasEpilogues = hasEpilogues
    prologues = .allocate(capacity: ringLength)
    epilogues = .allocate(capacity: ringLength)
    for index in 0..<ringLength {
      (prologues + index).initialize(to: Atomic(0))
      (epilogues + index).initialize(to: Atomic(0))
    }
  }

  deinit {
    prologues.deinitialize(count: ringLength).deallocate()
    epilogues.deinitialize(count: ringLength).deallocate()
  }

  /// Does all parts of all blocks, on a thread for each frame; the first has the cores.
  func run(_ frames: [Frame], _ work: Work) throws {
    try withoutActuallyEscaping(work) { work in
      let job = Job(pipeline: self, frames: frames, work: work)
      try withExtendedLifetime(job) {
        let chunks = ChunkedWork(context: Unmanaged.passUnretained(job).toOpaque()) {
          job, index, _ in Unmanaged<Job>.fromOpaque(job).takeUnretainedValue().run(index)
        }
        WorkerPool.shared.run(
          chunks, chunks: frames.count, threads: frames.count, areShort: false)
        if let failure = failure.withLock({ $0 }) { throw failure }
      }
    }
  }

  private final class Job {
    let pipeline: BlockPipeline
    let frames: [Frame]
    let work: Work

    init(pipeline: BlockPipeline, frames: [Frame], work: @escaping Work) {
      (self.pipeline, self.frames, self.work) = (pipeline, frames, work)
    }

    func run(_ index: Int) {
      if index == 0 { lead() } else { help(frames[index]) }
    }

    private func lead() {
      for block in 0..<pipeline.blockCount {
        let isAlone = WorkerPool.shared.blocksAlone.isNextAlone()
        pipeline.isOpen.store(!isAlone, ordering: .relaxed)
        let lostTurns = wait {
          pipeline.prologues[block % pipeline.ringLength].load(ordering: .acquiring) > block
        }
        perform(.core, block, frames[0])
        pipeline.coresDone.store(block + 1, ordering: .releasing)
        // Towards the end there may be nothing else to do.
        if !isAlone, block + pipeline.ringLength <= pipeline.blockCount {
          WorkerPool.shared.blocksAlone.note(wasKeptWaiting: lostTurns > 0)
        }
      }
      if pipeline.hasEpilogues {
        for block in max(0, pipeline.blockCount - pipeline.ringLength)..<pipeline.blockCount {
          _ = wait {
            pipeline.epilogues[block % pipeline.ringLength].load(ordering: .acquiring) > block
          }
        }
      }
      pipeline.isOver.store(true, ordering: .releasing)
    }

    /// Does parts of other blocks until what is waited for is there; gives how many turns beyond
    /// patience there was nothing to do.
    private func wait(until isThere: () -> Bool) -> Int {
      var wait = SpinWait(patience: Self.patience)
      while !isThere() {
        if !doPart(frames[0]) { wait.pause() }
      }
      return wait.lostTurns
    }

    private func help(_ frame: Frame) {
      var wait = SpinWait(patience: Self.patience)
      while !pipeline.isOver.load(ordering: .acquiring) {
        if pipeline.isOpen.load(ordering: .relaxed), doPart(frame) {
          wait = SpinWait(patience: Self.patience)
        } else {
          wait.pause()
        }
      }
    }

    /// Does an epilogue or a prologue, if there is one to do.
    private func doPart(_ frame: Frame) -> Bool {
      if let block = pipeline.takeEpilogue() {
        perform(.epilogue, block, frame)
        pipeline.epilogues[block % pipeline.ringLength].store(block + 1, ordering: .releasing)
        return true
      }
      if let block = pipeline.takePrologue() {
        perform(.prologue, block, frame)
        pipeline.prologues[block % pipeline.ringLength].store(block + 1, ordering: .releasing)
        return true
      }
      return false
    }

    private func perform(_ part: Part, _ block: Int, _ frame: Frame) {
      do {
        try work(part, block, frame)
      } catch {
        pipeline.failure.withLock { $0 = $0 ?? error }
      }
    }

    private static let patience = 20_000
  }

  private func takePrologue() -> Int? {
    let block = nextPrologue.load(ordering: .relaxed)
    guard block < blockCount, block - ringLength < coresDone.load(ordering: .acquiring),
      block < ringLength || !hasEpilogues
        || epilogues[block % ringLength].load(ordering: .acquiring) > block - ringLength
    else { return nil }
    return take(block, from: nextPrologue)
  }

  private func takeEpilogue() -> Int? {
    guard hasEpilogues else { return nil }
    let block = nextEpilogue.load(ordering: .relaxed)
    guard block < coresDone.load(ordering: .acquiring) else { return nil }
    return take(block, from: nextEpilogue)
  }

  private func take(_ block: Int, from next: borrowing Atomic<Int>) -> Int? {
    let (isTaken, _) = next.compareExchange(
      expected: block, desired: block + 1, ordering: .acquiringAndReleasing)
    return isTaken ? block : nil
  }
}
