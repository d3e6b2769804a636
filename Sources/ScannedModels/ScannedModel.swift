import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import YAMLNodes

/// A Flax model: a module, the inputs that it takes, and the method that is called.
///
/// ```swift
/// let model = try ScannedModel(config: "lstm.yaml")
/// let variables = try model.initialize(inputs: ["xs": .leaf(xs)])
/// let ys = try model.apply(variables, inputs: ["xs": .leaf(xs)]).ys
/// ```
public struct ScannedModel {
  /// The module and the declarations of its inputs.
  public let description: ModelDescription
  /// Name of the called method; `__call__` by default.
  public let method: String
  /// Sizes of the inputs' axes, by name.
  let sizes: [String: Int]
  /// Assumed sizes of named axes that neither inputs nor options determine.
  package private(set) var assumedSizes: [String: Int]

  /// The model of a config file, or of a file that `swiftscan init` wrote.
  ///
  /// - Parameters:
  ///   - config: the path of the file.
  ///   - settings: values to set, as the config would write them, by the name of a field of the model
  ///     or of a static argument of its call, or by a path: `cell.features`, `model.scan.reverse`.
  ///   - sizes: sizes of the inputs' axes, by name.
  ///   - method: the method to call.
  /// - Throws: a `Diagnostic` with the first error in the config, and its place.
  public init(
    config: String, settings: [(name: String, value: String)] = [], sizes: [String: Int] = [:],
    method: String = "__call__"
  ) throws {
    try self.init(
      config: config, settings: settings, sizes: sizes, method: method, assumesSizes: false)
  }

  /// The model of a config file.
  ///
  /// - Parameter assumesSizes: whether small numbers stand for named sizes that nothing tells.
  package init(
    config: String, settings: [(name: String, value: String)], sizes: [String: Int],
    method: String, assumesSizes: Bool
  ) throws {
    let text = try Self.configText(config)
    try self.init(
      text: text, file: config, settings: settings, sizes: sizes, method: method,
      assumesSizes: assumesSizes)
  }

  /// The model of a config's text.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: the path to name in errors; files of Python are read beside it.
  ///   - settings: values to set, by name or path.
  ///   - sizes: sizes of the inputs' axes, by name.
  ///   - method: the method to call.
  /// - Throws: a `Diagnostic` with the first error in the config, and its place.
  public init(
    text: String, file: String, settings: [(name: String, value: String)] = [],
    sizes: [String: Int] = [:], method: String = "__call__"
  ) throws {
    try self.init(
      text: text, file: file, settings: settings, sizes: sizes, method: method,
      assumesSizes: false)
  }

  private init(
    text: String, file: String, settings: [(name: String, value: String)], sizes: [String: Int],
    method: String, assumesSizes: Bool
  ) throws {
    try self.init(
      ModelDescription(text, file: file, settings: settings) { name in
        try Self.source(name, beside: file)
      },
      sizes: sizes, method: method, assumesSizes: assumesSizes)
  }

  /// The model that a module is.
  ///
  /// - Parameters:
  ///   - module: a layer, a cell in an `RNN`, or a module of one's own.
  ///   - inputs: the inputs with their types, such as `float32[B, T, 3]`; without them the inputs are
  ///     named as the method's parameters are, and have the types of the arrays that are given.
  ///   - sizes: sizes of the inputs' axes, by name.
  ///   - method: the method to call.
  /// - Throws: a `Diagnostic` where a type can't be read or there is no such method.
  public init(
    _ module: any Module, inputs: KeyValuePairs<String, String> = [:], sizes: [String: Int] = [:],
    method: String = "__call__"
  ) throws {
    try self.init(
      ModelDescription(module, inputs: inputs.map { ($0, $1) }), sizes: sizes, method: method,
      assumesSizes: false)
  }

  private init(
    _ description: ModelDescription, sizes: [String: Int], method: String, assumesSizes: Bool
  ) throws {
    self.description = description
    self.sizes = sizes
    self.method = method
    let names = description.sizeNames
    for name in sizes.keys.sorted() where !names.contains(name) {
      throw Diagnostic(
        "no input of the config has a size called '\(name)'", code: .usage,
        hint: names.isEmpty
          ? "the sizes of its inputs are all fixed" : suggestion(for: name, among: names))
    }
    let made = description.madeSizes
    let unknown = names.filter { sizes[$0] == nil && made[$0] == nil }
    let assumed =
      assumesSizes ? Dictionary(zip(unknown, smallPrimes)) { first, _ in first } : [:]
    assumedSizes = assumed.merging(made) { first, _ in first }
    _ = try description.method(method)
  }

  // MARK: Files

  /// The text of a config file.
  private static func configText(_ file: String) throws -> String {
    let bytes = try readFile(file, megabyteLimit: 16)
    guard !bytes.contains(0) || isUTF16(bytes) else {
      throw Diagnostic(
        "is not a text file", path: file, expected: "a YAML config",
        hint: "swiftscan apply --params takes the file that init wrote")
    }
    try checkUTF8(bytes, file: file)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text of a Python file beside a config; `nil` if there is none.
  package static func source(_ name: String, beside config: String) throws -> String? {
    let folder = config.lastIndex(of: "/").map { String(config[...$0]) } ?? ""
    let path = name.hasPrefix("/") ? name : folder + name
    guard FileSystem.exists(path) else { return nil }
    let bytes = try readFile(path, megabyteLimit: 16)
    try checkUTF8(bytes, file: path)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The config's text to keep with the variables that it makes: with the files inside that it needs,
  /// and with the settings and sizes that are given.
  package var configText: String? {
    get throws { try description.text(sizes: sizes) }
  }

  // MARK: Inputs and results

  /// The model with small numbers for named sizes that aren't known.
  func assumingSizes() throws -> ScannedModel {
    try ScannedModel(description, sizes: sizes, method: method, assumesSizes: true)
  }

  /// The model with another assumed size of a named axis.
  func assuming(_ name: String, size: Int) -> ScannedModel {
    var copy = self
    copy.assumedSizes[name] = size
    return copy
  }

  /// The model with further sizes of named axes.
  func withSizes(_ sizes: [String: Int]) throws -> ScannedModel {
    try ScannedModel(
      description, sizes: self.sizes.merging(sizes) { $1 }, method: method, assumesSizes: false)
  }

  /// The sizes by name that the arrays of inputs tell.
  package func sizes(of inputs: CallInputs) -> Set<String> {
    let declared = description.inputs.filter { input in
      inputs.values.contains { $0.name == input.name }
    }
    return Set(declared.flatMap(\.type.leaves).flatMap(\.names))
  }

}

/// Sizes that differ, so that no axis is taken for another.
private let smallPrimes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]

extension ModelDescription {
  /// The names of sizes in the declared inputs, each once.
  fileprivate var sizeNames: [String] {
    inputs.flatMap(\.type.leaves).flatMap(\.names).reduce(into: []) { names, name in
      if !names.contains(name) { names.append(name) }
    }
  }
}
