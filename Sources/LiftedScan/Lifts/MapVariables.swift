import Arrays
import ProgramIR

/// `nn.map_variables`: a method that sees other values of variables than there are.
public struct MapVariables: Lift {
  /// `Map_variables`, the name of Flax's transform.
  public static let prefix = "Map_variables"

  /// Changes the variables of a scope.
  public typealias Transform = (Collections) throws -> Collections

  /// The collections that are changed.
  public var mappedCollections = Filter.all
  /// What the method sees of them.
  public var transformIn: Transform = { $0 }
  /// What becomes of the method's own; used if it may change or make them.
  public var transformOut: Transform = { $0 }
  /// Whether the method is called once before, to make variables (Flax's `init`).
  public var makesVariables = false
  /// Whether the method may change the mapped collections.
  public var isMutable = false
  /// The streams the method can draw from.
  public var rngs = Filter.all
  /// The collections besides the mapped ones that the method sees.
  public var variables = Filter.all

  /// The axis that the mapped collections have outside and the method doesn't see, as far as names of
  /// axes go (`nn.add_metadata_axis`).
  public var metadataAxis = ScanSettings()

  /// Flax's defaults: nothing is changed.
  public init() {}

  /// Calls the method, on variables changed by `transformIn`.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    let call = LiftedCall(context, method)
    let scopes = LiftedScopes(call.scopes(arguments))
    let streams = scopes.streams([rngs])
    let all = variables.union(mappedCollections)
    let comesOut = isMutable || makesVariables
    func run(_ seen: Collections, mutable: Filter) throws -> (Value, VariableStore) {
      let store = VariableStore(seen)
      store.partitions = try metadataAxis.partitions(inside: scopes.partitions)
      let inner = scopes.inner(
        store, streams: scopes.streamsByRoot(streams) { $0.rng }, mutable: mutable,
        by: .mapVariables(mappedCollections), rngs: rngs)
      let result = try scopes.trace.lifting {
        try call({ try scopes.inner(of: $0, inner) }, arguments)
      }
      store.collections = store.collections.filter { inner[0].mutable.contains($0.key) }
      return (result, store)
    }

    let known = scopes.collections.filter { all.contains($0.key) }
    let rest = known.filter { !mappedCollections.contains($0.key) }
    var target = known.filter { mappedCollections.contains($0.key) }
    if makesVariables, scopes.roots[0].mutable.intersection(all) != .none {
      let made = try run(known, mutable: all).1.collections
      target = try mapped(made, transformOut, scopes)
    }
    target = try mapped(target, transformIn, scopes)
    let (result, store) = try run(
      target.merging(rest) { first, _ in first },
      mutable: comesOut ? all : variables.intersection(mappedCollections.complement))
    let changed = try mapped(store.collections, transformOut, scopes)
    let others = store.collections.filter { !mappedCollections.contains($0.key) }
    try scopes.adopt(
      others.merging(changed) { first, _ in first },
      partitions: metadataAxis.partitions(outside: store.partitions))
    return result
  }

  /// The mapped collections among these, changed scope by scope.
  private func mapped(
    _ collections: Collections, _ transform: Transform, _ scopes: LiftedScopes
  ) throws -> Collections {
    let store = VariableStore(collections.filter { mappedCollections.contains($0.key) })
    let result = VariableStore([:])
    for root in scopes.roots { root.put(try transform(root.collections(in: store)), into: result) }
    return result.collections
  }
}
