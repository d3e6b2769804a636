import OrderedCollections

/// A dict: entries in the order they were added.
public final class PyDict: @unchecked Sendable {
  /// A key with its value.
  public struct Entry {
    /// The key.
    public let key: PyObject
    /// Value of the entry.
    public var value: PyObject
  }

  private(set) var entries: OrderedDictionary<HashKey, Entry> = [:]
  /// Number of removals and moves of keys so far, which an iterator can't follow.
  private(set) var removals = 0
  /// Words of memory counted for the dict.
  private var words = 8
  /// Function that makes the value of a missing key (`collections.defaultdict`).
  var makesDefault: PyObject?
  /// Name of the dict's class, if that isn't `dict`.
  var typeName: String?

  /// An empty dict.
  public init() { Work.note(words: words) }

  deinit {
    Work.note(words: -words)
    Chain.free(&entries, replacingWith: [:])
  }

  /// A dict of these entries; of two with one name the last holds.
  public convenience init(_ entries: [(String, PyObject)]) {
    self.init()
    for (name, value) in entries { self[name] = value }
  }

  /// The number of entries.
  public var count: Int { entries.count }

  /// The keys.
  public var keys: [PyObject] { entries.values.map(\.key) }

  /// The values.
  public var values: [PyObject] { entries.values.map(\.value) }

  /// Keys and values.
  public var pairs: [Entry] { Array(entries.values) }

  /// The keys that are strings.
  public var stringKeys: [String] { entries.values.compactMap(\.key.string) }

  /// The value of a name; assigning `nil` removes it.
  public subscript(name: String) -> PyObject? {
    get { entries[.name(name)]?.value }
    set {
      if let newValue {
        set(.name(name), .string(name), newValue)
      } else {
        if entries.removeValue(forKey: .name(name)) != nil { removals += 1 }
      }
    }
  }

  /// The value of a key.
  public func value(_ key: PyObject) throws -> PyObject? { entries[try Py.hashKey(of: key)]?.value }

  /// Sets the value of a key. A key that equals one that is there already doesn't replace that.
  public func set(_ key: PyObject, to value: PyObject) throws {
    set(try Py.hashKey(of: key), key, value)
    try Work.checkMemory()
  }

  private func set(_ hash: HashKey, _ key: PyObject, _ value: PyObject) {
    if let index = entries.index(forKey: hash) {
      entries.values[index].value = value
    } else {
      entries[hash] = Entry(key: key, value: value)
      words += 6
      Work.note(words: 6)
    }
  }

  /// Removes a key; gives its value.
  public func remove(_ key: PyObject) throws -> PyObject? {
    guard let removed = entries.removeValue(forKey: try Py.hashKey(of: key)) else { return nil }
    removals += 1
    return removed.value
  }

  /// Removes and gives the last entry, or the first.
  func removeLast(orFirst isFirst: Bool = false) -> Entry? {
    guard !entries.isEmpty else { return nil }
    removals += 1
    return isFirst ? entries.removeFirst().value : entries.removeLast().value
  }

  /// Moves a key to the end, or to the front.
  func move(_ key: PyObject, toEnd: Bool) throws -> Bool {
    let hash = try Py.hashKey(of: key)
    removals += 1
    guard let entry = entries.removeValue(forKey: hash) else { return false }
    if toEnd {
      entries[hash] = entry
    } else {
      entries.updateValue(entry, forKey: hash, insertingAt: 0)
    }
    return true
  }

  /// Removes all entries.
  func removeAll() {
    removals += 1
    entries.removeAll()
  }

  /// Adds the entries of another dict.
  public func update(_ other: PyDict) {
    for (hash, entry) in other.entries { set(hash, entry.key, entry.value) }
  }

  /// A new dict of the same entries.
  public func copy() -> PyDict {
    let copy = PyDict()
    copy.entries = entries
    copy.words += 6 * entries.count
    Work.note(words: 6 * entries.count)
    copy.makesDefault = makesDefault
    copy.typeName = typeName
    return copy
  }
}
