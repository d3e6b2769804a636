/// A set, or a frozen set.
///
/// Its members come in the order of CPython's hash table: that of the places their hashes lead to.
public final class PySet: @unchecked Sendable {
  private var table: SetTable
  /// Whether the set is immutable (`frozenset`).
  let isFrozen: Bool
  /// Number of levels of nested tuples and frozen sets in the set.
  private(set) var depth = 0
  private var knownHash: Int?

  /// Python's hash, of a frozen set.
  var pythonHash: Int {
    if let knownHash { return knownHash }
    let hash = HashKey.hash(ofMembers: table.entries.map(\.hash))
    knownHash = hash
    return hash
  }

  /// A set of these.
  public init(_ items: [PyObject] = [], isFrozen: Bool = false) throws {
    (table, self.isFrozen) = (SetTable(), isFrozen)
    Work.note(words: Self.words)
    for item in items { try insert(item) }
  }

  private init(_ table: SetTable, isFrozen: Bool, depth: Int) {
    (self.table, self.isFrozen, self.depth) = (table, isFrozen, depth)
    Work.note(words: Self.words + table.words)
  }

  deinit {
    Work.note(words: -Self.words - table.words)
    if depth > 0 || table.entries.contains(where: \.item.isHolder) {
      Chain.free(&table, replacingWith: SetTable())
    }
  }

  private static let words = 4

  /// The members.
  public var items: [PyObject] { table.entries.map(\.item) }

  /// Keys of the members.
  var keys: [HashKey] { table.entries.map(\.key) }

  /// The number of members.
  public var count: Int { table.used }

  /// Adds a member.
  public func insert(_ item: PyObject) throws {
    let key = try Py.hashKey(of: item)
    depth = max(depth, key.depth)
    change { $0.insert(.init(hash: key.pythonHash, key: key, item: item)) }
    try Work.checkMemory()
  }

  private func change<R>(_ body: (inout SetTable) -> R) -> R {
    let before = table.words
    defer { Work.note(words: table.words - before) }
    return body(&table)
  }

  /// Removes a member; gives whether it was there.
  func remove(_ item: PyObject) throws -> Bool {
    let key = try Py.hashKey(of: item)
    return table.remove(key, hash: key.pythonHash) != nil
  }

  /// Removes and gives a member.
  func removeFirst() -> PyObject? { table.removeNext()?.item }

  /// Whether an object is a member.
  public func contains(_ item: PyObject) throws -> Bool {
    contains(key: try Py.hashKey(of: item))
  }

  func contains(key: HashKey) -> Bool { table.contains(key, hash: key.pythonHash) }

  /// Takes over the members of another set.
  func replace(by other: PySet) {
    depth = other.depth
    change { $0 = other.table }
  }

  /// Adds the members of another set.
  func formUnion(_ other: PySet) {
    guard other !== self else { return }
    depth = max(depth, other.depth)
    change { $0.merge(other.table) }
  }

  /// Removes the members of another set.
  func subtract(_ other: PySet) {
    guard other !== self else {
      change { $0 = SetTable() }
      return
    }
    change { own in
      let others = other.count >> 3 > own.used ? own.intersection(other.table) : other.table
      for entry in others.entries { _ = own.remove(entry.key, hash: entry.hash) }
      own.shrink()
    }
  }

  /// Keeps the members that only one of two sets has.
  func formSymmetricDifference(_ other: PySet) {
    guard other !== self else {
      change { $0 = SetTable() }
      return
    }
    depth = max(depth, other.depth)
    change { own in
      for entry in other.table.entries where own.remove(entry.key, hash: entry.hash) == nil {
        own.insert(entry)
      }
    }
  }

  /// A new set of the members that another one has too.
  func intersection(_ other: PySet) -> PySet {
    PySet(table.intersection(other.table), isFrozen: isFrozen, depth: depth)
  }

  /// A new set of those of these objects that are members.
  func intersection(_ items: [PyObject]) throws -> PySet {
    try PySet(items.filter { try contains($0) }, isFrozen: isFrozen)
  }

  /// A new set of the members that another one hasn't.
  func subtracting(_ other: PySet) -> PySet {
    guard count >> 2 <= other.count else {
      let copy = copy(isFrozen: isFrozen)
      copy.subtract(other)
      return copy
    }
    var rest = SetTable()
    for entry in table.entries where !other.table.contains(entry.key, hash: entry.hash) {
      rest.insert(entry)
    }
    return PySet(rest, isFrozen: isFrozen, depth: depth)
  }

  /// A copy, frozen or not.
  func copy(isFrozen: Bool) -> PySet {
    var copy = SetTable()
    copy.merge(table)
    return PySet(copy, isFrozen: isFrozen, depth: depth)
  }
}

/// CPython's table of a set.
struct SetTable {
  /// A member.
  struct Entry {
    let hash: Int
    let key: HashKey
    let item: PyObject
  }

  private enum Slot {
    case empty
    case removed
    case taken(Entry)
  }

  private var slots: [Slot] = Array(repeating: .empty, count: 8)
  /// The number of slots that aren't empty.
  private var fill = 0
  /// The number of members.
  private(set) var used = 0
  /// Index from which `pop` looks for the next member to remove.
  private var finger = 0

  private var mask: Int { slots.count - 1 }
  /// The memory it takes, in words of 24 bytes.
  var words: Int { slots.count > 8 ? slots.count * 3 : 24 }

  /// The members, in order.
  var entries: [Entry] {
    guard used > 0 else { return [] }
    return slots.compactMap { if case .taken(let entry) = $0 { entry } else { nil } }
  }

  /// The place of a key, or the empty one that it would have.
  private func place(of hash: Int, where isWanted: (Entry) -> Bool) -> (index: Int, isTaken: Bool) {
    let mask = UInt(mask)
    var perturbation = UInt(bitPattern: hash)
    var index = perturbation & mask
    while true {
      for step in 0...(index + 9 <= mask ? 9 : 0) as ClosedRange<UInt> {
        switch slots[Int(index + step)] {
        case .empty: return (Int(index + step), false)
        case .removed: continue
        case .taken(let entry): if isWanted(entry) { return (Int(index + step), true) }
        }
      }
      perturbation >>= 5
      index = (index &* 5 &+ 1 &+ perturbation) & mask
    }
  }

  private func place(of key: HashKey, hash: Int) -> (index: Int, isTaken: Bool) {
    place(of: hash) { $0.hash == hash && $0.key == key }
  }

  func contains(_ key: HashKey, hash: Int) -> Bool { place(of: key, hash: hash).isTaken }

  /// Adds a member if it isn't there.
  mutating func insert(_ entry: Entry) {
    let place = place(of: entry.key, hash: entry.hash)
    guard !place.isTaken else { return }
    slots[place.index] = .taken(entry)
    fill += 1
    used += 1
    if fill * 5 >= mask * 3 { resize(forMoreThan: used > 50_000 ? used * 2 : used * 4) }
  }

  /// Adds a member that isn't there, to a table without removed ones.
  private mutating func insertNew(_ entry: Entry) {
    slots[place(of: entry.hash) { _ in false }.index] = .taken(entry)
  }

  private mutating func resize(forMoreThan count: Int) {
    var size = 8
    while size <= count { size <<= 1 }
    if size == 8, slots.count == 8, fill == used { return }
    let old = entries
    slots = Array(repeating: .empty, count: size)
    fill = used
    for entry in old { insertNew(entry) }
  }

  /// Removes and gives a member.
  mutating func remove(_ key: HashKey, hash: Int) -> Entry? {
    let place = place(of: key, hash: hash)
    guard place.isTaken, case .taken(let entry) = slots[place.index] else { return nil }
    slots[place.index] = .removed
    used -= 1
    return entry
  }

  /// Removes and gives any member.
  mutating func removeNext() -> Entry? {
    guard used > 0 else { return nil }
    var index = finger & mask
    while true {
      if case .taken(let entry) = slots[index] {
        slots[index] = .removed
        used -= 1
        finger = index + 1
        return entry
      }
      index = index == mask ? 0 : index + 1
    }
  }

  /// Makes the table smaller if many of its slots are of removed members.
  mutating func shrink() {
    guard fill - used > mask / 4 else { return }
    resize(forMoreThan: used > 50_000 ? used * 2 : used * 4)
  }

  /// Adds the members of another table.
  mutating func merge(_ other: SetTable) {
    guard other.used > 0 else { return }
    if (fill + other.used) * 5 >= mask * 3 { resize(forMoreThan: (used + other.used) * 2) }
    if fill == 0, mask == other.mask, other.fill == other.used {
      (slots, fill, used) = (other.slots, other.fill, other.used)
    } else if fill == 0 {
      (fill, used) = (other.used, other.used)
      for entry in other.entries { insertNew(entry) }
    } else {
      for entry in other.entries { insert(entry) }
    }
  }

  /// The members that both tables have.
  func intersection(_ other: SetTable) -> SetTable {
    let (small, large) = other.used > used ? (self, other) : (other, self)
    var result = SetTable()
    for entry in small.entries where large.contains(entry.key, hash: entry.hash) {
      result.insert(entry)
    }
    return result
  }
}
