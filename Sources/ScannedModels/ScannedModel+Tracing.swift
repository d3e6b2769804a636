import ArrayFiles
import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR

extension ScannedModel {
  /// The call that makes the variables.
  ///
  /// - Parameters:
  ///   - keys: keys of streams; that of `params` among them.
  ///   - assumesStreams: whether all streams that the model draws from have some key.
  package func initCall(
    inputs: CallInputs = [:], keys: [String: RandomKey], mutable: Filter = .allButIntermediates,
    assumesStreams: Bool = false
  ) throws -> PreparedCall {
    var call = try call(
      inputs: inputs, missing: .zeros, keys: keys, assumesStreams: assumesStreams,
      variables: .dict(.init()), mutable: mutable, isInitializing: true)
    call.traced = call.traced.keepingVariables()
    return call
  }

  /// The call that makes the variables, which don't depend on sizes that are assumed.
  ///
  /// - Throws: when they do: made for another size, they would be others.
  package func initCallOfAnySize(
    inputs: CallInputs, keys: [String: RandomKey], mutable: Filter
  ) throws -> PreparedCall {
    let assumed = assumedSizes.filter { description.madeSizes[$0.key] == nil }
    let known = sizes(of: inputs)
    let unknown = assumed.keys.filter { !known.contains($0) }.sorted()
    func trace(_ model: ScannedModel) throws -> PreparedCall {
      do {
        return try model.initCall(inputs: inputs, keys: keys, mutable: mutable)
      } catch var error as Diagnostic {
        guard !unknown.isEmpty, error.code != .usage else { throw error }
        let list = unknown.map { "\($0)=\(model.assumedSizes[$0] ?? 0)" }.joined(separator: ", ")
        error.details.append("sizes that nothing tells are assumed: \(list); --size sets them")
        throw error
      }
    }
    let call = try trace(self)
    for name in unknown {
      guard try !call.makesSameVariables(as: trace(assuming(name, size: 61))) else { continue }
      throw Diagnostic(
        "the variables depend on the size \(name), which nothing tells",
        hint: "pass --size \(name)=N, or an input")
    }
    return call
  }

  /// The call that runs the model on variables.
  package func applyCall(
    _ variables: Tree<StoredArray>, inputs: CallInputs, keys: [String: RandomKey] = [:],
    mutable: Filter = .none
  ) throws -> PreparedCall {
    var call = try call(
      inputs: inputs, missing: .defaults, keys: keys,
      variables: variables.map { ArrayType(of: $0) },
      mutable: mutable)
    call.variables = variables
    return call
  }

  /// The call that runs the model on variables of which only the types are known. Inputs that aren't
  /// given are zeros.
  ///
  /// - Parameter assumesStreams: whether all streams that the model draws from have some key.
  package func abstractCall(
    _ variables: Tree<ArrayType>, inputs: CallInputs, keys: [String: RandomKey] = [:],
    mutable: Filter, assumesStreams: Bool = false
  ) throws -> PreparedCall {
    try call(
      inputs: inputs, missing: .zeros, keys: keys, assumesStreams: assumesStreams,
      variables: variables, mutable: mutable)
  }

  /// The call of a session's block, whose inputs the caller gives later.
  func blockCall(
    _ variables: Tree<StoredArray>, inputs: CallInputs, keys: [String: RandomKey], mutable: Filter
  ) throws -> PreparedCall {
    var call = try call(
      inputs: inputs, missing: .zerosButCarry, keys: keys,
      variables: variables.map { ArrayType(of: $0) }, mutable: mutable)
    call.variables = variables
    return call
  }

  private func call(
    inputs: CallInputs, missing: MissingInputs, keys: [String: RandomKey],
    assumesStreams: Bool = false, variables: Tree<ArrayType>, mutable: Filter,
    isInitializing: Bool = false
  ) throws -> PreparedCall {
    let binding = try inputs.namingFiles {
      try CallBinding(
        description, method: method, given: inputs.values, fills: inputs.fills,
        sizes: NamedSizes(sizes, assuming: assumedSizes), missing: missing)
    }
    var call = ModuleCall(arguments: binding.arguments)
    call.method = method
    call.variables = variables
    call.mutable = mutable
    call.isInitializing = isInitializing
    call.sequences = inputs.lengths?.shape
    let (traced, streams) = try trace(
      call, streams: Set(keys.keys), assuming: assumesStreams ? Set(usualStreams) : nil)
    try inputs.checkLengths(of: traced)
    var prepared = PreparedCall(
      model: self, traced: traced, isInitializing: isInitializing, binding: binding,
      lengths: inputs.lengths,
      keys: Dictionary(uniqueKeysWithValues: streams.map { ($0, keys[$0] ?? RandomKey(seed: 0)) }))
    prepared.idleStreams = keys.keys.sorted().filter { stream in
      !usualStreams.contains(stream) && !traced.inputs.contains(.key(stream: stream))
    }
    return prepared
  }

  /// Traces a call with streams.
  ///
  /// - Parameter assumed: streams that are assumed; those that code asks for besides are then assumed
  ///   too. `nil` if none are.
  /// - Returns: the traced call, and all streams.
  private func trace(
    _ call: ModuleCall, streams: Set<String>, assuming assumed: Set<String>?
  ) throws -> (traced: TracedCall, streams: Set<String>) {
    var call = call
    var streams = streams.union(assumed ?? [])
    while true {
      call.streams = streams.sorted()
      let traced = try trace(call)
      let missing = traced.missingStreams.subtracting(streams)
      if assumed == nil || missing.isEmpty { return (traced, streams) }
      streams.formUnion(missing)
    }
  }

  /// Traces a call, and warns of axes that look wrongly scanned.
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

  /// Streams that models draw from: Flax's own, and those that the method's lifts name.
  package var usualStreams: [String] {
    ["params", "dropout"] + (description.module.method(method)?.streamNames.sorted() ?? [])
  }
}

extension Filter {
  /// All collections that `init` keeps.
  package static var allButIntermediates: Filter { .allExcept(["intermediates"]) }
}

extension PreparedCall {
  /// Whether both calls of `init` make the same variables.
  fileprivate func makesSameVariables(as other: PreparedCall) throws -> Bool {
    if traced.program.description == other.traced.program.description { return true }
    guard traced.variables == other.traced.variables else { return false }
    return try run().variables.leaves == other.run().variables.leaves
  }
}
