import Arrays
import Diagnostics
import ProgramIR

/// Where a module's variables, random streams and names live (`flax.core.Scope`).
///
/// A scope is a cursor into a tree of variables. Modules are traced by one thread at a time; a
/// scope is used while its module is called and not afterwards.
public final class Scope {
  /// The names from the root scope to this one.
  public let path: [String]
  /// Which collections may be changed.
  public let mutable: Filter
  /// Whether this is `init` and not `apply`.
  public let isInitializing: Bool
  /// How many scans' bodies this scope is inside of.
  public let depth: Int
  /// The trace this scope is part of.
  public let trace: Trace

  let streams: [String: LazyRNG]
  let counters: RNGCounters
  private let store: VariableStore
  /// The path below the root of `store`.
  private let storePath: [String]
  private var reservations: [String: Set<String?>] = [:]

  /// A root scope with these variables and streams.
  public init(
    variables: Collections, streams: [String: LazyRNG], mutable: Filter,
    isInitializing: Bool = false, trace: Trace = Trace()
  ) {
    path = []
    store = VariableStore(variables)
    storePath = []
    counters = RNGCounters()
    depth = 0
    self.streams = streams
    self.mutable = mutable
    self.isInitializing = isInitializing
    self.trace = trace
  }

  private init(child name: String, of parent: Scope) {
    path = parent.path + [name]
    store = parent.store
    storePath = parent.storePath + [name]
    counters = parent.counters.child(name)
    streams = parent.streams.mapValues { $0.appending(.name(name)) }
    (mutable, isInitializing) = (parent.mutable, parent.isInitializing)
    (depth, trace) = (parent.depth, parent.trace)
  }

  private init(rewinding scope: Scope) {
    (path, mutable, isInitializing) = (scope.path, scope.mutable, scope.isInitializing)
    (depth, trace, streams) = (scope.depth, scope.trace, scope.streams)
    (counters, store, storePath) = (scope.counters, scope.store, scope.storePath)
  }

  private init(
    lifting scope: Scope, to store: VariableStore, streams: [String: LazyRNG], mutable: Filter
  ) {
    (path, isInitializing, trace) = (scope.path, scope.isInitializing, scope.trace)
    (counters, storePath) = (scope.counters, scope.storePath)
    depth = scope.depth + 1
    self.store = store
    self.streams = streams
    self.mutable = mutable
  }

  /// The same scope with no names taken, for the next call of the same module.
  func rewound() -> Scope { Scope(rewinding: self) }

  /// This place one level deeper, in the body of a lifted scan: on other variables and streams, but
  /// with the same counters.
  func lifted(
    to store: VariableStore, streams: [String: LazyRNG], mutable: Filter
  ) -> Scope {
    Scope(lifting: self, to: store, streams: streams, mutable: mutable)
  }

  /// The names from another scope down to this one; `nil` if it isn't above, or the same.
  func path(below other: Scope) -> [String]? {
    guard store === other.store, storePath.starts(with: other.storePath) else { return nil }
    return Array(storePath.dropFirst(other.storePath.count))
  }

  // MARK: Names

  /// The path as Flax prints it: `/ScanLSTMCell_0/hf`.
  public var pathText: String { "/" + path.joined(separator: "/") }

  /// A scope below this one.
  ///
  /// - Throws: when the name is taken.
  public func push(_ name: String, reuse: Bool = false) throws -> Scope {
    if !(reuse && reservations[name] != nil) { try reserve(name, collection: nil) }
    return Scope(child: name, of: self)
  }

  /// Takes a name for a child scope (`collection` is `nil`) or for a variable. Variables of
  /// different collections may have one name.
  func reserve(_ name: String, collection: String?) throws {
    let taken = reservations[name, default: []]
    if taken.contains(nil) || taken.contains(collection) || (collection == nil && !taken.isEmpty) {
      throw Diagnostic(
        "the name '\(name)' is used twice", path: pathText,
        hint: "give one of the two another name with name=")
    }
    reservations[name, default: []].insert(collection)
  }

  // MARK: Streams

  /// Whether keys can be drawn from a stream without falling back to `params`.
  public func hasStream(_ name: String) -> Bool { streams[name] != nil }

  /// The next key of a stream, or of `params` if there is no such stream.
  public func makeRNG(_ name: String = "params") throws -> Tensor {
    let source = streams[name] == nil ? "params" : name
    guard let stream = streams[source] else {
      throw Diagnostic(
        "\(pathText) needs random numbers from the stream '\(name)'", path: pathText,
        hint: "pass --rng \(name)=SEED; inside a scan, split_rngs must name the stream")
    }
    return try stream.appending(.number(counters.next(source))).folded()
  }

  // MARK: Variables

  /// The variables below this scope, by collection.
  public var collections: Collections { store.collections(at: storePath) }

  /// Puts the variables of this scope that are there into another store, at the same place.
  func copyVariables(to other: VariableStore) {
    for (collection, fields) in collections {
      other.put(fields, collection, at: storePath)
    }
  }

  /// Takes over this place's variables from a store, of mutable collections only.
  func adoptVariables(from other: VariableStore) throws {
    for (collection, fields) in other.collections(at: storePath)
    where mutable.contains(collection) {
      for (name, value) in fields.pairs { try putVariable(value, collection, name) }
    }
  }

  /// The value of a variable of this scope, if there is one.
  public func variable(_ collection: String, _ name: String) -> Tree<Tensor>? {
    store.fields(collection, at: storePath)?[name]
  }

  /// Changes or makes a variable of this scope.
  ///
  /// - Throws: when the collection isn't mutable.
  public func putVariable(_ value: Tree<Tensor>, _ collection: String, _ name: String) throws {
    guard mutable.contains(collection) else {
      throw Diagnostic(
        "the variable '\(name)' of collection '\(collection)' can't be changed: the collection"
          + " isn't mutable here", path: pathText,
        hint: "pass --mutable \(collection); inside a scan, lift the collection with variable_axes,"
          + " variable_broadcast or variable_carry")
    }
    store.put(value, collection, at: storePath, name: name)
  }

  /// A parameter: its value, or what `initializer` makes of the next key if there is none yet.
  ///
  /// - Throws: when there is a value but of another shape, or none and none can be made.
  public func parameter(
    _ name: String, shape: Shape?, initializer: (Tensor) throws -> Tree<Tensor>
  ) throws -> Tree<Tensor> {
    try reserve(name, collection: "params")
    if let value = variable("params", name) {
      try checkShape(of: value, name: name, expected: shape)
      return value
    }
    guard mutable.contains("params") else { throw missing(name, in: "params") }
    let value = try initializer(makeRNG("params"))
    try putVariable(value, "params", name)
    return value
  }

  /// Makes sure a variable is there: if not, `initializer` makes it.
  public func declareVariable(
    _ collection: String, _ name: String, initializer: (() throws -> Tree<Tensor>)?
  ) throws {
    try reserve(name, collection: collection)
    if variable(collection, name) != nil { return }
    guard let initializer, mutable.contains(collection) else {
      throw missing(name, in: collection)
    }
    try putVariable(try initializer(), collection, name)
  }

  private func checkShape(of value: Tree<Tensor>, name: String, expected: Shape?) throws {
    guard let expected, let leaf = value.leaf, leaf.shape != expected else { return }
    throw Diagnostic(
      "the parameter doesn't fit the model",
      path: (["params"] + path + [name]).joined(separator: "/"),
      expected: "shape \(expected)", got: "shape \(leaf.shape)")
  }

  private func missing(_ name: String, in collection: String) -> Diagnostic {
    let place = ([collection] + path + [name]).joined(separator: "/")
    let siblings = store.fields(collection, at: storePath)?.keys ?? []
    let hint =
      if store.collections[collection]?.pairs.isEmpty ?? true {
        isInitializing
          ? "inside a scan, lift '\(collection)' with variable_axes, variable_broadcast or"
            + " variable_carry"
          : "there are no '\(collection)' at all: pass --params with a file that has them; inside a"
            + " scan, lift them with variable_axes, variable_broadcast or variable_carry"
      } else {
        siblings.isEmpty
          ? "the params were made by another model" : suggestion(for: name, among: siblings)
      }
    return Diagnostic("the model's variable isn't there", path: place, hint: hint)
  }
}
