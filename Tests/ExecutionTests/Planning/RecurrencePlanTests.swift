import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

struct RecurrencePlanTests {
  private static let lengths = [0, 1, 2, 17, 1000]

  private func recurrenceCount(_ executor: Executor) -> Int {
    executor.plan.steps.lines.count { $0.contains("= recurrence ") }
  }

  /// Random linear scans are run as recurrences and give what the reference executor gives.
  @Test(arguments: 0..<60)
  func agreesWithTheReference(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let length = Self.lengths[seed % Self.lengths.count]
    let (batch, features) = length == 1000 ? (1 + seed % 2, 5) : (1 + seed % 7, 1 + seed * 5 % 41)
    let (program, inputs, linearCount) = try programs.recurrences(
      length: length, batch: batch, features: features, isReversed: seed % 3 == 0,
      isMixed: seed % 2 == 0)
    let executor = try Executor(program)
    if length > 0 { #expect(recurrenceCount(executor) >= linearCount) }
    let expected = try ReferenceExecutor().run(program, inputs)
    // A thousand steps that forget little add up what each of them rounds.
    let tolerance: Double = length == 1000 ? 4 : 1
    for (result, expected) in zip(try executor.run(inputs), expected) {
      #expect(disagreement(result, expected) <= tolerance)
    }
  }

  /// Narrow floats are run step by step, rounding as the reference does.
  @Test(arguments: 0..<10)
  func narrowFloats(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed, dtype: .bfloat16)
    let (program, inputs, _) = try programs.recurrences(
      length: 5, batch: 2, features: 3, isReversed: false, isMixed: seed % 2 == 0)
    let executor = try Executor(program)
    #expect(recurrenceCount(executor) == 0)
    expectAgreement(try executor.run(inputs), try ReferenceExecutor().run(program, inputs))
  }

  /// Few elements and many steps are run in stretches of time, in blocks that are as long as those
  /// or a multiple, whatever the threads.
  @Test(arguments: [1, 4, 8], [false, true])
  func fewElementsRunInStretches(_ features: Int, _ isReversed: Bool) throws {
    let body = ProgramBuilder()
    let (h, x) = (body.input(.float32, [features]), body.input(.float32, [features]))
    let difference = try body.add(.binary(.sub), x, h)
    let small = body.constant(NDArray(Float(0.01)))
    let next = try body.sum(h, body.add(.binary(.mul), difference, small))
    let program = try Program(
      scanning: body.build(next, next), length: 3001, constants: 0, carry: 1,
      isReversed: isReversed)
    var programs = RandomPrograms(seed: features)
    let inputs = program.inputs.map { programs.array($0.type) }
    let executor = try Executor(program)
    let isSmall = features == 1 || features == 4
    #expect(executor.plan.steps.lines.contains { $0.hasSuffix(" in stretches") } == isSmall)
    let results = try executor.run(inputs)
    expectAgreement(results, try ReferenceExecutor().run(program, inputs))
    for threads in 2...3 {
      var options = PlanOptions()
      options.threadCount = threads
      options.smallestSplitCost = 0
      options.smallestRangesStepCost = 0
      #expect(try Executor(program, options: options).run(inputs) == results)
    }
  }

  /// Any number of threads gives the same bits, whether they take ranges of an axis or blocks.
  @Test(arguments: 0..<6)
  func threadsDontChangeABit(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs, _) = try programs.recurrences(
      length: seed % 3 == 0 ? 300 : 2100, batch: 1 + seed % 5, features: 1 + seed * 7 % 30,
      isReversed: seed % 2 == 0, isMixed: seed % 3 == 0)
    let expected = try Executor(program).run(inputs)
    for threads in 2...3 {
      for sharesRanges in [true, false] {
        var options = PlanOptions()
        options.threadCount = threads
        options.smallestSplitCost = 0
        options.smallestRangesStepCost = 0
        options.sharesRanges = sharesRanges
        #expect(try Executor(program, options: options).run(inputs) == expected)
      }
    }
  }
}
