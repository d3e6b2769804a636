import ArrayFiles
import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

extension ScannedModel {
  /// A run of the model block by block.
  ///
  /// - Parameters:
  ///   - variables: the collections that `initialize` made.
  ///   - blocks: the sizes, by name, of the blocks that are to be run: `[["T": 64], ["T": 1]]`.
  ///   - inputs: examples of inputs whose types aren't declared; their values don't matter.
  ///   - carry: the first carry; made as Flax makes it where it isn't given.
  ///   - keys: keys of streams.
  ///   - mutable: the collections that change from block to block, such as `cache`.
  ///   - threadCount: how many threads may work; one for each processor where it isn't given.
  /// - Throws: a `Diagnostic` with what is wrong with the model, the variables or the inputs, or a
  ///   carry whose type changes from block to block.
  public func session(
    _ variables: Tree<NDArray>, blocks: [[String: Int]] = [[:]], inputs: CallInputs = [:],
    carry: Tree<NDArray>? = nil, keys: [String: RandomKey] = [:], mutable: Filter = .none,
    threadCount: Int? = nil
  ) throws -> Session {
    guard inputs.lengths == nil else {
      throw Diagnostic(
        "a session takes no lengths of sequences", code: .usage, path: inputs.lengthsPath,
        hint: "call apply for a padded batch")
    }
    let maker = SessionMaker(
      variables: variables.separatingComplexParts(), inputs: inputs, keys: keys, mutable: mutable,
      carry: carry?.separatingComplexParts())
    let calls = try blocks.map { try maker.calls(of: withSizes($0)) }
    guard let (trial, _, next) = calls.first else {
      throw Diagnostic("a session needs a block", code: .usage)
    }
    for (_, _, other) in calls
    where other.carryTypes != next.carryTypes
      || other.call.traced.variables != next.call.traced.variables
    {
      throw Diagnostic(
        "the carry or the variables depend on the block", code: .usage,
        expected: next.carryTypes.map { "\($0)" }.joined(separator: ", "),
        got: other.carryTypes.map { "\($0)" }.joined(separator: ", "))
    }
    let state = SessionState(
      carry: try maker.firstCarry(trial), variables: maker.firstVariables(next), keys: keys,
      inputCount: next.inputs.count, outputCount: next.outputs.count)
    return Session(
      try calls.map { try SessionBlock(first: $0.first, next: $0.next, threadCount: threadCount) },
      state,
      warnings: inputs.warnings + next.call.warnings)
  }
}

/// Data that the calls of a session share while they are planned.
private struct SessionMaker {
  let variables: Tree<NDArray>
  let inputs: CallInputs
  let keys: [String: RandomKey]
  let mutable: Filter
  let carry: Tree<NDArray>?

  /// Calls of a session's blocks: the first one, before which there is no state, and the next ones,
  /// which read it.
  ///
  /// - Returns: beside them the trial that tells the types of the state.
  func calls(
    of model: ScannedModel
  ) throws -> (trial: SessionCall, first: SessionCall, next: SessionCall) {
    let carryInput = model.carryInput(inputs)
    let name = carryInput?.name
    func call(
      _ carry: Tree<NDArray>?, _ variables: Tree<NDArray>, readsState: Bool
    ) throws -> SessionCall {
      var inputs = inputs
      if let carry, let name { inputs.set(name, to: carry) }
      let call = try model.blockCall(
        variables.map { StoredArray($0) }, inputs: inputs, keys: keys, mutable: mutable)
      return SessionCall(call: call, readsState: readsState)
    }
    if carry != nil, name == nil {
      throw Diagnostic("the model takes no carry", code: .usage)
    }
    let trial = try call(carry, variables, readsState: false)
    let made = trial.call.traced.variables.map(NDArray.zeros)
    let result = trial.call.traced.result.map(NDArray.zeros)
    let next = try call(
      name == nil ? nil : trial.call.splitCarry(result).carry, variables.merging(made),
      readsState: true)
    try check(next)
    guard carry != nil || !trial.call.binding.arrayArguments.contains(where: trial.call.isCarry)
    else {
      throw Diagnostic(
        "the model needs a first carry", code: .usage, hint: "pass one: carry: .leaf(array)")
    }
    let knowsCarry = trial.carry == nil || carry != nil || trial.call.binding.initialCarry != nil
    let hasVariables = variables.merging(made).leaves.count == variables.leaves.count
    return (trial, knowsCarry && hasVariables ? next : trial, next)
  }

  /// Refuses a carry whose type changes from block to block.
  private func check(_ call: SessionCall) throws {
    let given = call.call.binding.arrayArguments.filter(call.call.isCarry).map(\.type.strong)
    let made = call.carryTypes.map(\.strong)
    guard call.carry == nil || given == made else {
      throw Diagnostic(
        "the carry that the model takes isn't the one that it returns", code: .badData,
        expected: given.map { "\($0)" }.joined(separator: ", "),
        got: made.map { "\($0)" }.joined(separator: ", "))
    }
  }

  /// The carry with its first arrays, as far as they are known before the first block.
  func firstCarry(_ trial: SessionCall) throws -> Tree<(ArrayType, NDArray?)>? {
    var arrays: [NDArray?] = trial.carryTypes.map { _ in nil }
    if carry != nil {
      arrays = try trial.call.binding.arrayArguments.filter(trial.call.isCarry)
        .map { try trial.call.binding.givenArray($0.argument, $0.path) }
    } else if let made = trial.call.binding.initialCarry {
      let program = try Program(inputs: [], outputs: made.tensors("carry").leaves)
      arrays = try Executor(program).run([])
    }
    let types = trial.carryTypes
    return trial.carry?.map { (types[$0].strong, arrays[$0]) }
  }

  /// The variables of the state with their first arrays.
  func firstVariables(_ next: SessionCall) -> Tree<(ArrayType, NDArray?)> {
    let arrays = next.call.traced.variables.leavesWithPaths.map { path, type in
      (type, variables.part(at: path)?.leaf)
    }
    return next.call.traced.variables.replacingLeaves(with: arrays)
  }
}
