import ArgumentParser
import Arrays
import Execution
import ScannedModels

/// Options of the execution: threads, instruction set, blocks. Only `--weights` changes results.
struct ExecutionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "How many threads may work (default: one for each processor).")
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: """
      How matrices that a loop multiplies by in each step are stored. bfloat16 takes half the memory \
      and is less exact: the difference to float32 is printed, if the arrays aren't very large.
      """)
  var weights = WeightStorage.float32

  @Flag(help: "Print to standard error how the program is run, step by step.")
  var printPlan = false

  @Flag(help: "Print to standard error where the time went, by step of the plan.")
  var profile = false

  enum WeightStorage: String, ExpressibleByArgument, CaseIterable {
    case float32, bfloat16
  }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024")
    }
  }

  /// The options of the plan.
  var plan: PlanOptions {
    var plan = PlanOptions.allProcessors
    if let threads { plan.threadCount = threads }
    plan.storesWeightsAsBFloat16 = weights == .bfloat16
    return plan
  }

  /// Runs a call and prints the reports asked for: the plan, the profile, the difference that
  /// bfloat16 makes.
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
    if weights == .bfloat16, !isQuiet {
      let difference = try NarrowingDifference(of: executor, in: call, results: results)
      report("weights in bfloat16: \(difference)")
    }
    return results
  }
}
