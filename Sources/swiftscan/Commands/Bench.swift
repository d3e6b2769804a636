import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import Execution
import Kernels
import LiftedScan
import ProgramIR
import ScannedModels

/// `swiftscan bench`: measures the speed of a model.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures how fast a model runs, warm and in this process.",
    usage: "swiftscan bench [<options>] <config>",
    discussion: """
      Runs what apply would run, again and again, and takes the time of each run: reading, tracing \
      and planning are told apart. Variables that aren't given are made as init makes them; inputs \
      that aren't given are zeros.
      """)

  @Argument(help: "The config, a YAML file.")
  var config: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The variables (default: those init makes).", valueName: "[name=]file"))
  var params: [NamedFile] = []

  @OptionGroup var steps: StepOptions

  @Option(parsing: .unconditional, help: "How many threads may work (default: all processors).")
  var threads: Int?

  @Option(parsing: .unconditional, help: "For how long to measure, in seconds.")
  var seconds = 2.0

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup var instructions: InstructionOptions
  @OptionGroup var storage: WeightOptions
  @OptionGroup var mutability: MutableOptions
  @OptionGroup var sequences: SequenceOptions
  @OptionGroup var options: ModelOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
    if !(0...3600).contains(seconds) {
      throw ValidationError("--seconds must be from 0 to 3600")
    }
  }

  func run() throws {
    var times: [Double] = [Timings.now()]
    let (model, inputs) = try options.model(config: config, assumesSizes: true)
    let variables =
      params.isEmpty && steps.step == nil
      ? try model.initCall(inputs: inputs, keys: options.keysWithParams(), assumesStreams: true)
        .run()
        .variables.map { StoredArray($0) }
      : try model.variables(of: readParams(params, step: steps.step), inputs: inputs)
    times.append(Timings.now())
    var sequenceInputs = inputs
    try sequences.add(to: &sequenceInputs)
    let call = try self.call(of: model, variables, sequenceInputs)
    report(call)
    if !options.quiet { reportAssumptions(of: model, inputs) }
    times.append(Timings.now())
    var plan = PlanOptions.allProcessors
    if let threads { plan.threadCount = threads }
    plan.weights = storage.weights
    let executor = try call.executor(plan)
    times.append(Timings.now())
    try call.checkMemory(for: call.traced.program.inputs.map(\.type), "inputs")
    let arrays = try call.inputs
    // Fresh memory for each run would take time that isn't the model's.
    let outputs = try call.traced.program.outputs.map { try OutputMemory(for: $0.type) }
    let timings = try Timings(seconds: seconds, warmUpSeconds: min(seconds, 0.3)) {
      _ = try executor.run(arrays) { output, _ in outputs[output] }
    }
    let measurement = try Measurement(
      call.traced.program, timings, threads: plan.threadCount,
      traceSeconds: times[2] - times[1], planSeconds: times[3] - times[2])
    try say(json ? measurement.json : measurement.table)
  }

  /// The call to measure. Unless others are given, those collections may change that have to.
  private func call(
    of model: ScannedModel, _ variables: Tree<StoredArray>, _ inputs: CallInputs
  ) throws -> PreparedCall {
    var mutable = mutability.mutable.union
    while true {
      do {
        var call = try model.abstractCall(
          variables.map { ArrayType(of: $0) }, inputs: inputs, keys: options.keys,
          mutable: mutable, assumesStreams: true)
        call.variables = variables
        return call
      } catch let error as Diagnostic {
        guard mutability.mutable.isEmpty, case .makeMutable(let names)? = error.remedy,
          case let wider = mutable.union(.only(Set(names))), wider != mutable
        else { throw error }
        mutable = wider
      }
    }
  }
}
