/// Runs a `PipelineStep`.
final class RunningPipeline: RunningStep {
  private let loop: RunningLoop
  private let preheader: RunningSteps
  private let taken: [Int]
  private let threadCount: Int

  init(_ step: PipelineStep) {
    loop = RunningLoop(step.loop)
    preheader = RunningSteps(step.preheader)
    (taken, threadCount) = (step.taken, step.threadCount)
    super.init(step)
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
}
