import ArgumentParser
import ArrayFiles
import Arrays
import Foundation
import LiftedScan
import ProgramIR
import Reference
import ScannedModels
import TestSupport
import Testing

@testable import Execution
@testable import swiftscan

/// What must hold of the plans of all models of `Fixtures/cells` and `Fixtures/modules`, and of those
/// of `configs`.
struct FixturePlanTests {
  @Test(arguments: FlaxCase.all) func planKeepsResults(_ flaxCase: FlaxCase) throws {
    let call = try flaxCase.preparedCall
    let inputs = try call.inputs
    let rewritten = try expectPassesKeepResults(call.traced.program, inputs, flaxCase.isClose)
    try expectPlansAgree(rewritten, inputs)
  }

  @Test(arguments: configs) func plansOfConfigsAgree(_ name: String) throws {
    let config = fixturePath("../../configs/\(name)")
    let (model, _) = try ModelOptions.parse([]).model(config: config, assumesSizes: true)
    let call = try model.callOnInitialVariables()
    try expectPlansAgree(call.traced.program.rewrittenForSpeed(), call.inputs)
  }

  private static let configs =
    ((try? FileManager.default.contentsOfDirectory(atPath: fixturePath("../../configs"))) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  /// Each pass leaves what the reference executor computes, but for rounding, and a program that
  /// verifies, in which it finds no more to do.
  private func expectPassesKeepResults(
    _ program: Program, _ inputs: [NDArray], _ isClose: (NDArray, NDArray) -> Bool
  ) throws -> Program {
    let executor = ReferenceExecutor()
    let expected = try executor.run(program, inputs)
    return try Pass.all.reduce(program) { program, pass in
      let next = try pass(program)
      // What holds of a program that is as it was is known.
      guard next != program else { return program }
      try next.verify()
      let again = try pass(next)
      #expect(again == next || again.description == next.description, "\(pass.name)")
      for (result, expected) in zip(try executor.run(next, inputs), expected) {
        #expect(isClose(result, expected), "\(pass.name)")
      }
      return next
    }
  }

  /// Buffers that are alive at the same time don't overlap: not a bit of the results changes when
  /// each has memory of its own, which takes no less. A plan that is written to a file and read back
  /// is the same plan, and the same bits come of it.
  private func expectPlansAgree(_ rewritten: Program, _ inputs: [NDArray]) throws {
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    for threads in [1, 2] {
      options.threadCount = threads
      options.sharesMemory = true
      let shared = try ExecutionPlan(rewritten: rewritten, options: options)
      options.sharesMemory = false
      let separate = try ExecutionPlan(rewritten: rewritten, options: options)
      let read = try ExecutionPlan(fileBytes: shared.fileBytes())
      #expect(read == shared)
      let results = try Executor(shared).run(inputs)
      #expect(try Executor(separate).run(inputs) == results)
      #expect(try Executor(read).run(inputs) == results)
      for (a, b) in [
        (shared.arena, separate.arena), (shared.workerArena, separate.workerArena),
      ] {
        #expect(b.byteCount == b.separateByteCount)
        #expect(a.byteCount <= b.byteCount)
      }
    }
  }
}

extension ScannedModel {
  /// A call of the model on the variables that `init` makes, and on zeros; all but the parameters may
  /// change.
  func callOnInitialVariables() throws -> PreparedCall {
    let variables = try initCall(
      keys: ["params": RandomKey(seed: 0)], assumesStreams: true
    ).run().variables
    var call = try abstractCall(
      variables.map { ArrayType(of: $0) }, inputs: [:], mutable: .allExcept(["params"]),
      assumesStreams: true)
    call.variables = variables.map { StoredArray($0) }
    return call
  }
}
