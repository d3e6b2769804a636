/// The steps of a plan, ready to run.
struct RunningPlan: Sendable {
  /// Run once for all runs.
  nonisolated(unsafe) let setup: [RunningSteps]  // constant
  /// Run in each run.
  nonisolated(unsafe) let steps: RunningSteps  // constant

  init(_ plan: ExecutionPlan) {
    setup = plan.setup.map(RunningSteps.init)
    steps = RunningSteps(plan.steps)
  }
}

extension ExecutionPlan {
  /// Puts the addresses of buffers in an arena into a frame.
  func placeBuffers(_ frame: Frame, in arena: UnsafeMutableRawPointer, isWorkers: Bool) {
    let (slots, layout) =
      isWorkers ? (workerSlots, workerArena) : (bufferSlots, self.arena)
    for (slot, offset) in zip(slots, layout.offsets) { frame.addresses[slot] = arena + offset }
  }
}
