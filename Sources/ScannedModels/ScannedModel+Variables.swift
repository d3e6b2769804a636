import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR

extension ScannedModel {
  /// The variables in files of a model, written by `swiftscan init`, Flax or another framework.
  ///
  /// - Parameter files: the paths; a later file's variables take the places of an earlier one's.
  /// - Throws: a `Diagnostic` where one can't be read.
  public func variables(contentsOf files: String...) throws -> Tree<NDArray> {
    try variables(of: VariableFiles(files.map { NamedFile(file: $0) }), inputs: [:])
      .map { try $0.read() }
  }

  /// The variables that the files hold for this model.
  package func variables(
    of files: VariableFiles, inputs: CallInputs
  ) throws -> Tree<StoredArray> {
    let own = { try self.ownVariables(inputs) }
    let variables = try files.variables { try own().fields?.keys ?? [] }
      .unwrappingTrainingState(model: own)
    try files.checkNesting(of: variables, model: own)
    guard variables.hasNumberedParts || variables.hasBoxes else { return variables }
    // The names 0, 1, … are those of a tuple's parts, or of modules, and `value` is that of a box or
    // of a variable: the model knows.
    let types = try? own()
    return (types.map(variables.unboxed) ?? variables)
      .tuplesForNumbers(as: types, exceptIn: ["params"])
  }

  /// The types of the variables that `init` makes.
  private func ownVariables(_ inputs: CallInputs) throws -> Tree<ArrayType> {
    try initCall(
      inputs: inputs, keys: ["params": RandomKey(seed: 0)], mutable: .all,
      assumesStreams: true
    ).traced.variables
  }

  /// Warnings of files that are said to belong where a call of the model has no variables.
  package func warnings(
    of files: VariableFiles, in call: PreparedCall, inputs: CallInputs
  ) throws -> [String] {
    let used = call.traced.keepingResult().inputs.compactMap { input in
      if case .variable(let path) = input { path } else { nil }
    }
    let unused = files.places.filter { !$0.names.leads(toAnyOf: used) }
    guard !unused.isEmpty else { return [] }
    let own = try ownVariables(inputs).leavesWithPaths.map(\.path)
    return unused.filter { !$0.names.leads(toAnyOf: own) }
      .map { "the model has no variables '\($0.names.joined(separator: "/"))' (\($0.option))" }
  }
}

extension [String] {
  /// Whether one of `paths` begins with these names.
  fileprivate func leads(toAnyOf paths: [TreePath]) -> Bool {
    let start = joined(separator: "/") + "/"
    return paths.contains { "\($0.slashed)/".hasPrefix(start) }
  }
}

extension Tree {
  /// The variables in a training state (`TrainState`) whose `params` are all collections, as they are
  /// where a state is made of what `init` returned.
  ///
  /// - Parameter model: the model's own variables, asked for if they matter.
  fileprivate func unwrappingTrainingState(model: () throws -> Tree<ArrayType>) throws -> Tree {
    guard self["opt_state"] != nil, case .dict(let collections)? = self["params"],
      case .dict? = collections["params"]
    else { return self }
    if case .dict? = try model()["params"]?["params"] { return self }
    return .dict(collections)
  }

  /// Whether the tree may hold boxes: dicts of nothing but a `value`, in which Flax keeps a
  /// variable that has names for its axes (`nn.Partitioned`).
  fileprivate var hasBoxes: Bool {
    switch self {
    case .dict(let fields):
      boxedValue != nil || fields.pairs.contains { $0.value.hasBoxes }
    default: false
    }
  }

  private var boxedValue: Leaf? {
    guard case .dict(let fields) = self, fields.keys == ["value"] else { return nil }
    return fields["value"]?.leaf
  }

  /// The tree with boxes replaced by their arrays where `types` has an array.
  fileprivate func unboxed(as types: Tree<ArrayType>) -> Tree {
    if types.leaf != nil, let array = boxedValue { return .leaf(array) }
    guard case .dict(let fields) = self else { return self }
    return .dict(
      .init(
        fields.pairs.map { name, part in
          (name, types[name].map(part.unboxed) ?? part)
        }))
  }
}
