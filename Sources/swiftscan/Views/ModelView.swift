import Arrays
import LiftedScan
import ProgramIR
import ScannedModels

/// A model traced but not run: its modules, variables and scans.
struct ModelView {
  /// The model.
  let model: ScannedModel
  /// The arrays that are given.
  let inputs: CallInputs
  /// The keys that are given, by stream.
  let keys: [String: RandomKey]
  /// The types of its variables.
  let variables: Tree<ArrayType>
  /// The trace of `init`.
  let initialization: TracedCall
  /// The trace of `apply`.
  let apply: TracedCall
  /// The types of the arguments, by the names of the parameters.
  let arguments: [(name: String, type: Tree<ArrayType>)]
  /// Warnings of the params files.
  private let fileWarnings: [String]

  /// Traces the model of a config, on its own variables or on those of params files; with keys for
  /// all the usual streams, so that there need be none.
  ///
  /// - Parameters:
  ///   - files: params files; without them, the variables are those of `init`.
  ///   - mutable: the collections that `apply` may change; all by default.
  /// - Throws: whatever is wrong with it.
  init(
    _ model: ScannedModel, _ inputs: CallInputs, keys: [String: RandomKey],
    files: VariableFiles? = nil, mutable: Filter = .all
  ) throws {
    let initialization = try model.initCall(
      inputs: inputs, keys: ["params": RandomKey(seed: 0)].merging(keys) { $1 },
      assumesStreams: true
    ).traced
    let given = try files.map { try model.variables(of: $0, inputs: inputs) }
    let types = given?.map { ArrayType(of: $0) } ?? initialization.variables
    func trace() throws -> PreparedCall {
      var call = try model.abstractCall(
        types, inputs: inputs, keys: keys, mutable: mutable,
        assumesStreams: true)
      if let given { call.variables = given }
      return call
    }
    let call = try files.map { try $0.explaining(trace) } ?? trace()
    fileWarnings =
      try (files.map { try model.warnings(of: $0, in: call, inputs: inputs) } ?? [])
      + call.narrowingWarnings
    (self.model, self.inputs, self.keys) = (model, inputs, keys)
    (self.initialization, variables) = (initialization, types)
    apply = call.traced
    arguments = call.binding.argumentTypes
  }

  /// The warnings of init and apply, each once.
  var warnings: [String] {
    initialization.warnings + fileWarnings
      + apply.warnings.filter { !initialization.warnings.contains($0) }
  }

  /// Collections that init makes and the params files lack.
  var missingCollections: [String] {
    (initialization.variables.fields?.keys ?? []).filter { variables[$0] == nil }
  }
}
