import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ScannedModels

/// `swiftscan init`: makes a model's variables.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a model's variables, as Flax's init does.",
    usage: "swiftscan init [<options>] <config>",
    discussion: """
      Writes them to p.npy, with the config inside (which .msgpack has no room for), and refuses to \
      overwrite one that is there, or variables that it didn't write: they may be trained. Inputs that \
      aren't given are zeros of their declared types; sizes that nothing tells are assumed, if the variables don't depend on them.
      """)

  @Argument(help: "The config, a YAML file.")
  var config: String

  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    parsing: .unconditional,
    help: "Where to write the variables (default: p.npy).")
  var output: String?

  @Flag(help: "Overwrite variables that are there.")
  var force = false

  @Option(
    parsing: .unconditional,
    help: "The seed of the params stream, as in jax.random.key(SEED) (default: 0).")
  var seed: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The params stream's raw key: two words from 0 to 4294967295.", valueName: "hi,lo"))
  var key: RawKey?

  @Flag(help: "Print the traced program to standard error.")
  var printProgram = false

  @OptionGroup var mutability: MutableOptions
  @OptionGroup var options: ModelOptions

  func validate() throws {
    let isKeyOfParamsGiven = options.streams.contains { $0.stream == "params" }
    if [seed != nil, key != nil, isKeyOfParamsGiven].count(where: { $0 }) > 1 {
      throw ValidationError("give one of --seed, --key and --rng params=…")
    }
  }

  func run() throws {
    let destination = output ?? "p.npy"
    if destination != "-", FileSystem.isSame(destination, config) {
      throw Diagnostic("would overwrite the config", code: .usage, path: destination)
    }
    try refuseOverwriting(options.inputs.map(\.file), "input", by: destination)
    try refuseOverwriting(options.carries.map(\.file), "first carry", by: destination)
    let format = try OutputFormat(path: destination)
    let files = OutputFiles()
    defer { files.discard() }
    Signals.discardOnInterrupt(files)
    let (model, inputs) = try options.model(config: config, assumesSizes: true)
    let given = mutability.mutable
    let call = try model.initCallOfAnySize(
      inputs: inputs, keys: options.keysWithParams(key?.key ?? RandomKey(seed: seed ?? 0)),
      mutable: given.isEmpty ? .allButIntermediates : given.union)
    if !force,
      output == nil ? FileSystem.exists(destination) : VariableFiles.mayBeTrained(destination)
    {
      throw Diagnostic(
        "\(destination) is there already and may be trained", code: .cannotCreate,
        hint: "pass --force to overwrite it, or -o to write elsewhere")
    }
    report(call)
    if !options.quiet { reportAssumptions(of: model, inputs) }
    if printProgram { report("program\n\(call.traced.program)") }
    let variables = try call.run().variables.joiningComplexParts()
    try files.write(variables, config: try model.configText, to: destination)
    try files.commit()
    let place = destination == "-" ? "standard output" : destination
    let note = format.holdsConfig ? "" : ", without the config: apply needs --config \(config)"
    if !options.quiet { report("\(place): \(variables.sizeText)\(note)") }
  }
}

extension [FilterValue] {
  /// Union of the filters.
  var union: Filter { reduce(.none) { $0.union($1.filter) } }
}

extension Tree where Leaf == NDArray {
  /// `165 numbers in 12 arrays`.
  fileprivate var sizeText: String {
    let count = leaves.map(\.shape.elementCount).reduce(0, +)
    return
      "\(count) number\(count == 1 ? "" : "s") in \(leaves.count) array\(leaves.count == 1 ? "" : "s")"
  }
}
