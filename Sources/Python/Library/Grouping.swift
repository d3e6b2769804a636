/// The state of `itertools.groupby`, which it shares with the group it has returned last.
final class Grouping {
  private let source: PyIterator
  private let key: PyObject
  /// The item read last, with its key; the item is `nil` when a group has returned it.
  private var current: (key: PyObject, item: PyObject?)?
  /// Key of the group returned last.
  private var groupKey: PyObject?
  private var groupCount = 0

  /// A grouping by a function of the items; `None` groups by the items themselves.
  init(_ source: PyIterator, key: PyObject) {
    (self.source, self.key) = (source, key)
  }

  /// The key and the items of the next group; `nil` at the end. Items of the last group that haven't
  /// been read are skipped.
  func next() throws -> PyObject? {
    groupCount += 1
    while try current.map({ try isInGroup($0.key) }) ?? true {
      guard try step() else { return nil }
    }
    guard let key = current?.key else { return nil }
    groupKey = key
    let group = groupCount
    return .tuple([key, .object(PyIterator { [self] in try nextItem(of: group) })])
  }

  private func isInGroup(_ key: PyObject) throws -> Bool {
    guard let groupKey else { return false }
    return try Py.isSame(groupKey, key) || Py.isEqual(groupKey, key)
  }

  private func step() throws -> Bool {
    guard let item = try source.next() else { return false }
    current = (try key.isNone ? item : Py.call(key, item), item)
    return true
  }

  /// The next item of a group; `nil` at its end, and once another group has been asked for.
  private func nextItem(of group: Int) throws -> PyObject? {
    guard group == groupCount else { return nil }
    if current?.item == nil {
      guard try step() else { return nil }
    }
    guard let read = current, try isInGroup(read.key) else { return nil }
    current?.item = nil
    return read.item
  }
}
