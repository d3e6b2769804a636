import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import ScannedModels

/// `swiftscan apply`: runs a model.
struct Apply: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Runs a model on inputs, as Flax's apply does.",
    usage: "swiftscan apply --params <file> --input <file> [<options>]",
    discussion: """
      Writes the outputs to ys.npy and, if there is one, the last carry to carry.npy. Outputs that \
      are several arrays go into one file, by name or number.
      """)

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      The variables, from init or from Flax; may be repeated. NAME= tells that the file holds that \
      part of them. A model without variables needs none.
      """, valueName: "[name=]file"))
  var params: [NamedFile] = []

  @OptionGroup var steps: StepOptions

  @Option(parsing: .unconditional, help: "The config (default: the one in the params file).")
  var config: String?

  @Option(
    name: [.customShort("o", allowingJoined: true), .long], parsing: .unconditional,
    help: "Where to write the outputs (default: ys.npy).")
  var output: String?

  @Option(
    parsing: .unconditional,
    help: "Where to write the last carry (default: carry.npy, nowhere with -o -).")
  var carryOutput: String?

  @Option(
    parsing: .unconditional,
    help: "Where to write the changed collections (default: variables.npy).")
  var variablesOutput: String?

  @Flag(help: "Print the traced program to standard error.")
  var printProgram = false

  @OptionGroup var mutability: MutableOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup(visibility: .hidden) var instructions: InstructionOptions
  @OptionGroup var sequences: SequenceOptions
  @OptionGroup var options: ModelOptions

  /// Words without an option, which are always an error: all files are named by options.
  @Argument(help: .hidden) var words: [String] = []

  func validate() throws {
    if variablesOutput != nil, mutability.mutable.isEmpty {
      throw ValidationError("--variables-output needs --mutable: which collections may change?")
    }
  }

  func run() throws {
    try refuseWords()
    try checkOutputs()
    let files = OutputFiles()
    defer { files.discard() }
    Signals.discardOnInterrupt(files)
    let variables = try readParams(params, step: steps.step)
    var (model, inputs) = try options.model(config: config, in: variables)
    try sequences.add(to: &inputs)
    let call = try variables.explaining {
      try model.applyCall(
        model.variables(of: variables, inputs: inputs), inputs: inputs, keys: options.keys,
        mutable: mutability.mutable.union)
    }
    report(call)
    warnOfCollections(missingIn: call.traced.variables)
    try model.warnings(of: variables, in: call, inputs: inputs).forEach(warn)
    if printProgram { report("program\n\(call.traced.program)") }
    let results = call.splitCarry(call.traced.result)
    try checkResults(results)
    if results.carry != nil { try checkCarryOutput() }
    try checkVariables(variables, call.traced.variables)
    let mapped = try MappedOutputs(
      call.traced.result, of: call, to: output ?? "ys.npy", in: files)
    let result = try execution.run(call, isQuiet: options.quiet) { mapped.memory(forLeaf: $0) }
    let (carry, ys) = call.splitCarry(result.result)
    let outputs = [
      Output(what: "ys", tree: ys, path: output ?? "ys.npy"),
      Output(
        what: "carry", tree: carry, path: carryOutput ?? defaultCarryOutput),
      Output(
        what: "variables", tree: changed(result.variables),
        path: variablesOutput ?? "variables.npy"),
    ]
    let written = try outputs.compactMap { try $0.write(to: files, mapped) }
    try files.commit()
    if !options.quiet { written.forEach { report($0) } }
  }

  /// Refuses words that belong to no option, and says to which they may.
  private func refuseWords() throws {
    guard let word = words.first else { return }
    var needsParams = params.isEmpty && (config == nil || words.count > 1)
    let options = words.map { word -> String in
      if word.isConfigName { return "--config \(word)" }
      defer { needsParams = false }
      return "\(needsParams ? "--params" : "--input") \(word)"
    }
    throw Diagnostic(
      "unexpected argument", code: .usage, path: word,
      hint: "did you mean '\(options.joined(separator: " "))'?")
  }

  /// Refuses outputs that the model doesn't return, before the run.
  private func checkResults(_ result: (carry: Tree<ArrayType>?, ys: Tree<ArrayType>?)) throws {
    if output != nil, result.ys == nil {
      throw Diagnostic("the model returns no outputs", code: .usage, hint: "leave out -o")
    }
    if carryOutput != nil, result.carry == nil {
      throw Diagnostic("the model returns no carry", code: .usage, hint: "leave out --carry-output")
    }
  }

  /// Warns of names given to `--mutable` that no collection of the model has: Flax is silent.
  private func warnOfCollections(missingIn variables: Tree<ArrayType>) {
    guard case .only(let names) = mutability.mutable.union else { return }
    let there = variables.fields?.keys ?? []
    for name in names.subtracting(there).sorted() {
      warn("the model has no collection '\(name)' to change (--mutable \(name))")
    }
  }

  /// Changed variables, if there are any or a file for them is asked for.
  private func changed(_ variables: Tree<NDArray>) -> Tree<NDArray>? {
    if mutability.mutable.union == .none { return nil }
    return variables.leaves.isEmpty && variablesOutput == nil ? nil : variables
  }

  private var defaultCarryOutput: String? { output == "-" ? nil : "carry.npy" }

  /// Refuses outputs that can't be written, before the run.
  private func checkOutputs() throws {
    let given = [output, carryOutput, variablesOutput].compactMap(\.self)
    for (index, path) in given.enumerated() {
      guard !given[..<index].contains(path) else {
        throw Diagnostic(
          "is given for two outputs", code: .usage,
          path: path == "-" ? "standard output" : path, hint: "give each its own file")
      }
      if path != "-" { _ = try OutputFormat(path: path) }
    }
    let ys = output ?? "ys.npy"
    let variables = mutability.mutable.isEmpty ? nil : variablesOutput ?? "variables.npy"
    try refuseOverwriting(params.map(\.file), "params", by: ys)
    for path in [ys, variables].compactMap(\.self) {
      try refuseOverwritingInputs(by: path)
      if path != carryOutput ?? defaultCarryOutput {
        try refuseOverwriting(options.carries.map(\.file), "first carry", by: path)
      }
    }
    if carryOutput != nil { try checkCarryOutput() }
  }

  /// Refuses to write the carry over another input. It may replace its own file: the state of a
  /// model run piece by piece.
  private func checkCarryOutput() throws {
    guard let path = carryOutput ?? defaultCarryOutput else { return }
    try refuseOverwriting(params.map(\.file), "params", by: path)
    try refuseOverwritingInputs(by: path)
  }

  private func refuseOverwritingInputs(by path: String) throws {
    try refuseOverwriting([config].compactMap(\.self), "config", by: path)
    try refuseOverwriting(options.inputs.map(\.file), "input", by: path)
    try refuseOverwriting([sequences.lengths].compactMap(\.self), "lengths", by: path)
  }

  /// Refuses to write variables over a file that holds further ones.
  private func checkVariables(_ files: VariableFiles, _ variables: Tree<ArrayType>) throws {
    let path = variablesOutput ?? "variables.npy"
    let written = variables.fields?.keys ?? []
    for file in files.files
    where !written.isEmpty && FileSystem.isSame(path, file)
      && !files.isReplaceable(file, by: written)
    {
      throw Diagnostic(
        "would overwrite the params", code: .usage, path: path,
        hint: "write to another file, with --variables-output")
    }
  }
}

/// The files of `--params`, and the step of `--step`.
func readParams(_ files: [NamedFile], step: Int?) throws -> VariableFiles {
  try VariableFiles(files, step: step)
}

/// Refuses an output that is one of the files that are read.
func refuseOverwriting(_ files: [String], _ what: String, by path: String) throws {
  guard files.contains(where: { FileSystem.isSame(path, $0) }) else { return }
  throw Diagnostic(
    "would overwrite the \(what)", code: .usage, path: path,
    hint: "write to another file, with -o for instance")
}

/// A result and where it goes.
private struct Output {
  var what: String
  var tree: Tree<NDArray>?
  var path: String?

  /// Writes the result, if there is one.
  ///
  /// - Returns: what was written where.
  func write(to files: OutputFiles, _ mapped: MappedOutputs) throws -> String? {
    guard let path, let tree = tree?.joiningComplexParts() else { return nil }
    if !(try mapped.finish(path)) { try files.write(tree, to: path, named: what) }
    let place = path == "-" ? "standard output" : path
    return "\(place): \(tree.map { ArrayType(of: $0) }.typeText)"
  }
}
