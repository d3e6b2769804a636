import Arrays
import ProgramIR

/// Runs of a program on memory of the caller, which allocate nothing.
///
/// Not for several threads at once.
public final class RepeatedRun {
  private let plan: ExecutionPlan
  private let running: RunningPlan
  private let frame: Frame
  private let fixed: [NDArray]

  /// Runs of an executor's program.
  ///
  /// - Parameter fixed: the arrays of its fixed inputs, by position; the work on them alone is done
  ///   now.
  /// - Throws: when there isn't enough memory.
  public init(of executor: Executor, fixed: [Int: NDArray] = [:]) throws {
    (plan, running) = (executor.plan, executor.running)
    frame = try Frame(plan)
    self.fixed = Array(fixed.values)
    for (index, array) in fixed { setInput(index, to: UnsafeRawPointer(array.address)) }
    for steps in running.setup { try steps.run(frame) }
  }

  /// Reads an input from here in the next runs.
  ///
  /// - Parameter address: the first of the elements, in C order and aligned to their size.
  public func setInput(_ index: Int, to address: UnsafeRawPointer) {
    frame.addresses[plan.inputSlots.lowerBound + index] = UnsafeMutableRawPointer(
      mutating: address)
  }

  /// Writes an output to here in the next runs.
  public func setOutput(_ index: Int, to address: UnsafeMutableRawPointer) {
    frame.addresses[plan.outputSlots.lowerBound + index] = address
  }

  /// Runs the program once. All inputs and outputs must have their memory.
  public func run() throws {
    try withExtendedLifetime(fixed) { try running.steps.run(frame) }
  }
}
