import ArrayFiles
import Arrays
import Execution
import LiftedScan

extension ScannedModel {
  /// The variables that the model makes, as Flax's `init` does.
  ///
  /// - Parameters:
  ///   - inputs: arrays by the names of inputs; those that aren't given are zeros of their declared
  ///     types.
  ///   - seed: the seed of the stream `params`, as in `jax.random.key(seed)`.
  ///   - keys: keys of streams.
  ///   - mutable: the collections to make.
  /// - Returns: the collections: `{params: {…}, batch_stats: {…}}`.
  /// - Throws: a `Diagnostic` with what is wrong with the model or the inputs.
  public func initialize(
    inputs: CallInputs = [:], seed: Int = 0, keys: [String: RandomKey] = [:],
    mutable: Filter = .allExcept(["intermediates"])
  ) throws -> Tree<NDArray> {
    let keys = ["params": RandomKey(seed: seed)].merging(keys) { $1 }
    return try initCall(inputs: inputs, keys: keys, mutable: mutable).run().variables
      .joiningComplexParts()
  }

  /// Results of a call with `inputs`, as Flax's `apply` returns them.
  ///
  /// - Parameters:
  ///   - variables: the collections that `initialize` made.
  ///   - inputs: arrays by the names of inputs; the first carry is `carry`, and made as Flax makes it
  ///     where it isn't given.
  ///   - keys: keys of streams, such as `dropout`.
  ///   - mutable: the collections that may change.
  /// - Throws: a `Diagnostic` with what is wrong with the model, the variables or the inputs.
  public func apply(
    _ variables: Tree<NDArray>, inputs: CallInputs, keys: [String: RandomKey] = [:],
    mutable: Filter = .none
  ) throws -> CallResult {
    let call = try applyCall(
      variables.separatingComplexParts().map { StoredArray($0) }, inputs: inputs, keys: keys,
      mutable: mutable)
    let (result, changed) = try call.run()
    let (carry, ys) = call.splitCarry(result)
    return CallResult(
      carry: carry?.joiningComplexParts(), ys: ys?.joiningComplexParts(),
      variables: changed.joiningComplexParts(), warnings: inputs.warnings + call.warnings,
      printed: call.traced.printed)
  }
}

/// The results of a call of a model.
public struct CallResult {
  /// The last carry, if the method is a scan or returns one.
  public let carry: Tree<NDArray>?
  /// Outputs; `nil` if the method returns nothing beside the carry.
  public let ys: Tree<NDArray>?
  /// The variables of the mutable collections.
  public let variables: Tree<NDArray>
  /// Warnings, such as of an axis that looks wrongly scanned.
  public let warnings: [String]
  /// The text that the model's code printed.
  public let printed: String
}
