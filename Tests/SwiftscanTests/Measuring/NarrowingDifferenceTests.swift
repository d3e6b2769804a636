import Arrays
import Execution
import ScannedModels
import Testing

@testable import swiftscan

struct NarrowingDifferenceTests {
  /// Outputs are compared with another run's only if that isn't a large one.
  @Test func differencesOfLargeArraysAreNotMeasured() throws {
    let call = try FlaxCase("cells/LSTMCell_root_reverse").preparedCall
    var options = PlanOptions()
    options.weights = .bfloat16
    let executor = try call.executor(options)
    let results = try call.run(executor)
    let arrays = try call.inputs + results.result.leaves
    let byteCount = arrays.map(\.byteCount).reduce(0, +)
    func text(_ executor: Executor, byteLimit: Int) throws -> String {
      try "\(NarrowingDifference(of: executor, in: call, results: results, byteLimit: byteLimit))"
    }
    #expect(try text(executor, byteLimit: byteCount).contains("; outputs differ by at most 0.0"))
    #expect(
      try text(executor, byteLimit: byteCount - 1).hasSuffix(
        "; the difference isn't measured for more than \((byteCount - 1).byteText) of arrays"))
    options.weights = .int8
    #expect(
      try text(call.executor(options), byteLimit: byteCount)
        == "none, as 2 matrices stay in float32, too small to gain by it")
    let plain = try call.executor(PlanOptions())
    #expect(try text(plain, byteLimit: byteCount).hasPrefix("none, as no loop"))
  }
}
