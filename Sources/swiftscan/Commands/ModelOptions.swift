import ArgumentParser
import Diagnostics
import LiftedScan
import ScannedModels

/// Options that all commands have in common: the config, its settings and sizes, and the call.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("input"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      An input's file. NAME= tells which of several, NAME/PART= which part of one. The words zeros, \
      ones and normal in place of a file fill an input of a declared type.
      """,
      valueName: "[name=]file"))
  var inputs: [NamedFile] = []

  @Option(
    name: .customLong("carry"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The first carry, or with PART= a part of it (default: as Flax makes it).",
      valueName: "[part=]file"))
  var carries: [NamedFile] = []

  @Option(
    name: .customLong("rng"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A random stream's key: a seed, or its two words HI,LO.", valueName: "name=key"))
  var streams: [StreamKey] = []

  @Option(
    name: .customLong("size"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What a named size of the config's inputs stands for.", valueName: "name=n"))
  var sizes: [NamedSize] = []

  @Option(
    name: .customLong("set"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Sets a field of the model, a static argument of its call, or what is at a path of the config: \
      cell.features=8, model.scan.reverse=true.
      """, valueName: "name=value"))
  var fields: [FieldValue] = []

  @Option(parsing: .unconditional, help: "The model's method to call (default: __call__).")
  var method: String?

  @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.")
  var quiet = false

  func validate() throws {
    try Self.refuseRepeated(streams.map(\.stream), "--rng")
    try Self.refuseRepeated(sizes.map(\.name), "--size")
    try Self.refuseRepeated(fields.map(\.name), "--set")
  }

  /// The model of a config file, and the arrays it is called with.
  ///
  /// - Parameter assumesSizes: whether small numbers stand for named sizes that nothing tells.
  func model(
    config: String, assumesSizes: Bool = false
  ) throws -> (model: ScannedModel, inputs: CallInputs) {
    try withInputs(
      ScannedModel(
        config: config, settings: settings, sizes: sizesByName, method: method ?? "__call__",
        assumesSizes: assumesSizes))
  }

  /// The model of a config file, or else of the config inside a params file, and the arrays it is
  /// called with.
  func model(
    config: String?, in params: VariableFiles
  ) throws -> (model: ScannedModel, inputs: CallInputs) {
    if let config { return try model(config: config) }
    guard !params.files.isEmpty else {
      throw Diagnostic(
        "no params are given", code: .usage,
        hint:
          "pass --params FILE, which swiftscan init writes, or --config FILE for a model without"
          + " variables")
    }
    guard let (text, file) = params.config else {
      throw Diagnostic(
        "there is no config in the params file", code: .usage,
        path: params.files.joined(separator: ", "),
        hint: "pass --config FILE; only .npy, .npz and .safetensors files of swiftscan init have it"
          + " inside")
    }
    return try withInputs(
      ScannedModel(
        text: text, file: file, settings: settings, sizes: sizesByName,
        method: method ?? "__call__"))
  }

  /// The model of a config file, traced: on its own variables, or on those of params files.
  ///
  /// - Parameter mutable: the collections that `apply` may change.
  func view(
    config: String, params: [NamedFile] = [], step: Int? = nil, mutable: Filter = .all
  ) throws -> ModelView {
    let (model, inputs) = try model(config: config, assumesSizes: true)
    let files = params.isEmpty && step == nil ? nil : try readParams(params, step: step)
    return try ModelView(
      model, inputs, keys: keys, files: files,
      mutable: mutable)
  }

  private func withInputs(
    _ model: ScannedModel
  ) throws -> (model: ScannedModel, inputs: CallInputs) {
    let inputs = try CallInputs(inputs, carries: carries, of: model)
    inputs.warnings.forEach(warn)
    return (model, inputs)
  }

  private var settings: [(name: String, value: String)] { fields.map { ($0.name, $0.value) } }

  private var sizesByName: [String: Int] {
    Dictionary(sizes.map { ($0.name, $0.size) }) { _, last in last }
  }

  /// The keys of `--rng`, by stream.
  var keys: [String: RandomKey] {
    Dictionary(streams.map { ($0.stream, $0.key) }) { _, last in last }
  }

  /// The keys of `--rng`, and one of the stream `params`.
  func keysWithParams(_ key: RandomKey = RandomKey(seed: 0)) -> [String: RandomKey] {
    ["params": key].merging(keys) { $1 }
  }

  private static func refuseRepeated(_ names: [String], _ option: String) throws {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ValidationError("\(option) \(name)=… is given twice")
    }
  }
}

/// Option `--step`: the step of a checkpoint's folder.
struct StepOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The step to take of a folder of --params that has several (default: the newest).",
      valueName: "n"))
  var step: Int?
}

/// Option `--mutable`: the collections that the call may change.
struct MutableOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Collections that the model may change: a name, true, false, '[a, b]' or '{deny: a}'. May be \
      repeated.
      """, valueName: "filter"))
  var mutable: [FilterValue] = []
}

/// Reports the sizes of a model that are assumed.
func reportAssumptions(of model: ScannedModel, _ inputs: CallInputs) {
  let known = model.sizes(of: inputs)
  let sizes = model.assumedSizes.sorted { $0.key < $1.key }.filter { !known.contains($0.key) }
  guard !sizes.isEmpty else { return }
  let list = sizes.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  report("sizes that nothing tells are assumed: \(list)")
}
