import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR
import YAMLNodes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A model from a config file, with the options it is called with.
struct ModelFile {
  /// What it describes.
  let description: ModelDescription
  /// What stands for named sizes that nothing tells.
  let assumedSizes: [String: Int]
  /// The config's text, with the Python that it uses inside.
  var text: String { get throws(Diagnostic) { try description.text } }
  private let options: ModelOptions
  private let inputs: GivenInputs
  private var method: String { options.method ?? "__call__" }

  /// The model of a config file, or of a params file with a config in it.
  ///
  /// - Parameter assumesSizes: whether small numbers stand for named sizes that nothing tells.
  init(config: String, options: ModelOptions, assumesSizes: Bool = false) throws {
    let bytes = try readFile(config, megabyteLimit: 16)
    guard !bytes.contains(0) || isUTF16(bytes) else {
      let hint = "swiftscan apply --params takes the file that init wrote"
      throw Diagnostic("is not a text file", path: config, expected: "a YAML config", hint: hint)
    }
    try checkUTF8(bytes, file: config)
    let text = String(decoding: bytes, as: UTF8.self)
    try self.init(text: text, file: config, options: options, assumesSizes: assumesSizes)
  }

  /// The model of a config file, or of the config inside a params file.
  init(config: String?, embedded: VariableFiles, options: ModelOptions) throws {
    if let config {
      try self.init(config: config, options: options)
      return
    }
    guard let (text, file) = embedded.config else {
      throw Diagnostic(
        "there is no config in the params file", code: .usage,
        path: embedded.files.joined(separator: ", "),
        hint: "pass --config FILE; only .npy, .npz and .safetensors files of swiftscan init have it"
          + " inside")
    }
    try self.init(text: text, file: file, options: options, assumesSizes: false)
  }

  private init(text: String, file: String, options: ModelOptions, assumesSizes: Bool) throws {
    self.options = options
    description = try ModelDescription(
      text, file: file, settings: options.fields.map { ($0.name, $0.value) }
    ) { name in try Self.source(name, beside: file) }
    let names = description.sizeNames
    for size in options.sizes where !names.contains(size.name) {
      throw Diagnostic(
        "no input of the config has a size called '\(size.name)'", code: .usage,
        hint: names.isEmpty
          ? "the sizes of its inputs are all fixed" : suggestion(for: size.name, among: names))
    }
    let unknown = names.filter { name in !options.sizes.contains { $0.name == name } }
    assumedSizes =
      assumesSizes ? Dictionary(zip(unknown, smallPrimes)) { first, _ in first } : [:]
    let method = options.method ?? "__call__"
    try description.parameters(of: method)
    inputs = try GivenInputs(options, of: description, method: method)
  }

  /// The text of a file of Python beside a config; `nil` if there is none.
  static func source(_ name: String, beside config: String) throws -> String? {
    let folder = config.lastIndex(of: "/").map { String(config[...$0]) } ?? ""
    let path = name.hasPrefix("/") ? name : folder + name
    guard FileSystem.exists(path) else { return nil }
    let bytes = try readFile(path, megabyteLimit: 16)
    try checkUTF8(bytes, file: path)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Calls

  /// The call that makes the variables.
  ///
  /// - Parameter otherStreams: streams that are there though no key of theirs is given.
  func initCall(
    paramsKey: RandomKey, mutable: Filter, otherStreams: [String] = []
  ) throws -> PreparedCall {
    var call = try call(
      isInitializing: true, needsArrays: false,
      defaultKeys: Self.keys(of: otherStreams).merging(["params": paramsKey]) { $1 },
      variables: .dict(.init()), mutable: mutable)
    call.traced = call.traced.keepingVariables()
    return call
  }

  /// The variables that the files hold for this model.
  func variables(of files: VariableFiles) throws -> Tree<NDArray> {
    let variables = try files.variables { try ownVariables().fields?.keys ?? [] }
    try files.checkNesting(of: variables, model: ownVariables)
    guard variables.hasNumberedParts else { return variables }
    // The names 0, 1, … are those of a tuple's parts, or of modules: the model knows.
    return variables.tuplesForNumbers(as: try? ownVariables(), exceptIn: ["params"])
  }

  /// The types of the variables that `init` makes.
  private func ownVariables() throws -> Tree<ArrayType> {
    try initCall(
      paramsKey: RandomKey(seed: 0), mutable: .all, otherStreams: usualStreams
    ).traced.variables
  }

  /// What should be known of files that are said to belong where a call of the model has nothing.
  func warnings(of files: VariableFiles, in call: TracedCall) throws -> [String] {
    let used = call.keepingResult().inputs.compactMap { input in
      if case .variable(let path) = input { path } else { nil }
    }
    let unused = files.places.filter { !$0.names.leads(toAnyOf: used) }
    guard !unused.isEmpty else { return [] }
    let own = try ownVariables().leavesWithPaths.map(\.path)
    return unused.filter { !$0.names.leads(toAnyOf: own) }
      .map { "the model has no variables '\($0.names.joined(separator: "/"))' (\($0.option))" }
  }

  /// The call that runs the model on these variables.
  func applyCall(_ variables: Tree<NDArray>, mutable: Filter) throws -> PreparedCall {
    var call = try call(
      isInitializing: false, needsArrays: true, variables: variables.map { ArrayType(of: $0) },
      mutable: mutable)
    call.variables = variables
    return call
  }

  /// The call that runs the model on variables of which only the types are known; nor need there be
  /// inputs, nor keys of these streams.
  func abstractCall(
    _ variables: Tree<ArrayType>, mutable: Filter, streams: [String] = []
  ) throws -> PreparedCall {
    try call(
      isInitializing: false, needsArrays: false, defaultKeys: Self.keys(of: streams),
      variables: variables, mutable: mutable)
  }

  private static func keys(of streams: [String]) -> [String: RandomKey] {
    Dictionary(streams.map { ($0, RandomKey(seed: 0)) }) { first, _ in first }
  }

  /// Traces a call; `defaultKeys` are those of streams for which none is given.
  private func call(
    isInitializing: Bool, needsArrays: Bool, defaultKeys: [String: RandomKey] = [:],
    variables: Tree<ArrayType>,
    mutable: Filter
  ) throws -> PreparedCall {
    let given = Dictionary(options.streams.map { ($0.stream, $0.key) }) { _, last in last }
    let keys = defaultKeys.merging(given) { _, given in given }
    let sizes = Dictionary(options.sizes.map { ($0.name, $0.size) }) { _, last in last }
    let binding = try inputs.namingFiles {
      try CallBinding(
        description, method: method, given: inputs.values,
        sizes: NamedSizes(sizes, assuming: assumedSizes), needsArrays: needsArrays)
    }
    var call = ModuleCall(arguments: binding.arguments)
    call.method = method
    call.streams = keys.keys.sorted()
    call.variables = variables
    call.mutable = mutable
    call.isInitializing = isInitializing
    var prepared = PreparedCall(
      traced: try trace(call), isInitializing: call.isInitializing, binding: binding, keys: keys)
    prepared.idleStreams = givenStreams.filter { stream in
      !usualStreams.contains(stream) && !prepared.traced.inputs.contains(.key(stream: stream))
    }
    return prepared
  }

  /// Traces a call, and says which axes look wrongly scanned.
  private func trace(_ call: ModuleCall) throws -> TracedCall {
    let warnings = description.axisWarnings(method: method)
    do {
      var traced = try call.trace(description.module)
      traced.warnings += warnings
      return traced
    } catch var error as Diagnostic {
      error.hint = error.hint ?? error.remedy?.hint ?? warnings.first
      error.location = error.location ?? description.modelLocation
      throw error
    }
  }

  /// The streams that keys are given for.
  var givenStreams: [String] { options.streams.map(\.stream) }

  /// Streams that models draw from: Flax's own, and those that the method's scan names.
  var usualStreams: [String] {
    ["params", "dropout"]
      + (description.module.scan(of: method)?.splitRNGs ?? []).flatMap { filter, _ -> [String] in
        if case .only(let names) = filter { names.sorted() } else { [] }
      }
  }

  /// The named sizes that the inputs that are given tell.
  var sizesOfInputs: Set<String> {
    let inputs = description.inputs.filter { input in
      self.inputs.values.contains { $0.name == input.name }
    }
    return Set(inputs.flatMap(\.type.leaves).flatMap(\.names))
  }

  /// The carry and the ys of the method's result.
  func splitCarry<Leaf>(
    _ result: Tree<Leaf>
  ) -> (carry: Tree<Leaf>?, ys: Tree<Leaf>?) {
    description.splitCarry(from: result, method: method)
  }
}

extension [String] {
  /// Whether one of the paths begins with these names.
  fileprivate func leads(toAnyOf paths: [TreePath]) -> Bool {
    let start = joined(separator: "/") + "/"
    return paths.contains { "\($0.slashed)/".hasPrefix(start) }
  }
}

/// Sizes that are unlike each other, so that axes aren't taken for one another.
private let smallPrimes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]

extension ModelDescription {
  /// The names of sizes in the declared inputs, each once.
  var sizeNames: [String] {
    inputs.flatMap(\.type.leaves).flatMap(\.names).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }
}
