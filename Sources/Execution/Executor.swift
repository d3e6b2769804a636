import Arrays
import ProgramIR

/// Runs programs fast: by an `ExecutionPlan`.
public struct Executor: Sendable {
  /// The plan that it runs.
  public let plan: ExecutionPlan
  let running: RunningPlan
  /// Frames that no run is using, to be used again: fresh memory is slow the first time.
  private let frames = FrameStore()

  /// An executor of a program.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the program is broken.
  public init(_ program: Program, options: PlanOptions = PlanOptions()) throws {
    try self.init(ExecutionPlan(program, options: options))
  }

  /// An executor of a plan.
  public init(_ plan: ExecutionPlan) {
    self.plan = plan
    running = RunningPlan(plan)
  }

  /// The program's outputs for these inputs.
  ///
  /// - Parameters:
  ///   - profile: where to add up how long each step takes.
  ///   - memory: gives the memory for an output, by its position; where it gives none the executor
  ///     allocates it.
  /// - Throws: a `Diagnostic` with code `internalFault`, when the inputs aren't those the program
  ///   takes.
  public func run(
    _ inputs: [NDArray], profile: Profile? = nil,
    into memory: (_ output: Int, ArrayType) throws -> OutputMemory? = { _, _ in nil }
  ) throws -> [NDArray] {
    try plan.inputTypes.check(inputs)
    let outputs = try plan.outputTypes.enumerated().map { index, type in
      (type: type.strong, memory: try memory(index, type.strong) ?? OutputMemory(for: type.strong))
    }
    let frame = try frames.take() ?? Frame(plan)
    frame.profile = profile
    defer {
      frame.profile = nil
      frame.discards.removeAll()
      frames.put(frame)
    }
    for (slot, input) in zip(plan.inputSlots, inputs) { place(input, in: slot, of: frame) }
    for (slot, output) in zip(plan.outputSlots, outputs) {
      place(output.memory, in: slot, of: frame)
    }
    try withExtendedLifetime(inputs) {
      try setUp(frame, inputs)
      try running.steps.run(frame)
    }
    return outputs.map { $0.memory.array($0.type) }
  }
}

extension Executor {
  private func place(_ input: NDArray, in slot: Int, of frame: Frame) {
    frame.addresses[slot] = input.address
    guard plan.freesMemory, input.isDiscardable else { return }
    frame.discards.bySlot[slot] = { input.discardMemory(of: $0) }
  }

  private func place(_ output: OutputMemory, in slot: Int, of frame: Frame) {
    frame.addresses[slot] = output.start
    guard plan.freesMemory, let discard = output.discard else { return }
    frame.discards.bySlot[slot] = discard
  }

  /// Makes what depends on the fixed inputs alone, if it isn't there from an earlier run.
  private func setUp(_ frame: Frame, _ inputs: [NDArray]) throws {
    if let known = frame.fixedInputs,
      known.indices.allSatisfy({ known[$0].hasSameBytes(as: inputs[plan.fixedInputs[$0]]) })
    {
      return
    }
    frame.fixedInputs = nil
    for steps in running.setup { try steps.run(frame) }
    frame.fixedInputs = plan.fixedInputs.map { inputs[$0] }
  }
}
