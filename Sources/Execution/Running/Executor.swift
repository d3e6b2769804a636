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
    try plan.program.check(inputs)
    let outputs = try plan.program.outputs.enumerated().map { index, atom in
      let type = ArrayType(atom.type.dtype, atom.type.shape)
      return (type, try memory(index, type) ?? OutputMemory(for: type))
    }
    let frame = try frames.take() ?? Frame(plan)
    frame.profile = profile
    defer {
      frame.profile = nil
      frame.discards.removeAll()
      frames.put(frame)
    }
    for index in inputs.indices {
      let slot = plan.inputSlots.lowerBound + index
      frame.addresses[slot] = inputs[index].address
      if plan.freesMemory, inputs[index].isDiscardable {
        let input = inputs[index]
        frame.discards.bySlot[slot] = { input.discardMemory(of: $0) }
      }
    }
    for (index, output) in outputs.enumerated() {
      let slot = plan.outputSlots.lowerBound + index
      frame.addresses[slot] = output.1.start
      if plan.freesMemory, let discard = output.1.discard { frame.discards.bySlot[slot] = discard }
    }
    try withExtendedLifetime(inputs) {
      try setUp(frame, inputs)
      try plan.steps.run(frame)
    }
    return outputs.map { type, memory in memory.array(type) }
  }
}

extension Executor {
  /// Makes what depends on the fixed inputs alone, if it isn't there from an earlier run.
  private func setUp(_ frame: Frame, _ inputs: [NDArray]) throws {
    if let known = frame.fixedInputs,
      known.indices.allSatisfy({ known[$0].hasSameBytes(as: inputs[plan.fixedInputs[$0]]) })
    {
      return
    }
    frame.fixedInputs = nil
    for steps in plan.setup { try steps.run(frame) }
    frame.fixedInputs = plan.fixedInputs.map { inputs[$0] }
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

/// Memory that an output is written to, in any order, and then is the array.
public struct OutputMemory {
  let start: UnsafeMutableRawPointer
  let discard: ((Range<Int>) -> Void)?
  private let buffer: Buffer

  /// Memory for an array, made by somebody else.
  ///
  /// - Parameters:
  ///   - bytes: as many as the array has.
  ///   - discard: frees the memory of some of the bytes for now, which stay what they are.
  ///   - release: gives the memory back.
  public init(
    _ bytes: UnsafeMutableRawBufferPointer, discard: ((Range<Int>) -> Void)? = nil,
    release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    start = bytes.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    self.discard = discard
    buffer = Buffer(wrapping: UnsafeRawBufferPointer(bytes), release: release)
  }

  /// New memory for an array.
  ///
  /// - Throws: when there isn't as much.
  public init(for type: ArrayType) throws {
    let byteCount = type.shape.elementCount * type.dtype.byteCount
    let memory = try Memory.allocate(byteCount: byteCount, alignment: 64)
    self.init(UnsafeMutableRawBufferPointer(start: memory, count: byteCount)) { bytes in
      Memory.deallocate(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  fileprivate func array(_ type: ArrayType) -> NDArray {
    NDArray(shape: type.shape, dtype: type.dtype, buffer: buffer)
  }
}

extension NDArray {
  /// Where the elements are, as long as the array lives.
  var address: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(mutating: unsafeStart)
      ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
  }
}
