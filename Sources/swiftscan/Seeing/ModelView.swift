import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR

/// A model traced but not run: what there is to see of it.
struct ModelView {
  /// The model.
  let model: ModelFile
  /// The types of its variables.
  let variables: Tree<ArrayType>
  /// The trace of `init`.
  let initialization: TracedCall
  /// The trace of `apply`.
  let apply: TracedCall
  /// The types of the arguments, by the names of the parameters.
  let arguments: [(name: String, type: Tree<ArrayType>)]

  /// Traces the model of a config, on its own variables or on those of params files; with keys for
  /// all the usual streams, so that there need be none.
  ///
  /// - Parameter mutable: the collections that `apply` may change; all by default.
  /// - Throws: whatever is wrong with it.
  init(
    config: String, params: [NamedFile] = [], mutable: Filter = .all, options: ModelOptions
  ) throws {
    let model = try ModelFile(config: config, options: options, assumesSizes: true)
    initialization = try model.initCall(
      paramsKey: RandomKey(seed: 0), mutable: .allExcept(["intermediates"]),
      otherStreams: model.usualStreams
    ).traced
    self.model = model
    let files = params.isEmpty ? nil : try VariableFiles(params)
    variables =
      try files.map { try model.variables(of: $0).map { ArrayType(of: $0) } }
      ?? initialization.variables
    let types = variables
    func trace() throws -> PreparedCall {
      try model.abstractCall(types, mutable: mutable, streams: model.usualStreams)
    }
    let call = try files.map { try $0.explaining(trace) } ?? trace()
    let warnings = try files.map { try model.warnings(of: $0, in: call.traced) }
    apply = call.traced
    fileWarnings = warnings ?? []
    arguments = call.binding.argumentTypes
  }

  /// What there is to warn of in the params files.
  private let fileWarnings: [String]

  /// What init and apply warn of, each once.
  var warnings: [String] {
    initialization.warnings + fileWarnings
      + apply.warnings.filter { !initialization.warnings.contains($0) }
  }

  /// Collections that init makes and the params files lack.
  var missingCollections: [String] {
    (initialization.variables.fields?.keys ?? []).filter { variables[$0] == nil }
  }

  /// Says which sizes are only assumed.
  func reportAssumptions() {
    let sizes = model.assumedSizes.sorted { $0.key < $1.key }
      .filter { !model.sizesOfInputs.contains($0.key) }
    guard !sizes.isEmpty else { return }
    let list = sizes.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    report("sizes that nothing tells are assumed: \(list)")
  }
}
