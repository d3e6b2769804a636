import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan

/// `swiftscan apply`: runs a model.
struct Apply: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a model on inputs, as Flax's apply does.",
    discussion: "Writes the outputs to ys.npy and, if there is one, the last carry to carry.npy.")

  @Option(help: "The variables, from init or from Flax.")
  var params: String

  @Option(help: "The config (default: the one in the params file).")
  var config: String?

  @Option(name: [.short, .long], help: "Where to write the outputs (default: ys.npy).")
  var output: String?

  @Option(help: "Where to write the last carry (default: carry.npy, nowhere with -o -).")
  var carryOutput: String?

  @Option(help: "A collection that the model may change; may be repeated.")
  var mutable: [String] = []

  @Option(help: "Where to write the changed collections.")
  var variablesOutput: String?

  @OptionGroup var options: ModelOptions

  func validate() throws {
    if mutable.isEmpty != (variablesOutput == nil) {
      throw ValidationError("--mutable and --variables-output go together")
    }
  }

  func run() throws {
    let files = OutputFiles()
    Signals.discardOnInterrupt(files)
    let variables = try readArrayFile(params)
    let model = try ModelFile(config: config, embedded: variables, named: params, options: options)
    let result = try model.apply(
      variables.tree.narrowedForUse(params),
      mutable: mutable.contains("true") ? .all : .only(Set(mutable)))
    var written: [String] = []
    func write(_ tree: Tree<NDArray>?, to path: String?, _ what: String, isAskedFor: Bool) throws {
      guard let path else { return }
      guard let tree else {
        if isAskedFor { throw Diagnostic("the model returns no \(what)", code: .usage) }
        return
      }
      try files.write(tree, to: path, named: what)
      written.append("\(path): \(tree.typeText)")
    }
    let defaultCarry = output == "-" ? nil : "carry.npy"
    try write(result.ys, to: output ?? "ys.npy", "outputs", isAskedFor: output != nil)
    try write(
      result.carry, to: carryOutput ?? defaultCarry, "carry", isAskedFor: carryOutput != nil)
    try write(result.variables, to: variablesOutput, "variables", isAskedFor: true)
    try files.commit()
    if !options.quiet { written.forEach { report($0) } }
  }
}

extension Tree where Leaf == NDArray {
  /// `float32[16, 20, 5]`, or the parts by name.
  fileprivate var typeText: String {
    leavesWithPaths.map { path, array in
      let sizes = array.shape.sizes.map(String.init).joined(separator: ", ")
      let name = path.keys.isEmpty ? "" : "\(path.slashed) "
      return "\(name)\(array.dtype)[\(sizes)]"
    }.joined(separator: ", ")
  }
}
