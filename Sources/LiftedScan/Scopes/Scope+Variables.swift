import Arrays
import Diagnostics
import ProgramIR

extension Scope {
  /// The variables below this scope, by collection.
  public var collections: Collections { store.collections(at: storePath) }

  /// The names of the axes of variables that have some, by the way from the root to the variable.
  public var partitions: [TreePath: PartitionNames] { store.partitions }

  /// Copies the scope's variables to the same paths of another store.
  func copyVariables(to other: VariableStore) {
    put(collections, into: other)
    let own = store.partitions.filter { holds($0.key) }
    other.partitions.merge(own) { first, _ in first }
  }

  /// Whether a path, of a collection and names below it, leads to a variable of this scope or of
  /// one below.
  private func holds(_ path: TreePath) -> Bool {
    path.keys.dropFirst().starts(with: storePath.map { .name($0) })
  }

  /// Puts variables into a store at this scope's place.
  func put(_ collections: Collections, into other: VariableStore) {
    for (collection, fields) in collections { other.put(fields, collection, at: storePath) }
  }

  /// The variables in a store at this scope's place.
  func collections(in other: VariableStore) -> Collections { other.collections(at: storePath) }

  /// Takes over this place's variables from a store, of mutable collections only.
  func adoptVariables(from other: VariableStore) throws {
    for (collection, fields) in other.collections(at: storePath)
    where mutable.contains(collection) {
      for (name, value) in fields.pairs { try putVariable(value, collection, name) }
    }
    store.partitions.merge(other.partitions) { _, new in new }
  }

  /// Whether the model has a collection of that name, in any scope.
  func hasCollection(_ name: String) -> Bool { store.collections[name] != nil }

  /// The value of a variable of this scope, if there is one.
  public func variable(_ collection: String, _ name: String) -> Tree<Tensor>? {
    store.fields(collection, at: storePath)?[name]
  }

  /// Changes or makes a variable of this scope.
  ///
  /// - Throws: when the collection isn't mutable.
  public func putVariable(_ value: Tree<Tensor>, _ collection: String, _ name: String) throws {
    try checkLevel()
    try checkDepth(of: value)
    try put(value, collection, name)
  }

  private func put(_ value: Tree<Tensor>, _ collection: String, _ name: String) throws {
    guard mutable.contains(collection) else {
      let lifting = withheld.advice(fixing: collection)?.hint(lifting: collection)
      throw Diagnostic(
        "the variable '\(name)' of collection '\(collection)' can't be changed: the collection"
          + " isn't mutable here", path: pathText, hint: lifting,
        remedy: lifting == nil ? .makeMutable([collection]) : nil)
    }
    store.put(value, collection, at: storePath, name: name)
  }

  /// A parameter: its value, or the result of `initializer` for the next key if there is none yet.
  ///
  /// - Parameters:
  ///   - shapes: those that the parameter's arrays must have, if they are known.
  ///   - partition: the names of its axes, for a parameter that is made.
  /// - Throws: when there is a value but of another shape, or none and none can be made.
  public func parameter(
    _ name: String, shapes: [Shape]?, partition: PartitionNames? = nil,
    initializer: (Tensor) throws -> Tree<Tensor>
  ) throws -> Tree<Tensor> {
    try reserve(name, collection: "params")
    if let value = variable("params", name) {
      try checkShapes(of: value, name: name, expected: shapes)
      return value
    }
    guard mutable.contains("params") else { throw missing(name, in: "params") }
    let value = try initializer(makeRNG("params"))
    try checkDepth(of: value)
    try put(value, "params", name)
    if let partition { store.setPartition(partition, "params", at: storePath + [name]) }
    return value
  }

  /// A parameter that is one array of this shape, if it is known.
  public func parameter(
    _ name: String, shape: Shape?, initializer: (Tensor) throws -> Tree<Tensor>
  ) throws -> Tree<Tensor> {
    try parameter(name, shapes: shape.map { [$0] }, initializer: initializer)
  }

  /// Makes sure a variable is there: if not, `initializer` makes it.
  public func declareVariable(
    _ collection: String, _ name: String, partition: PartitionNames? = nil,
    initializer: (() throws -> Tree<Tensor>)?
  ) throws {
    try reserve(name, collection: collection)
    if variable(collection, name) != nil { return }
    guard let initializer, mutable.contains(collection) else {
      throw missing(name, in: collection)
    }
    let value = try initializer()
    try checkDepth(of: value)
    try put(value, collection, name)
    if let partition { store.setPartition(partition, collection, at: storePath + [name]) }
  }

  private func checkShapes(of value: Tree<Tensor>, name: String, expected: [Shape]?) throws {
    for ((path, leaf), shape) in zip(value.leavesWithPaths, expected ?? []) {
      guard leaf.shape != shape else { continue }
      throw Diagnostic(
        "the parameter doesn't fit the model",
        path: (["params"] + self.path + [name] + (path.keys.isEmpty ? [] : [path.slashed]))
          .joined(separator: "/"),
        expected: "shape \(shape)", got: "shape \(leaf.shape)")
    }
  }

  private func missing(_ name: String, in collection: String) -> Diagnostic {
    let place = ([collection] + path + [name]).joined(separator: "/")
    let hint = missingHint(name, collection)
    return Diagnostic(
      "the model's variable isn't there", path: place, hint: hint,
      remedy: hint == nil ? .giveVariables(collection: collection) : nil)
  }

  /// Advice about a missing variable; `nil` if there are none of its collection at all.
  private func missingHint(_ name: String, _ collection: String) -> String? {
    if let advice = withheld.advice(hiding: collection) { return advice.hint(lifting: collection) }
    if let hint = otherModelHint(name, collection) { return hint }
    guard store.collections[collection]?.pairs.isEmpty ?? true else {
      let siblings = store.fields(collection, at: storePath)?.keys ?? []
      return siblings.isEmpty
        ? "the params were made by another model" : suggestion(for: name, among: siblings)
    }
    return isInitializing ? "the collection isn't mutable in init" : nil
  }

  /// Contents of the given variables at the first name of the scope's path that they lack: they may
  /// be another model's.
  private func otherModelHint(_ name: String, _ collection: String) -> String? {
    guard var there = trace.given[collection]?.fields, !there.keys.isEmpty else { return nil }
    var place = collection
    for step in path {
      guard let next = there[step]?.fields else {
        let names = there.keys.sorted().map { "\(place)/\($0)" }
        let more = names.count > 3 ? ", … \(names.count - 3) more" : ""
        return "the model wants \(place)/\(step); the params have "
          + names.prefix(3).joined(separator: ", ") + more
      }
      (there, place) = (next, "\(place)/\(step)")
    }
    return there[name] == nil && !there.keys.isEmpty
      ? suggestion(for: name, among: there.keys) : nil
  }
}
