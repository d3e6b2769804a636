import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Layers inside of steps of time: each layer has a matrix of its own, the same in all steps.
struct StackedWeightsTests {
  private let layers = 3
  private let batch = 40
  private let features = 5
  private let length = 7

  /// `h = layers(h + x)`, y = h; a layer is `y = tanh(y @ w)`, or with `w` turned.
  private func program(isReversed: Bool, isTransposed: Bool) throws -> Program {
    let layer = ProgramBuilder()
    let (y, w) = (
      layer.input(.float32, [batch, features]), layer.input(.float32, [features, features])
    )
    let matrix = isTransposed ? try layer.add(.transpose([1, 0]), w) : w
    let stack = Scan(
      body: layer.build(try layer.tanh(layer.product(y, matrix))), length: layers,
      isReversed: isReversed, constantCount: 0, carryCount: 1)
    let step = ProgramBuilder()
    let weights = step.input(.float32, [layers, features, features])
    let (h, x) = (
      step.input(.float32, [batch, features]), step.input(.float32, [batch, features])
    )
    let next = try step.add(.scan(stack), [step.sum(h, x), weights])[0]
    return try Program(
      scanning: step.build(next, next), length: length, constants: 1, carry: 1)
  }

  private var inputs: [NDArray] {
    [
      NDArray([layers, features, features]) { Float($0 * 31 % 101 - 50) / 100 },
      NDArray([batch, features]) { Float($0 % 7) / 8 },
      NDArray([length, batch, features]) { Float($0 * 13 % 29 - 14) / 16 },
    ]
  }

  /// They are packed once, before the loop over time, where each step has rows enough.
  @Test(arguments: [false, true], [false, true])
  func arePackedOnce(isReversed: Bool, isTransposed: Bool) throws {
    let program = try program(isReversed: isReversed, isTransposed: isTransposed)
    let expected = try ReferenceExecutor().run(program, inputs)
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    for threads in [1, 2] {
      options.threadCount = threads
      let executor = try Executor(program, options: options)
      #expect(executor.plan.lines.count { $0.contains(" = pack 3 of ") } == 1)
      expectAgreement(try executor.run(inputs), expected)
    }
  }

  /// As bfloat16 too: each factor is rounded by 2⁻⁹ at most, and a layer adds to that of the last.
  @Test func canBeNarrow() throws {
    let program = try program(isReversed: false, isTransposed: false)
    let expected = try ReferenceExecutor().run(program, inputs)
    var options = PlanOptions()
    #expect(try ExecutionPlan(program, options: options).narrowMatrixCount == 0)
    options.weights = .bfloat16
    let executor = try Executor(program, options: options)
    #expect(executor.plan.narrowMatrixCount == 3)
    let results = try executor.run(inputs)
    for (result, expected) in zip(results, expected) {
      let difference = largestDifference(result, expected)
      #expect(difference > 0 && difference < 0x1p-6)
    }
  }

  /// A stack that is read once isn't worth packing.
  @Test func aSingleScanReadsThemWhereTheyAre() throws {
    let step = try #require(program(isReversed: false, isTransposed: false).lastScan).body
    var options = PlanOptions()
    options.weights = .bfloat16
    let plan = try ExecutionPlan(step, options: options)
    #expect(plan.narrowMatrixCount == 0)
    #expect(!plan.lines.contains { $0.contains(" = pack ") })
  }
}
