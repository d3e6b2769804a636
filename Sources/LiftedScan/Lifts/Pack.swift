import Arrays
import Diagnostics
import ProgramIR

/// A lifted call under way: the scopes it uses, and the variables and streams that its lift hands on
/// (`flax.core.lift.pack`).
public struct Pack {
  let lifting: Lifting
  /// Scopes of the module, of the modules in its fields, and of those among the arguments.
  let scopes: LiftedScopes
  /// The variables that go in, for each of the lift's `inputs`.
  let variables: [Collections]
  /// The streams that go in.
  let streams: [LiftedStream]
  private let context: BoundModule
  /// Names taken before the call: each trace of a method starts from these.
  private let names: [String: Int]

  /// Results of a call inside.
  struct Outcome {
    var result: Value
    /// The variables that may have changed, for each of the lift's `outputs`.
    var variables: [Collections]
    /// Names of the variables' axes inside the call.
    var partitions: [TreePath: PartitionNames]
  }

  /// Packs a call of a method of `module`, on the scopes that `context` is bound to.
  init(
    _ lifting: Lifting, _ module: any Module, _ arguments: Arguments = Arguments(),
    in context: BoundModule
  ) throws {
    (self.lifting, self.context, names) = (lifting, context, context.nameCursors)
    let root = lifting.forksStreams ? try context.scope.forkingStreams() : context.scope
    scopes = LiftedScopes(
      [root] + module.fieldScopes + arguments.positional.flatMap(\.scopes)
        + arguments.keywords.flatMap(\.value.scopes))
    variables = scopes.collections.grouped(by: lifting.inputs.map(\.filter))
    let streams = scopes.streams(lifting.streams.map(\.filter))
    // What isn't folded in yet is forgotten, as Flax does to reuse what it has compiled.
    self.streams = lifting.forksStreams ? streams.map { $0.with(LazyRNG($0.rng.key)) } : streams
  }

  /// Whether calls inside may change any collection.
  var isMutable: Bool {
    scopes.roots.contains { $0.mutable.intersection(lifting.mutable) != .none }
  }

  /// Path of the call's scope, as Flax prints it.
  var pathText: String { context.scope.pathText }

  /// Calls a method on inner scopes, with these variables and these keys of the streams.
  ///
  /// - Parameters:
  ///   - variables: those that the method sees.
  ///   - keys: keys in the places of the streams' own.
  ///   - mutable: the collections that may be changed, as far as the lift lets them.
  func call(
    _ method: LiftableMethod, _ arguments: Arguments, variables: Collections,
    keys: [Tensor]? = nil, mutable: Filter = .all
  ) throws -> Outcome {
    let store = VariableStore(variables)
    store.partitions = try lifting.metadataAxes.partitions(inside: scopes.partitions)
    let streams = zip(streams, keys ?? streams.map(\.rng.key)).map { stream, key in
      stream.with(LazyRNG(key, suffix: stream.rng.suffix))
    }
    let inner = scopes.inner(store, streams: streams, mutable: mutable, of: lifting)
    let result = try scopes.trace.lifting(isLoop: lifting.isLoop) {
      try call(method, arguments) { try scopes.inner(of: $0, inner) }
    }
    let changed = store.collections.filter { inner[0].mutable.contains($0.key) }
    return Outcome(
      result: result, variables: changed.grouped(by: lifting.outputs.map(\.filter)),
      partitions: store.partitions)
  }

  /// Calls a method with each scope replaced by `inner` of it.
  private func call(
    _ method: LiftableMethod, _ arguments: Arguments, _ inner: (Scope) throws -> Scope
  ) throws -> Value {
    let step = context.lifted(
      as: try method.module.mappingFields { try $0.moved(by: inner) },
      to: try inner(context.scope), names: names)
    let moved = Arguments(
      try arguments.positional.map { try $0.moved(by: inner) },
      keywords: try arguments.keywords.map { ($0.name, try $0.value.moved(by: inner)) })
    let result = try scopes.trace.calling(step) { try method(step, moved) }
    context.adoptNames(of: step)
    return result
  }

  /// Takes over variables that come out.
  func publish(
    _ variables: [Collections], partitions: [TreePath: PartitionNames]
  ) throws {
    try scopes.adopt(
      variables.merged, partitions: lifting.metadataAxes.partitions(outside: partitions))
  }
}

extension Collections {
  /// The collections in groups, one for each filter: the first filter that contains a collection
  /// takes it; collections in none are left out.
  func grouped(by filters: [Filter]) -> [Collections] {
    var groups = filters.map { _ in Collections() }
    for (name, fields) in self {
      guard let index = filters.firstIndex(where: { $0.contains(name) }) else { continue }
      groups[index][name] = fields
    }
    return groups
  }
}

extension [Collections] {
  /// Union of all groups; a collection in several of them is the first group's.
  var merged: Collections {
    reduce([:]) { all, group in all.merging(group) { first, _ in first } }
  }
}
