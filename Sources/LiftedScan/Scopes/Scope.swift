import Arrays
import Diagnostics
import ProgramIR

/// Variables, random streams and names of a module (`flax.core.Scope`).
///
/// A scope is a cursor into a tree of variables. Modules are traced by one thread at a time; a
/// scope is used while its module is called and not afterwards.
public final class Scope {
  /// The names from the root scope to this one.
  public let path: [String]
  /// Collections that may be changed.
  public let mutable: Filter
  /// Whether the call is `init` and not `apply`.
  public let isInitializing: Bool
  /// Number of loop bodies around the scope.
  public let depth: Int
  /// The trace this scope is part of.
  public let trace: Trace
  /// Number of lifted calls around the scope, scans included.
  let level: Int
  /// Collections and streams that the lifted calls around the scope don't hand on.
  let withheld: Withheld

  let streams: [String: LazyRNG]
  let counters: RNGCounters
  let store: VariableStore
  /// The path below the root of `store`.
  let storePath: [String]
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
    (depth, level, withheld) = (0, trace.level, Withheld())
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
    (depth, level, trace) = (parent.depth, parent.level, parent.trace)
    withheld = parent.withheld
  }

  private init(reattaching scope: Scope, _ name: String, to parent: Scope) {
    (path, mutable, isInitializing) = (scope.path, scope.mutable, scope.isInitializing)
    (depth, level, trace) = (scope.depth, scope.level, scope.trace)
    (counters, withheld, streams) = (scope.counters, scope.withheld, scope.streams)
    (store, storePath) = (parent.store, parent.storePath + [name])
  }

  private init(rewinding scope: Scope, streams: [String: LazyRNG]) {
    (path, mutable, isInitializing) = (scope.path, scope.mutable, scope.isInitializing)
    (depth, level, trace) = (scope.depth, scope.level, scope.trace)
    (counters, store, storePath) = (scope.counters, scope.store, scope.storePath)
    (withheld, self.streams) = (scope.withheld, streams)
  }

  private init(
    lifting scope: Scope, to store: VariableStore, streams: [String: LazyRNG], mutable: Filter,
    by lifting: Lifting
  ) {
    (path, isInitializing, trace) = (scope.path, scope.isInitializing, scope.trace)
    (counters, storePath) = (scope.counters, scope.storePath)
    depth = lifting.isLoop ? scope.trace.depth + 1 : scope.depth
    level = scope.level + 1
    withheld = scope.withheld.adding(
      lifting.advice, mutable: scope.mutable.intersection(mutable.complement),
      variables: Set(scope.collections.filter { !$0.value.pairs.isEmpty }.keys)
        .subtracting(store.collections.keys),
      streams: Set(scope.streams.keys).subtracting(streams.keys), rngs: lifting.rngs)
    self.store = store
    self.streams = streams
    self.mutable = mutable
  }

  /// The same scope with no names taken, for the next call of the same module.
  func rewound() -> Scope { Scope(rewinding: self, streams: streams) }

  /// The scope with no names taken, on streams that begin with the next key of each of its own.
  func forkingStreams() throws -> Scope {
    var forked: [String: LazyRNG] = [:]
    for name in streams.keys.sorted() { forked[name] = LazyRNG(try makeRNG(name)) }
    return Scope(rewinding: self, streams: forked)
  }

  /// The scope one level deeper, in a lifted call: on other variables and streams, but with the
  /// same counters.
  func lifted(
    to store: VariableStore, streams: [String: LazyRNG], mutable: Filter, by lifting: Lifting
  ) -> Scope {
    Scope(lifting: self, to: store, streams: streams, mutable: mutable, by: lifting)
  }

  /// - Throws: when a variable of this scope is changed in a lifted call that the scope isn't of.
  func checkLevel() throws {
    guard level != trace.level else { return }
    throw Diagnostic(
      "a module from outside a lifted call changes its variables inside of it", path: pathText,
      hint: "use the module that the body gets as its first argument, or hand this one to the"
        + " body as an argument or a field")
  }

  /// - Throws: when a value depends on a loop that this scope is outside of.
  func checkDepth(of value: Tree<Tensor>) throws {
    guard value.leaves.contains(where: { $0.depth > depth }) else { return }
    try checkLevel()
    throw Diagnostic(
      "the value of a variable depends on a loop that its module is outside of", path: pathText,
      hint: "return it from the function that jax.vmap or lax.scan takes, and set it after the loop"
    )
  }

  /// The names from another scope down to this one; `nil` if it isn't above, or the same.
  func path(below other: Scope) -> [String]? {
    guard store === other.store, storePath.starts(with: other.storePath) else { return nil }
    return Array(storePath.dropFirst(other.storePath.count))
  }

  /// Whether the scope is directly below another one.
  func isChild(of other: Scope) -> Bool { path(below: other)?.count == 1 }

  /// The scope with its variables below another parent; its streams and their counters stay.
  ///
  /// - Throws: when the parent has something of its name.
  func reattached(to parent: Scope) throws -> Scope {
    guard let name = storePath.last else { return self }
    try parent.reserve(name, collection: nil)
    return Scope(reattaching: self, name, to: parent)
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
    if source != name { trace.noteMissingStream(name) }
    guard let stream = streams[source] else { throw noStream(name) }
    if source != name, let advice = withheld.advice(hidingStream: name) {
      trace.warnings.add(
        "\(pathText) draws from the stream 'params' in place of '\(name)', which isn't lifted; "
          + advice.hint(lifting: name, isNeeded: false))
    }
    return try stream.appending(.number(counters.next(source))).folded()
  }

  private func noStream(_ name: String) -> Diagnostic {
    let lifting = withheld.advice(hidingKeysOf: name)?.hint(lifting: name, isNeeded: true)
    return Diagnostic(
      "the module needs random numbers from the stream '\(name)'", path: pathText, hint: lifting,
      remedy: lifting == nil ? .giveKey(stream: name) : nil)
  }
}
