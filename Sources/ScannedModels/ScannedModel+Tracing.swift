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
  ///   - assumedStreams: streams that there are though no key of theirs is given.
  package func initCall(
    inputs: CallInputs = [:], keys: [String: RandomKey], mutable: Filter = .allButIntermediates,
    assumedStreams: [String] = []
  ) throws -> PreparedCall {
    var call = try call(
      inputs: inputs, missing: .zeros, keys: keys, assumedStreams: assumedStreams,
      variables: .dict(.init()), mutable: mutable, isInitializing: true)
    call.traced = call.traced.keepingVariables()
    return call
  }

  /// The call that runs the model on variables.
  package func applyCall(
    _ variables: Tree<NDArray>, inputs: CallInputs, keys: [String: RandomKey] = [:],
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
  /// - Parameter assumedStreams: streams that there are though no key of theirs is given.
  package func abstractCall(
    _ variables: Tree<ArrayType>, inputs: CallInputs, keys: [String: RandomKey] = [:],
    mutable: Filter, assumedStreams: [String] = []
  ) throws -> PreparedCall {
    try call(
      inputs: inputs, missing: .zeros, keys: keys, assumedStreams: assumedStreams,
      variables: variables, mutable: mutable)
  }

  /// The call of a session's block, whose inputs the caller gives later.
  func blockCall(
    _ variables: Tree<NDArray>, inputs: CallInputs, keys: [String: RandomKey], mutable: Filter
  ) throws -> PreparedCall {
    var call = try call(
      inputs: inputs, missing: .zerosButCarry, keys: keys,
      variables: variables.map { ArrayType(of: $0) }, mutable: mutable)
    call.variables = variables
    return call
  }

  private func call(
    inputs: CallInputs, missing: MissingInputs, keys: [String: RandomKey],
    assumedStreams: [String] = [], variables: Tree<ArrayType>, mutable: Filter,
    isInitializing: Bool = false
  ) throws -> PreparedCall {
    let assumed = Dictionary(assumedStreams.map { ($0, RandomKey(seed: 0)) }) { first, _ in first }
    let allKeys = assumed.merging(keys) { _, given in given }
    let binding = try inputs.namingFiles {
      try CallBinding(
        description, method: method, given: inputs.values, fills: inputs.fills,
        sizes: NamedSizes(sizes, assuming: assumedSizes), missing: missing)
    }
    var call = ModuleCall(arguments: binding.arguments)
    call.method = method
    call.streams = allKeys.keys.sorted()
    call.variables = variables
    call.mutable = mutable
    call.isInitializing = isInitializing
    var prepared = PreparedCall(
      traced: try trace(call), isInitializing: isInitializing, binding: binding, keys: allKeys)
    prepared.idleStreams = keys.keys.sorted().filter { stream in
      !usualStreams.contains(stream) && !prepared.traced.inputs.contains(.key(stream: stream))
    }
    return prepared
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
