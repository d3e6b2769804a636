import ProgramIR

/// The scopes that a lifted scan's body uses, one level deeper: that of the module that is scanned,
/// and those of modules and variables handed to it from elsewhere.
struct LiftedScopes {
  /// The scopes outside that aren't below another one of them.
  let roots: [Scope]

  /// - Parameter scopes: all that the body uses; at least one.
  init(_ scopes: [Scope]) {
    roots = scopes.enumerated().filter { index, scope in
      !scopes.enumerated().contains { other, root in
        guard let path = scope.path(below: root) else { return false }
        return !path.isEmpty || other < index
      }
    }.map(\.element)
  }

  /// How many scans' bodies the scopes outside are in.
  var depth: Int { roots[0].depth }

  /// The variables of all scopes, each at its place.
  var collections: Collections {
    let store = VariableStore([:])
    for root in roots { root.copyVariables(to: store) }
    return store.collections
  }

  /// The place in the body of a scope outside.
  func inner(of scope: Scope, _ innerRoots: [Scope]) throws -> Scope {
    for (root, inner) in zip(roots, innerRoots) {
      guard let path = scope.path(below: root) else { continue }
      return try path.reduce(inner) { try $0.push($1, reuse: true) }
    }
    return scope
  }
}
