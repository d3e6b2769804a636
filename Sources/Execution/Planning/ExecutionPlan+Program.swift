import ProgramIR

extension ExecutionPlan {
  /// Plans a program.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the program is broken.
  public init(_ program: Program, options: PlanOptions = PlanOptions()) throws {
    try self.init(rewritten: program.rewrittenForSpeed(), options: options)
  }

  /// Plans a program that all passes have rewritten.
  init(rewritten program: Program, options: PlanOptions) throws {
    let builder = PlanBuilder(options: options)
    let (setup, steps) = try builder.planRuns(of: program)
    inputTypes = program.inputs.map(\.type)
    outputTypes = program.outputs.map(\.type)
    (self.setup, self.steps) = (setup, steps)
    fixedInputs = options.fixedInputs.sorted()
    slots = builder.slots
    constants = builder.constants
    (bufferSlots, arena) = builder.arena(ofWorkers: false)
    (workerSlots, workerArena) = builder.arena(ofWorkers: true)
    workerCount = builder.workerCount
    freesMemory = builder.freesMemory
    instructionSet = builder.instructions.name
    narrowMatrixCount = builder.narrowMatrixCount
    wideMatrixCount = builder.wideMatrixCount
  }
}

extension PlanBuilder {
  /// Plans what is done once for all runs, and what is done in each.
  fileprivate func planRuns(of program: Program) throws -> (setup: [StepList], steps: StepList) {
    let inputs = program.inputs.enumerated().map { index, variable in
      view(
        .input(index), variable.type,
        level: options.fixedInputs.contains(index) ? 0 : Self.runLevel)
    }
    let outputs = program.outputs.enumerated().map { index, atom in
      view(.output(index), atom.type, level: Self.runLevel)
    }
    let (fixed, rest) = program.splittingOffFixed(options.fixedInputs)
    var made: [View] = []
    let ahead = try withSection {
      made = try SectionBuilder.plan(
        fixed, inputs: inputs, targets: fixed.outputs.map { _ in nil }, in: self)
    }
    // Runs are turns of a loop, too.
    let (steps, preheader) = try withLoop {
      try withSection {
        try SectionBuilder.plan(rest, inputs: inputs + made, targets: outputs, in: self)
      }
    }
    return ([ahead, preheader], steps)
  }

  /// An array of the caller's.
  private func view(_ kind: Slot.Kind, _ type: ArrayType, level: Int) -> View {
    View(slot: addSlot(kind, level: level), dtype: type.dtype, sizes: type.shape.sizes)
  }

  /// Places for the buffers of the main arena or of each worker's, and the buffers' slots.
  fileprivate func arena(ofWorkers wanted: Bool) -> (slots: [Int], layout: ArenaLayout) {
    var slots: [Int] = []
    var requests: [ArenaLayout.Request] = []
    for (index, slot) in self.slots.enumerated() {
      guard case .buffer(let byteCount, let isWorkers) = slot.kind, isWorkers == wanted,
        let lifetime = slot.lifetime
      else { continue }
      slots.append(index)
      requests.append(ArenaLayout.Request(byteCount: byteCount, lifetime: lifetime))
    }
    return (slots, ArenaLayout(requests, isShared: options.sharesMemory))
  }
}
