import Arrays
import ProgramIR

/// Scopes of a lifted call, and their copies inside: that of the called module, and those of
/// modules and variables handed to it from elsewhere.
struct LiftedScopes {
  /// Scopes outside that aren't below one another.
  let roots: [Scope]

  /// - Parameter scopes: all that the call uses; at least one.
  init(_ scopes: [Scope]) {
    roots = scopes.enumerated().filter { index, scope in
      !scopes.enumerated().contains { other, root in
        guard let path = scope.path(below: root) else { return false }
        return !path.isEmpty || other < index
      }
    }.map(\.element)
  }

  /// Number of loop bodies that the scopes outside are in.
  var depth: Int { roots[0].depth }

  /// The trace that the scopes are part of.
  var trace: Trace { roots[0].trace }

  /// Variables of all scopes, each at its path.
  var collections: Collections { store.collections }

  /// The names of the axes of variables that have some.
  var partitions: [TreePath: PartitionNames] { store.partitions }

  private var store: VariableStore {
    let store = VariableStore([:])
    for root in roots { root.copyVariables(to: store) }
    return store
  }

  /// The scopes of one call, in the places of `roots`.
  ///
  /// - Parameters:
  ///   - store: the call's variables.
  ///   - streams: the call's streams.
  ///   - mutable: the collections that may be changed, if they may be outside too and the lift lets
  ///     them.
  func inner(
    _ store: VariableStore, streams: [LiftedStream], mutable: Filter, of lifting: Lifting
  ) -> [Scope] {
    roots.enumerated().map { index, root in
      let own = streams.filter { $0.root == index }.map { ($0.name, $0.rng) }
      return root.lifted(
        to: store, streams: Dictionary(uniqueKeysWithValues: own),
        mutable: root.mutable.intersection(lifting.mutable).intersection(mutable), by: lifting)
    }
  }

  /// The place among `innerRoots` of a scope outside.
  func inner(of scope: Scope, _ innerRoots: [Scope]) throws -> Scope {
    for (root, inner) in zip(roots, innerRoots) {
      guard let path = scope.path(below: root) else { continue }
      return try path.reduce(inner) { try $0.push($1, reuse: true) }
    }
    return scope
  }

  /// Takes over changed variables.
  func adopt(_ changed: Collections, partitions: [TreePath: PartitionNames]) throws {
    let store = VariableStore(changed)
    store.partitions = partitions
    for root in roots { try root.adoptVariables(from: store) }
  }
}

/// A stream of one of the scopes that are lifted.
struct LiftedStream {
  /// Index of the stream's scope among the roots.
  let root: Int
  let name: String
  let rng: LazyRNG
  /// Index of the filter that lifts the stream.
  let group: Int

  /// The stream with another source of keys.
  func with(_ rng: LazyRNG) -> LiftedStream {
    LiftedStream(root: root, name: name, rng: rng, group: group)
  }
}

extension LiftedScopes {
  /// The streams that any of the filters contains, scope by scope; the first match wins.
  func streams(_ filters: [Filter]) -> [LiftedStream] {
    roots.enumerated().flatMap { index, scope in
      scope.streams.sorted { $0.key < $1.key }.compactMap { name, rng in
        filters.firstIndex { $0.contains(name) }
          .map { LiftedStream(root: index, name: name, rng: rng, group: $0) }
      }
    }
  }
}

extension LiftedScopes {
  /// The variables of each scope in each group, for a transform to change.
  func scopedGroups(_ groups: [Collections]) -> [[Collections]] {
    groups.map { group in
      let store = VariableStore(group)
      return roots.map { $0.collections(in: store) }
    }
  }

  /// Variables of all groups, each at the path of its scope.
  func collections(of groups: [[Collections]]) -> Collections {
    let store = VariableStore([:])
    for group in groups {
      for (root, collections) in zip(roots, group) { root.put(collections, into: store) }
    }
    return store.collections
  }
}
