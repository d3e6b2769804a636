import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics

/// `swiftscan init`: makes a model's variables.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a model's variables, as Flax's init does.",
    discussion: """
      Writes them to p.npy, with the config inside, and refuses to overwrite one that is there:
      it may be trained.
      """)

  @Argument(help: "The config, a YAML file.")
  var config: String

  @Option(name: [.short, .long], help: "Where to write the variables (default: p.npy).")
  var output: String?

  @Flag(help: "Overwrite p.npy.")
  var force = false

  @Option(help: "The seed of the params stream, as in jax.random.key(SEED) (default: 0).")
  var seed: Int?

  @Option(help: ArgumentHelp("The params stream's raw key.", valueName: "hi,lo"))
  var key: RawKey?

  @OptionGroup var options: ModelOptions

  func validate() throws {
    if seed != nil, key != nil { throw ValidationError("give --seed or --key, not both") }
  }

  func run() throws {
    let destination = output ?? "p.npy"
    if output == nil, !force, FileSystem.exists(destination) {
      throw Diagnostic(
        "\(destination) is there already and may be trained", code: .cannotCreate,
        hint: "pass --force to overwrite it, or -o to write elsewhere")
    }
    let files = OutputFiles()
    Signals.discardOnInterrupt(files)
    let model = try ModelFile(config: config, options: options)
    let variables = try model.initialize(key: key?.key ?? RandomKey(seed: seed ?? 0))
    try files.write(variables, config: model.text, to: destination)
    try files.commit()
    if !options.quiet { report("\(destination): \(variables.sizeText)") }
  }
}

extension Tree where Leaf == NDArray {
  /// `165 numbers in 12 arrays`.
  fileprivate var sizeText: String {
    let count = leaves.map(\.shape.elementCount).reduce(0, +)
    return "\(count) numbers in \(leaves.count) arrays"
  }
}
