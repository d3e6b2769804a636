import OrderedCollections

/// A set, or a frozen set.
public final class PySet: @unchecked Sendable {
  private(set) var members: OrderedDictionary<HashKey, PyObject> = [:]
  /// Whether it never changes (`frozenset`).
  let isFrozen: Bool

  /// A set of these.
  public init(_ items: [PyObject] = [], isFrozen: Bool = false) throws {
    self.isFrozen = isFrozen
    for item in items { try insert(item) }
  }

  private init(members: OrderedDictionary<HashKey, PyObject>, isFrozen: Bool) {
    (self.members, self.isFrozen) = (members, isFrozen)
  }

  /// The members.
  public var items: [PyObject] { Array(members.values) }

  /// What the members are found by.
  var keys: [HashKey] { Array(members.keys) }

  /// The number of members.
  public var count: Int { members.count }

  /// Adds a member.
  public func insert(_ item: PyObject) throws {
    let key = try Py.hashKey(of: item)
    if members[key] == nil { members[key] = item }
  }

  /// Removes a member; gives whether it was there.
  func remove(_ item: PyObject) throws -> Bool {
    members.removeValue(forKey: try Py.hashKey(of: item)) != nil
  }

  /// Removes and gives a member.
  func removeFirst() -> PyObject? {
    members.isEmpty ? nil : members.removeFirst().value
  }

  /// Whether something is a member.
  public func contains(_ item: PyObject) throws -> Bool {
    members[try Py.hashKey(of: item)] != nil
  }

  func contains(key: HashKey) -> Bool { members[key] != nil }

  /// A new set of the members that are as wanted.
  func filter(_ isWanted: (HashKey) -> Bool) -> PySet {
    PySet(members: members.filter { isWanted($0.key) }, isFrozen: isFrozen)
  }

  /// A new set of these members and those of another.
  func union(_ other: PySet) -> PySet {
    PySet(members: members.merging(other.members) { own, _ in own }, isFrozen: isFrozen)
  }

  /// Takes over the members of another set.
  func replace(by other: PySet) { members = other.members }

  /// A copy, frozen or not.
  func copy(isFrozen: Bool) -> PySet { PySet(members: members, isFrozen: isFrozen) }
}
