import ArgumentParser
import Execution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a model is run: none of these changes what comes out, but for `--weights`.
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

  var settings: ExecutionSettings {
    var settings = ExecutionSettings()
    if let threads { settings.plan.threadCount = threads }
    settings.plan.storesWeightsAsBFloat16 = weights == .bfloat16
    settings.printsPlan = printPlan
    settings.profiles = profile
    return settings
  }
}

/// How to run a program and what to say of it.
struct ExecutionSettings {
  /// How to plan.
  var plan = PlanOptions()
  /// Whether to print the plan.
  var printsPlan = false
  /// Whether to print where the time went.
  var profiles = false
  /// Whether to print what bfloat16 weights change.
  var tellsDifference = true
  /// Of how many bytes of arrays that is found by another run, which must not take the memory and
  /// the time that the first one is careful with.
  var largestComparedByteCount = 256_000_000

  /// A thread for each processor, and nothing said.
  init() { plan.threadCount = max(1, min(1024, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
