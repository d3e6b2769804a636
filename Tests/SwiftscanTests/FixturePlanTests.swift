import ArgumentParser
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
  /// Each pass leaves what the reference executor computes, but for rounding, and a program that
  /// verifies, in which it finds no more to do.
  @Test(arguments: FlaxCase.all) func passesKeepResults(_ flaxCase: FlaxCase) throws {
    let call = try flaxCase.preparedCall
    let inputs = try call.inputs
    let executor = ReferenceExecutor()
    var program = call.traced.program
    let expected = try executor.run(program, inputs)
    for pass in Pass.all {
      let next = try pass(program)
      try next.verify()
      #expect(try pass(next).description == next.description, "\(pass.name)")
      // A program that is as it was computes what it did.
      if next != program {
        let results = try executor.run(next, inputs)
        for (result, expected) in zip(results, expected) {
          #expect(flaxCase.isClose(result, expected), "\(pass.name)")
        }
      }
      program = next
    }
  }

  /// Buffers that are alive at the same time don't overlap: not a bit of the results changes when
  /// each has memory of its own, which takes no less.
  @Test(arguments: FlaxCase.all) func sharingMemoryChangesNothing(_ flaxCase: FlaxCase) throws {
    try expectSharingChangesNothing(flaxCase.preparedCall)
  }

  @Test(arguments: configs) func norForConfigs(_ name: String) throws {
    let config = fixturePath("../../configs/\(name)")
    let (model, _) = try ModelOptions.parse([]).model(config: config, assumesSizes: true)
    try expectSharingChangesNothing(model.callOnInitialVariables())
  }

  /// A plan that is written to a file and read back is the same plan, and the same bits come of it.
  @Test(arguments: FlaxCase.all) func plansAreReadBack(_ flaxCase: FlaxCase) throws {
    let call = try flaxCase.preparedCall
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    for threads in [1, 2] {
      options.threadCount = threads
      let plan = try ExecutionPlan(call.traced.program, options: options)
      let read = try ExecutionPlan(fileBytes: plan.fileBytes())
      #expect(read == plan)
      #expect(try Executor(read).run(call.inputs) == Executor(plan).run(call.inputs))
    }
  }

  private static let configs =
    ((try? FileManager.default.contentsOfDirectory(atPath: fixturePath("../../configs"))) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  private func expectSharingChangesNothing(_ call: PreparedCall) throws {
    let inputs = try call.inputs
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    for threads in [1, 2] {
      options.threadCount = threads
      options.sharesMemory = true
      let shared = try Executor(call.traced.program, options: options)
      options.sharesMemory = false
      let separate = try Executor(call.traced.program, options: options)
      #expect(try shared.run(inputs) == separate.run(inputs))
      for (a, b) in [
        (shared.plan.arena, separate.plan.arena),
        (shared.plan.workerArena, separate.plan.workerArena),
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
    call.variables = variables
    return call
  }
}
