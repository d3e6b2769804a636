/// Runs a scan with prologues and epilogues on other threads than its cores.
final class PipelineStep: Step {
  private let loop: LoopStep
  private let preheader: StepList
  /// The slots whose addresses are the same for all threads.
  private let taken: [Int]
  private let threadCount: Int

  init(_ loop: LoopStep, preheader: StepList, taken: [Int], threadCount: Int) {
    self.threadCount = threadCount
    self.loop = loop
    self.preheader = preheader
    self.taken = taken
  }

  override func run(_ frame: Frame) throws {
    try preheader.run(frame)
    let workers = frame.workers.prefix(threadCount)
    for worker in workers { worker.copy(taken, from: frame) }
    let own = workers[0]
    own.profile = frame.profile
    defer { own.profile = nil }
    try loop.run(own, helpers: frame.profile == nil ? Array(workers.dropFirst()) : [])
  }

  override var ownSteps: [StepList] { [preheader] + loop.ownSteps }

  override var lines: [String] {
    (preheader.lines.below("before:") + loop.lines).below("blocks on several threads")
  }
}
