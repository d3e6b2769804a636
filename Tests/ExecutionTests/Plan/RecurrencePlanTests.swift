import Arrays
import ProgramIR
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

  /// Any number of threads gives the same bits.
  @Test(arguments: 0..<12)
  func threadsDontChangeABit(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs, _) = try programs.recurrences(
      length: 300, batch: 1 + seed % 5, features: 1 + seed * 7 % 30, isReversed: seed % 2 == 0,
      isMixed: seed % 3 == 0)
    let expected = try Executor(program).run(inputs)
    for threads in 2...3 {
      var options = PlanOptions()
      options.threadCount = threads
      options.smallestSplitCost = 0
      #expect(try Executor(program, options: options).run(inputs) == expected)
    }
  }
}
