import Arrays
import Diagnostics
import ProgramIR

extension BoundModule {
  /// Adds a value to the variable `name` of a collection, if that is mutable (`Module.sow`).
  ///
  /// - Parameters:
  ///   - initial: what the first value is added to; by default an empty tuple.
  ///   - reduce: what adds a value to what is there; by default it is appended to a tuple.
  /// - Returns: whether the collection was mutable.
  @discardableResult
  public func sow(
    _ collection: String, _ name: String, _ value: Value,
    initial: () throws -> Value = { .tuple([]) },
    reduce: (_ known: Value, _ new: Value) throws -> Value = BoundModule.append
  ) throws -> Bool {
    guard scope.mutable.contains(collection) else {
      warnIfLost(collection, name)
      return false
    }
    let known: Value
    if let value = scope.variable(collection, name) {
      known = value.value
    } else {
      try scope.reserve(name, collection: collection)
      known = try initial()
    }
    try scope.putVariable(
      try reduce(known, value).tensors("sown value"), collection, name)
    return true
  }

  /// A tuple with one more value.
  ///
  /// - Throws: when `known` is no tuple.
  public static func append(_ known: Value, _ new: Value) throws -> Value {
    guard let parts = known.elements ?? known.numberedParts else {
      throw Diagnostic(
        "a value is sown where there is no tuple to append it to", got: known.text,
        hint: "give sow a reduce_fn")
    }
    return .tuple(parts + [new])
  }

  /// The value plus a variable of zeros, made if the collection is mutable; the value itself when
  /// the collection isn't there (`Module.perturb`).
  ///
  /// - Throws: when the collection is there but not the variable.
  public func perturb(
    _ name: String, _ value: Value, collection: String = "perturbations"
  ) throws -> Value {
    let tensors = try value.tensors("perturbed value")
    if scope.mutable.contains(collection) {
      if scope.variable(collection, name) == nil {
        try scope.reserve(name, collection: collection)
        let zeros = try tensors.map { try Tensor.full($0.shape, 0, $0.dtype) }
        try scope.putVariable(zeros, collection, name)
      }
    } else {
      warnIfLost(collection, name)
    }
    guard scope.hasCollection(collection) else { return value }
    guard let perturbation = scope.variable(collection, name),
      perturbation.structure == tensors.structure
    else {
      throw Diagnostic(
        "the collection '\(collection)' is there but not the perturbation '\(name)'",
        path: ([collection] + scope.path + [name]).joined(separator: "/"))
    }
    let sums = try zip(tensors.leaves, perturbation.leaves).map { try $0 + $1 }
    return (tensors.replacingLeaves(with: sums) as Tree<Tensor>).value
  }

  /// Warns of a value that a lifted call drops, as Flax's does without a word.
  private func warnIfLost(_ collection: String, _ name: String) {
    guard let advice = scope.withheld.advice(fixing: collection) else { return }
    let place = ([collection] + scope.path + [name]).joined(separator: "/")
    scope.trace.warnings.add(
      "\(place) is lost: '\(collection)' isn't lifted; "
        + advice.hint(keeping: collection))
  }
}

extension Tree {
  /// The parts of a dict with the keys 0, 1, …, which is how files store tuples.
  fileprivate var numberedParts: [Tree]? {
    guard let fields, !fields.keys.isEmpty else { return nil }
    let parts = fields.keys.indices.compactMap { fields[String($0)] }
    return parts.count == fields.keys.count ? parts : nil
  }
}
