import Diagnostics

extension Py {
  /// An iterator over the items of an object.
  ///
  /// - Throws: TypeError if it has none.
  public static func iterator(over object: PyObject) throws -> PyIterator {
    guard let iterator = try iteratorIfThere(over: object) else {
      throw PyError.type("'\(Py.typeOf(object).name)' object is not iterable")
    }
    return iterator
  }

  /// An iterator over the items of an object; `nil` if it has none.
  static func iteratorIfThere(over object: PyObject) throws -> PyIterator? {
    switch object {
    case .tuple(let tuple): return PyIterator(over: tuple.items)
    case .list(let list):
      var place = 0
      return PyIterator(.listIterator) {
        guard place < list.items.count else { return nil }
        defer { place += 1 }
        return list.items[place]
      }
    case .string(let text): return PyIterator(over: text.unicodeScalars.map { .string(String($0)) })
    case .dict(let dict): return dict.iterator { $0.key }
    case .set(let set):
      let items = set.items
      var place = 0
      return PyIterator {
        guard set.count == items.count else {
          throw PyError.named("RuntimeError", "Set changed size during iteration")
        }
        guard place < items.count else { return nil }
        defer { place += 1 }
        return items[place]
      }
    case .object(let object): return try object.iterator()
    default: return nil
    }
  }
}

extension PyDict {
  /// An iterator over a part of each entry.
  func iterator(_ part: @escaping (Entry) -> PyObject) -> PyIterator {
    let (size, removals) = (count, removals)
    var place = 0
    return PyIterator { [self] in
      guard count == size else {
        throw PyError.named("RuntimeError", "dictionary changed size during iteration")
      }
      guard removals == self.removals else {
        throw Diagnostic(
          "a dict whose keys are removed and added while a loop goes over them",
          hint: "loop over list(d)")
      }
      guard place < size else { return nil }
      defer { place += 1 }
      return part(entries.values[place])
    }
  }
}

/// Containers made of iterators may be this long.
let itemLimit = 5_000_000

extension Py {
  /// All items of an object.
  ///
  /// - Throws: TypeError if it has none.
  public static func items(of object: PyObject) throws -> [PyObject] {
    switch object {
    case .tuple(let tuple): return tuple.items
    case .list(let list): return list.items
    default:
      try checkLength(of: object)
      let iterator = try Py.iterator(over: object)
      var items: [PyObject] = []
      while let item = try iterator.next() {
        guard items.count < itemLimit else {
          throw PyError.named("MemoryError", "more than \(itemLimit) items")
        }
        items.append(item)
      }
      return items
    }
  }

  /// Refuses a range whose items no container may hold, before any of them is made.
  ///
  /// - Throws: MemoryError
  static func checkLength(of object: PyObject) throws {
    guard let range = object.reference as? PyRange, range.length > itemLimit else { return }
    throw PyError.named("MemoryError", "more than \(itemLimit) items")
  }

  /// All items of an object, whose `__len__` is asked first, as where a list or a tuple is made.
  ///
  /// - Throws: TypeError if it has none, and what `__len__` raises, unless that is a TypeError.
  static func listed(_ object: PyObject) throws -> [PyObject] {
    guard let instance = object.reference as? PyInstance else { return try items(of: object) }
    let iterator = try iterator(over: object)
    do {
      _ = try instance.count()
    } catch let error as PyError
      where error.exception.type.isSubclass(of: .exception("TypeError"))
    {
      // It is a hint only.
    }
    return try items(of: .object(iterator))
  }

  /// The number of items of an object; `nil` if it has no length.
  public static func count(of object: PyObject) throws -> Int? {
    switch object {
    case .tuple(let tuple): tuple.items.count
    case .list(let list): list.items.count
    case .dict(let dict): dict.count
    case .set(let set): set.count
    case .string(let text): text.unicodeScalars.count
    case .object(let object): try object.count()
    default: nil
    }
  }

  /// Python's truth value.
  public static func isTrue(_ object: PyObject) throws -> Bool {
    switch object {
    case .none: false
    case .ellipsis, .notImplemented: true
    case .bool(let value): value
    case .int(let value): value != 0
    case .float(let value): value != 0
    case .complex(let value): value.real != 0 || value.imag != 0
    case .string(let text): !text.isEmpty
    case .tuple(let tuple): !tuple.items.isEmpty
    case .list(let list): !list.items.isEmpty
    case .dict(let dict): dict.count > 0
    case .set(let set): set.count > 0
    case .object(let object): try object.isTrue()
    }
  }
}
