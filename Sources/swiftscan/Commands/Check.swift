import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import ScannedModels

/// `swiftscan check`: does everything but run a model.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a config, and what goes with it, without running it.",
    usage: "swiftscan check [<options>] <config>",
    discussion: """
      Reads the config, traces init and apply, checks shapes and types, and says what is wrong. \
      Unless others are given, all collections but given params may change, there are keys for all \
      streams, and sizes that nothing tells are small.
      """)

  @Argument(help: "The config, a YAML file.")
  var config: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Variables that must fit the model (default: those init would make).",
      valueName: "[name=]file"))
  var params: [NamedFile] = []

  @OptionGroup var steps: StepOptions

  @Flag(help: "Print the program that apply would run.")
  var printProgram = false

  @OptionGroup var mutability: MutableOptions
  @OptionGroup var options: ModelOptions

  func run() throws {
    let given = mutability.mutable
    let view = try options.view(
      config: config, params: params, step: steps.step,
      mutable: given.isEmpty ? assumedMutability : given.union)
    if !options.quiet { reportAssumptions(of: view.model, view.inputs) }
    reportPrinted(view.initialization.printed)
    view.warnings.forEach(warn)
    for name in view.missingCollections where given.isEmpty {
      warn(
        "there are no '\(name)' in the params: apply makes them with --mutable \(name)")
    }
    if printProgram {
      let call = given.isEmpty ? view.apply.keepingResult() : view.apply
      try say("\(call.program)")
    }
    if !options.quiet { report("\(config) is fine") }
  }

  /// Params that are given must all be there: none is made in place of one that isn't.
  private var assumedMutability: Filter { params.isEmpty ? .all : .allExcept(["params"]) }
}
