import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Carries that a step changes a part of, such as the cache of a decoder.
struct MemoryPlanTests {
  private let batch = 4
  private let places = 128
  private let features = 64
  private let length = 40

  /// A step that puts x `[batch, 1, features]` at the next place of a memory and multiplies the memory
  /// by it: inputs memory, place, x; ys the products `[batch, places]` and, if asked, what was at the
  /// place before. The last steps are beyond the memory's end.
  private func step(seesOld: Bool = false, updates: Int = 1) throws -> Program {
    let body = ProgramBuilder()
    let memory = body.input(.float32, [batch, places, features])
    let place = body.input(.int32, [])
    let x = body.input(.float32, [batch, 1, features])
    let zero = body.constant(NDArray(Int32(0)))
    var next = memory
    for _ in 0..<updates {
      next = try body.add(.dynamicUpdateSlice, next, x, zero, place, zero)
    }
    let query = try body.add(.reshape([batch, features]), x)
    let products = try body.add(
      .dot(DotDimensions(contracting: ([1], [2]), batch: ([0], [0]))), query, next)
    let following = try body.add(.binary(.add), place, body.constant(NDArray(Int32(5))))
    var outputs = [next, following, products]
    if seesOld {
      outputs.append(
        try body.add(.dynamicSlice(sizes: [batch, 1, features]), memory, zero, place, zero))
    }
    return body.build(outputs)
  }

  private func program(_ step: Program) throws -> (program: Program, inputs: [NDArray]) {
    let program = try Program(scanning: step, length: length, constants: 0, carry: 2)
    let inputs = program.inputs.map { variable in
      variable.type.dtype == .int32
        ? NDArray(Int32(-3))
        : NDArray(variable.type.shape) { Float(($0 * 31) % 101 - 50) / 64 }
    }
    return (program, inputs)
  }

  private func lines(_ executor: Executor, _ text: String) -> Int {
    executor.plan.steps.lines.count { $0.contains(text) }
  }

  /// Nothing is done to the parts that stay, and what is made of the memory isn't put off, for which
  /// each step's would have to be kept.
  @Test(arguments: [1, 2])
  func partsAreChangedInPlace(_ updates: Int) throws {
    let (program, inputs) = try program(step(updates: updates))
    let executor = try Executor(program)
    expectAgreement(
      try executor.run(inputs), try ReferenceExecutor().run(program, inputs))
    #expect(executor.plan.arena.byteCount < 2 * batch * places * features * 4)
    #expect(lines(executor, "= dynamic_update_slice ") == updates)
    #expect(lines(executor, "= copy ") <= 1)
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    options.smallestSharedStepCost = 0
    options.smallestTurnCost = 1
    for sharesRanges in [true, false] {
      options.threadCount = 2
      options.sharesRanges = sharesRanges
      #expect(
        try Executor(program, options: options).run(inputs) == executor.run(inputs))
    }
  }

  /// What the memory was before the step stays to be read.
  @Test
  func whatIsReadAfterwardsStays() throws {
    let (program, inputs) = try program(step(seesOld: true))
    let executor = try Executor(program)
    expectAgreement(
      try executor.run(inputs), try ReferenceExecutor().run(program, inputs))
    #expect(lines(executor, "= dynamic_slice ") == 1)
  }
}
