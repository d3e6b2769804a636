import ArrayFiles
import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

/// A model from a config file, with the options it is run with.
struct ModelFile {
  /// The config's text.
  let text: String
  private let description: ModelDescription
  private let options: ModelOptions

  /// What a model gives.
  struct Output {
    var ys: Tree<NDArray>?
    var carry: Tree<NDArray>?
    /// The mutable collections, if there are any.
    var variables: Tree<NDArray>?
  }

  /// The model of a config file.
  init(config: String, options: ModelOptions) throws {
    let text = String(decoding: try FileSystem.read(config), as: UTF8.self)
    try self.init(text: text, file: config, options: options)
  }

  /// The model of a config file, or of the config inside a params file.
  init(config: String?, embedded: ArrayFile, named file: String, options: ModelOptions) throws {
    if let config {
      try self.init(config: config, options: options)
      return
    }
    guard let text = embedded.config else {
      throw Diagnostic(
        "there is no config in the params file", path: file,
        hint: "pass --config FILE; swiftscan init puts the config into the file it writes")
    }
    try self.init(text: text, file: "\(file):__config__", options: options)
  }

  private init(text: String, file: String, options: ModelOptions) throws {
    self.text = text
    self.options = options
    description = try ModelDescription(
      text, file: file, settings: options.fields.map { ($0.name, $0.value) })
  }

  // MARK: Running

  /// The variables that `init` makes.
  func initialize(key: RandomKey) throws -> Tree<NDArray> {
    var keys = Dictionary(
      options.streams.map { ($0.stream, $0.key) }, uniquingKeysWith: { _, last in last })
    keys["params"] = keys["params"] ?? key
    let binding = try binding(needsArrays: false)
    var call = ModuleCall(arguments: binding.arguments)
    call.method = options.method ?? "__call__"
    call.streams = Array(keys.keys)
    call.mutable = .allExcept(["intermediates"])
    call.isInitializing = true
    let traced = try call.trace(description.module).keepingVariables()
    return try run(traced, binding, keys, .dict(.init())).variables
  }

  /// The outputs for these variables.
  func apply(_ variables: Tree<NDArray>, mutable: Filter) throws -> Output {
    let keys = Dictionary(
      options.streams.map { ($0.stream, $0.key) }, uniquingKeysWith: { _, last in last })
    let binding = try binding(needsArrays: true)
    var call = ModuleCall(arguments: binding.arguments)
    let method = options.method ?? "__call__"
    call.method = method
    call.variables = variables.map { ArrayType(of: $0) }
    call.streams = Array(keys.keys)
    call.mutable = mutable
    let traced = try call.trace(description.module)
    let (result, changed) = try run(traced, binding, keys, variables)
    let (carry, ys) = description.splitCarry(from: result, method: method)
    return Output(ys: ys, carry: carry, variables: mutable == .none ? nil : changed)
  }

  private func run(
    _ traced: TracedCall, _ binding: CallBinding, _ keys: [String: RandomKey],
    _ variables: Tree<NDArray>
  ) throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    for warning in traced.warnings { report("warning: \(warning)") }
    let inputs = try traced.inputs.map { input in
      switch input {
      case .key(let stream): return keys[stream].map(\.array)
      case .variable(let path): return variables.part(at: path)?.leaf
      case .argument(let position, let path): return try binding.array(position, path)
      }
    }.compactMap { $0 }
    let outputs = try Executor(traced.program).run(inputs)
    let resultCount = traced.result.leaves.count
    return (
      traced.result.replacingLeaves(with: Array(outputs.prefix(resultCount))),
      traced.variables.replacingLeaves(with: Array(outputs.dropFirst(resultCount)))
    )
  }

  // MARK: Inputs

  private func binding(needsArrays: Bool) throws -> CallBinding {
    var sizes: [String: Int] = [:]
    for size in options.sizes { sizes[size.name] = size.size }
    return try CallBinding(
      description, method: options.method ?? "__call__", given: try givenInputs(),
      sizes: NamedSizes(sizes), needsArrays: needsArrays)
  }

  /// The arrays by the names of inputs: files without a name go to the inputs that have none yet,
  /// in order.
  private func givenInputs() throws -> [(name: String, value: Tree<NDArray>)] {
    let method = options.method ?? "__call__"
    let carryName = description.carryInput(method: method)
    var free = description.dataInputs(method: method)
    var given: [(name: String, value: Tree<NDArray>)] = []
    func put(_ tree: Tree<NDArray>, at names: [String]) {
      let index = given.firstIndex { $0.name == names[0] }
      let old = index.map { given[$0].value } ?? .dict(.init())
      let new = old.setting(tree, at: names.dropFirst())
      if let index { given[index].value = new } else { given.append((names[0], new)) }
    }
    for input in options.inputs where !input.names.isEmpty {
      free.removeAll { $0 == input.names[0] }
    }
    for input in options.inputs {
      let tree = try readArrayFile(input.file).tree.narrowedForUse(input.file)
      if input.names.isEmpty {
        guard !free.isEmpty else {
          throw Diagnostic(
            "more inputs than the model has", code: .usage, path: input.file,
            hint: "name them: --input NAME=FILE")
        }
        put(tree, at: [free.removeFirst()])
      } else {
        put(tree, at: input.names)
      }
    }
    for carry in options.carries {
      guard let carryName else {
        throw Diagnostic("the model takes no carry", code: .usage)
      }
      let tree = try readArrayFile(carry.file).tree.narrowedForUse(carry.file)
      put(
        tree,
        at: [carryName]
          + (carry.names.first == carryName ? carry.names.dropFirst()[...] : carry.names[...]))
    }
    return given
  }
}

extension Tree where Leaf == NDArray {
  /// This in the types JAX computes in by default, with a warning if that loses any.
  func narrowedForUse(_ file: String) -> Tree {
    let (tree, paths) = narrowed()
    if let first = paths.first, let old = part(at: first)?.leaf,
      let new = tree.part(at: first)?.leaf
    {
      let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
      let name = first.keys.isEmpty ? "" : " \(first.slashed)\(more)"
      report("warning: \(file)\(name): \(old.dtype) is narrowed to \(new.dtype), as JAX does")
    }
    return tree
  }

  /// This with `part` in the place of the part below `names`.
  fileprivate func setting(_ part: Tree, at names: ArraySlice<String>) -> Tree {
    guard let first = names.first else { return part }
    var copy = fields ?? .init()
    copy[first] = (copy[first] ?? .dict(.init())).setting(part, at: names.dropFirst())
    return .dict(copy)
  }
}
