import Arrays
import ProgramIR

/// How a program is run: its steps, and how much memory they need.
///
/// It is made once for a program and run any number of times.
public struct ExecutionPlan: Sendable {
  /// The program after the passes that rewrite it.
  public let program: Program
  /// What is made of the fixed inputs only, once for all runs.
  nonisolated(unsafe) let setup: [StepList]  // constant
  nonisolated(unsafe) let steps: StepList  // constant
  /// Positions of the inputs that the setup reads.
  let fixedInputs: [Int]
  let slots: [Slot]
  /// Those of the inputs, of the outputs, and of the arrays the plan holds.
  let inputSlots, outputSlots: Range<Int>
  let constants: [(slot: Int, array: NDArray)]
  /// Where the buffers of the arena are, by slot, and of each worker's.
  let arena, workerArena: ArenaLayout
  private let bufferSlots, workerSlots: [Int]
  /// How many frames threads take parts of the work with; 0 where nothing is shared out.
  let workerCount: Int
  /// Whether a loop frees memory of inputs and outputs as it goes.
  let freesMemory: Bool
  let options: PlanOptions
  /// How many matrices are stored as bfloat16 though they came as float32.
  public let narrowMatrixCount: Int

  /// Plans a program.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the program is broken.
  public init(_ program: Program, options: PlanOptions = PlanOptions()) throws {
    let rewritten = try program.rewrittenForSpeed()
    self.program = rewritten
    self.options = options
    let builder = PlanBuilder(options: options)
    let inputs = rewritten.inputs.enumerated().map { index, variable in
      View(
        slot: builder.addSlot(
          .input(index), level: options.fixedInputs.contains(index) ? 0 : PlanBuilder.runLevel),
        dtype: variable.type.dtype, sizes: variable.type.shape.sizes)
    }
    let outputs = rewritten.outputs.enumerated().map { index, atom in
      View(
        slot: builder.addSlot(.output(index), level: PlanBuilder.runLevel),
        dtype: atom.type.dtype, sizes: atom.type.shape.sizes)
    }
    let (fixed, rest) = rewritten.splittingOffFixed(options.fixedInputs)
    var made: [View] = []
    let ahead = try builder.withSection {
      made = try SectionBuilder.plan(
        fixed, inputs: inputs, targets: fixed.outputs.map { _ in nil }, in: builder)
    }
    // Runs are turns of a loop, too.
    let (steps, preheader) = try builder.withLoop {
      try builder.withSection {
        try SectionBuilder.plan(rest, inputs: inputs + made, targets: outputs, in: builder)
      }
    }
    (self.steps, setup) = (steps, [ahead, preheader])
    fixedInputs = options.fixedInputs.sorted()
    slots = builder.slots
    inputSlots = 0..<inputs.count
    outputSlots = inputs.count..<inputs.count + outputs.count
    constants = builder.constants
    narrowMatrixCount = builder.narrowMatrixCount
    freesMemory = builder.freesMemory
    workerCount = builder.workerCount
    func buffers(isWorkers wanted: Bool) -> (slots: [Int], layout: ArenaLayout) {
      var slots: [Int] = []
      var requests: [ArenaLayout.Request] = []
      for (index, slot) in builder.slots.enumerated() {
        guard case .buffer(let byteCount, let isWorkers) = slot.kind, isWorkers == wanted,
          let lifetime = slot.lifetime
        else { continue }
        slots.append(index)
        requests.append(ArenaLayout.Request(byteCount: byteCount, lifetime: lifetime))
      }
      return (slots, ArenaLayout(requests, isShared: options.sharesMemory))
    }
    (bufferSlots, arena) = buffers(isWorkers: false)
    (workerSlots, workerArena) = buffers(isWorkers: true)
  }

  /// What it does, a line for each of its parts: once for all runs, and in each.
  var lines: [String] { (setup + [steps]).flatMap(\.lines) }

  /// Puts the addresses of buffers in an arena into a frame.
  func placeBuffers(_ frame: Frame, in arena: UnsafeMutableRawPointer, isWorkers: Bool) {
    let (slots, layout) =
      isWorkers ? (workerSlots, workerArena) : (bufferSlots, self.arena)
    for (slot, offset) in zip(slots, layout.offsets) { frame.addresses[slot] = arena + offset }
  }
}
