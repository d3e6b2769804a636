import Arrays
import ProgramIR

/// How a program is run: its steps, and how much memory they need. It is data that can be printed,
/// compared and stored; an `Executor` runs it, any number of times.
public struct ExecutionPlan: Equatable, Codable, Sendable {
  /// An array that the plan holds.
  struct Constant: Equatable, Codable, Sendable {
    var slot: Int
    var array: NDArray
  }

  /// Types of the program's inputs and outputs.
  let inputTypes, outputTypes: [ArrayType]
  /// Steps that depend on the fixed inputs only, run once for all runs.
  let setup: [StepList]
  /// Steps of each run.
  let steps: StepList
  /// Positions of the inputs that the setup reads.
  let fixedInputs: [Int]
  /// All addresses that steps name: first those of the inputs, then those of the outputs.
  let slots: [Slot]
  let constants: [Constant]
  /// Places of the buffers that are in the main arena, and of those in each worker's.
  let arena, workerArena: ArenaLayout
  /// The slots of the buffers that are in the main arena, and of those in each worker's.
  let bufferSlots, workerSlots: [Int]
  /// How many frames threads take parts of the work with; 0 where nothing is shared out.
  let workerCount: Int
  /// Whether a loop frees memory of inputs and outputs as it goes.
  let freesMemory: Bool
  /// The processor instructions that it was planned for.
  let instructionSet: String
  /// How many matrices loops multiply by, in a narrower storage and, though that was wanted, in
  /// float32.
  public let narrowMatrixCount, wideMatrixCount: Int

  /// Slots of the inputs.
  var inputSlots: Range<Int> { 0..<inputTypes.count }
  /// Slots of the outputs.
  var outputSlots: Range<Int> { inputTypes.count..<inputTypes.count + outputTypes.count }

  /// A line for each part of the steps: of those run once for all runs, then of those of each run.
  var lines: [String] { (setup + [steps]).flatMap(\.lines) }

  /// A line for each arena.
  var memoryLines: [String] {
    func line(_ name: String, _ layout: ArenaLayout) -> String {
      "\(name): \(layout.byteCount) bytes for \(layout.offsets.count) buffers, "
        + "\(layout.separateByteCount) if each had its own"
    }
    let shared = workerCount > 0 ? [line("of each of \(workerCount) workers", workerArena)] : []
    return [line("arena", arena)] + shared
  }

  /// The memory and the steps, section by section.
  var sections: [[String]] {
    [
      memoryLines.below("memory:"), setup.flatMap(\.lines).below("once for all runs:"),
      steps.lines.below("steps:"),
    ]
  }
}

extension ExecutionPlan: CustomStringConvertible {
  /// The memory and the steps, a line for each part.
  public var description: String {
    sections.filter { $0.count > 1 }.joined().joined(separator: "\n")
  }
}
