import Arrays
import Diagnostics
import ProgramIR
import Synchronization

/// Runs programs fast: by an `ExecutionPlan`.
public struct Executor: Sendable {
  /// What it runs.
  public let plan: ExecutionPlan
  /// Frames that no run is using, to be used again: fresh memory is slow the first time.
  private let frames = FrameStore()

  /// An executor of a program.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the program is broken.
  public init(_ program: Program, options: PlanOptions = PlanOptions()) throws {
    plan = try ExecutionPlan(program, options: options)
  }

  /// The program's outputs for these inputs.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the inputs aren't those the program
  ///   takes.
  public func run(_ inputs: [NDArray]) throws -> [NDArray] {
    try plan.program.check(inputs)
    let outputs = plan.program.outputs.map { OutputMemory(ArrayType($0.type.dtype, $0.type.shape)) }
    let frame = frames.take() ?? Frame(plan)
    defer { frames.put(frame) }
    for (index, slot) in plan.slots.enumerated() {
      switch slot.kind {
      case .input(let position): frame.addresses[index] = inputs[position].address
      case .constant(let array): frame.addresses[index] = array.address
      case .output(let position): frame.addresses[index] = outputs[position].start
      case .buffer, .cursor: break
      }
    }
    try withExtendedLifetime((inputs, plan)) { try plan.steps.run(frame) }
    return outputs.map(\.array)
  }
}

/// Frames that are free.
private final class FrameStore: Sendable {
  private struct Contents: @unchecked Sendable {  // a frame is with one run at a time
    var frames: [Frame] = []
  }
  private let contents = Mutex(Contents())

  func take() -> Frame? { contents.withLock { $0.frames.popLast().map(Taken.init) }?.frame }

  func put(_ frame: Frame) {
    let taken = Taken(frame: frame)
    contents.withLock { $0.frames.append(taken.frame) }
  }

  private struct Taken: @unchecked Sendable { let frame: Frame }
}

/// Memory that an output is written to, and then is the array.
private struct OutputMemory {
  let start: UnsafeMutableRawPointer
  private let type: ArrayType
  private let buffer: Buffer

  init(_ type: ArrayType) {
    self.type = type
    let byteCount = type.shape.elementCount * type.dtype.byteCount
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(byteCount, 1), alignment: 64)
    start = memory.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    buffer = Buffer(wrapping: UnsafeRawBufferPointer(memory)) { $0.deallocate() }
  }

  var array: NDArray { NDArray(shape: type.shape, dtype: type.dtype, buffer: buffer) }
}

extension NDArray {
  /// Where the elements are, as long as the array lives.
  fileprivate var address: UnsafeMutableRawPointer {
    withUnsafeBytes { UnsafeMutableRawPointer(mutating: $0.baseAddress) }
      ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
  }
}

extension Program {
  /// Checks that these are inputs the program takes.
  func check(_ inputs: [NDArray]) throws {
    guard inputs.count == self.inputs.count else {
      throw Diagnostic(
        "the program takes another number of inputs", code: .internalFault,
        expected: "\(self.inputs.count)", got: "\(inputs.count)")
    }
    for (index, (variable, input)) in zip(self.inputs, inputs).enumerated()
    where !variable.type.matches(ArrayType(of: input)) {
      throw Diagnostic(
        "an input doesn't fit the program", code: .internalFault, path: "input \(index)",
        expected: "\(variable.type)", got: "\(ArrayType(of: input))")
    }
  }
}
