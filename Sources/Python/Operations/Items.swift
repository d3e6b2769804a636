import CStack

extension Py {
  /// The item that an index or a key means.
  public static func item(of object: PyObject, _ index: PyObject) throws -> PyObject {
    switch object {
    case .tuple(let tuple):
      if let slice = index.reference as? PySlice {
        return .tuple(try slice.places(count: tuple.items.count).map { tuple.items[$0] })
      }
      return tuple.items[try Py.place(of: index, among: tuple.items.count, "tuple")]
    case .list(let list):
      if let slice = index.reference as? PySlice {
        return .list(try slice.places(count: list.items.count).map { list.items[$0] })
      }
      return list.items[try Py.place(of: index, among: list.items.count, "list")]
    case .string(let text):
      try Work.note(items: text.utf8.count / 64)
      let scalars = Array(text.unicodeScalars)
      if let slice = index.reference as? PySlice {
        return .string(text: try slice.places(count: scalars.count).map { scalars[$0] })
      }
      return .string(String(scalars[try Py.place(of: index, among: scalars.count, "string")]))
    case .dict(let dict):
      if let value = try dict.value(index) { return value }
      guard let makesDefault = dict.makesDefault, !makesDefault.isNone else {
        throw PyError.key(index, among: dict.stringKeys)
      }
      if dict.isCounter { return .int(0) }
      let value = try call(makesDefault)
      try dict.set(index, to: value)
      return value
    case .object(let object): return try object.item(index)
    default: throw PyError.type("'\(Py.typeOf(object).name)' object is not subscriptable")
    }
  }
}

extension PyObject {
  static func string(text scalars: [Unicode.Scalar]) -> PyObject {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return .string(String(view))
  }
}

extension Py {
  /// The place that an index means; a negative one counts from the end.
  static func place(of index: PyObject, among count: Int, _ what: String) throws -> Int {
    guard let integer = try index.integer ?? index.reference?.index() else {
      throw PyError.type(
        what == "string"
          ? "string indices must be integers, not '\(Py.typeOf(index).name)'"
          : "\(what.split(separator: " ")[0]) indices must be integers or slices, not "
            + Py.typeOf(index).name)
    }
    let place = integer < 0 ? integer &+ count : integer
    guard (0..<count).contains(place) else { throw PyError.index("\(what) index out of range") }
    return place
  }

  /// Sets an item.
  public static func setItem(of object: PyObject, _ index: PyObject, to value: PyObject) throws {
    switch object {
    case .list(let list):
      guard let slice = index.reference as? PySlice else {
        list.items[try Py.place(of: index, among: list.items.count, "list assignment")] = value
        return
      }
      try list.replace(slice, by: Py.items(of: value))
    case .dict(let dict): try dict.set(index, to: value)
    case .object(let object): try object.setItem(index, to: value)
    default:
      throw PyError.type("'\(Py.typeOf(object).name)' object does not support item assignment")
    }
  }
}

extension PyList {
  fileprivate func replace(_ slice: PySlice, by new: [PyObject]) throws {
    let (start, stop, step) = try slice.bounds(count: items.count)
    guard step != 1 else {
      let rest = Array(items[max(start, stop)...])
      items.removeSubrange(start...)
      try append(new)
      try append(rest)
      return
    }
    let places = Array(stride(from: start, to: stop, by: step))
    guard new.count == places.count else {
      throw PyError.value(
        "attempt to assign sequence of size \(new.count) to extended slice of size "
          + "\(places.count)")
    }
    for (place, value) in zip(places, new) { items[place] = value }
  }
}

extension Py {
  /// Removes an item.
  public static func deleteItem(of object: PyObject, _ index: PyObject) throws {
    switch object {
    case .list(let list):
      guard let slice = index.reference as? PySlice else {
        list.items.remove(at: try Py.place(of: index, among: list.items.count, "list assignment"))
        return
      }
      let removed = Set(try slice.places(count: list.items.count))
      list.items = list.items.indices.filter { !removed.contains($0) }.map { list.items[$0] }
    case .dict(let dict):
      guard try dict.remove(index) != nil else {
        throw PyError.key(index, among: dict.stringKeys)
      }
    case .object(let object): try object.deleteItem(index)
    default: throw PyError.type("'\(Py.typeOf(object).name)' object doesn't support item deletion")
    }
  }

  /// Whether an object holds an item (`in`).
  public static func isContained(_ item: PyObject, in container: PyObject) throws -> Bool {
    switch container {
    case .string(let text):
      guard let part = item.string else {
        throw PyError.type(
          "'in <string>' requires string as left operand, not \(Py.typeOf(item).name)")
      }
      return text.containsText(part)
    case .dict(let dict): return try dict.value(item) != nil
    case .set(let set): return try set.contains(item)
    case .object(let object):
      if let result = try object.contains(item) { return result }
    default: break
    }
    guard let iterator = try Py.iteratorIfThere(over: container) else {
      throw PyError.type("argument of type '\(Py.typeOf(container).name)' is not iterable")
    }
    while let other = try iterator.next() {
      if try Py.isSame(other, item) || Py.isEqual(other, item) { return true }
    }
    return false
  }
}

extension String {
  /// Whether a text is part of this.
  fileprivate func containsText(_ part: String) -> Bool {
    var (whole, part) = (self, part)
    return whole.withUTF8 { whole in
      part.withUTF8 { part in
        contains_bytes(whole.baseAddress, whole.count, part.baseAddress, part.count)
      }
    }
  }
}
