import ArgumentParser
import Arrays
import Execution
import ScannedModels

/// Options of the execution: threads, instruction set, blocks. Only `--weights` changes results.
struct ExecutionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "How many threads may work (default: one for each processor).")
  var threads: Int?

  @OptionGroup var storage: WeightOptions

  @Flag(help: "Print to standard error how the program is run, step by step.")
  var printPlan = false

  @Flag(help: "Print to standard error where the time went, by step of the plan.")
  var profile = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024")
    }
  }

  /// The options of the plan.
  var plan: PlanOptions {
    var plan = PlanOptions.allProcessors
    if let threads { plan.threadCount = threads }
    plan.weights = storage.weights
    return plan
  }

  /// Runs a call and prints the reports asked for: the plan, the profile, the difference that
  /// narrower weights make.
  ///
  /// - Parameter memory: the memory for a leaf of the result, by its position; `nil` where the
  ///   executor is to allocate it.
  /// - Returns: the result, and the variables of the mutable collections.
  func run(
    _ call: PreparedCall, isQuiet: Bool, into memory: (_ leaf: Int) -> OutputMemory?
  ) throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    let executor = try call.executor(plan)
    if printPlan {
      report("plan\n\(try executor.plan.report(on: call.traced.program, options: plan))")
    }
    let profiler = profile ? Profile() : nil
    let results = try call.run(executor, profile: profiler) { leaf, _ in memory(leaf) }
    if let profiler { report("profile\n\(profiler)") }
    if storage.weights != .float32, !isQuiet {
      let difference = try NarrowingDifference(of: executor, in: call, results: results)
      report("weights in \(storage.weights): \(difference)")
    }
    return results
  }
}
