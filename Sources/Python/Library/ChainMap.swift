/// `collections.ChainMap`: several dicts seen as one, of which the first is changed.
final class PyChainMap: PyReference, @unchecked Sendable {
  private let maps: PyList

  init(_ maps: [PyObject]) {
    self.maps = PyList(maps)
    super.init()
  }

  override var type: PyClass { .chainMap }
  override var isMapping: Bool { true }

  private var first: PyObject { maps.items.first ?? .none }

  /// All keys, those of the last dict first, as CPython has them.
  private func merged() throws -> PyDict {
    let all = PyDict()
    for map in maps.items.reversed() {
      for key in try Py.items(of: map) { try all.set(key, to: .none) }
    }
    for key in all.keys { try all.set(key, to: item(key)) }
    return all
  }

  override func item(_ index: PyObject) throws -> PyObject {
    for map in maps.items where try Py.isContained(index, in: map) {
      return try Py.item(of: map, index)
    }
    throw PyError.key(index)
  }

  override func setItem(_ index: PyObject, to value: PyObject) throws {
    try Py.setItem(of: first, index, to: value)
  }

  override func deleteItem(_ index: PyObject) throws {
    guard try Py.isContained(index, in: first) else {
      let shown = try Py.representation(of: index)
      throw PyError.key(.string("Key not found in the first mapping: \(shown)"))
    }
    try Py.deleteItem(of: first, index)
  }

  override func contains(_ item: PyObject) throws -> Bool? {
    try maps.items.contains { try Py.isContained(item, in: $0) }
  }

  override func count() throws -> Int? { try merged().count }
  override func iterator() throws -> PyIterator? { try Py.iterator(over: .dict(merged())) }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "maps": return .list(maps)
    case "parents": return .object(PyChainMap(Array(maps.items.dropFirst())))
    case "new_child":
      return .function(name, "(m=None)") { [self] call in
        .object(PyChainMap([call[0].isNone ? .dict([]) : call[0]] + maps.items))
      }
    case "get":
      return .function(name, "(key, default=None)") { [self] call in
        try contains(call[0]) == true ? item(call[0]) : call[1]
      }
    case "keys", "values", "items": return try Py.attribute(name, of: .dict(merged()))
    case "update", "pop", "setdefault", "popitem", "clear":
      return try Py.attribute(name, of: first)
    default: return try super.attribute(name)
    }
  }

  override func compare(_ comparison: ComparisonOperator, _ other: PyObject) throws -> PyObject? {
    let others =
      try (other.reference as? PyChainMap).map { PyObject.dict(try $0.merged()) } ?? other
    return try Py.compareIfKnown(comparison, .dict(merged()), others)
  }

  override func hashKey() throws -> HashKey { throw PyError.type("unhashable type: 'ChainMap'") }

  override func representation() throws -> String {
    "ChainMap(\(try maps.items.map(Py.representation).joined(separator: ", ")))"
  }
}

extension PyClass {
  static let chainMap: PyClass = builtin("ChainMap") { _, arguments in
    .object(PyChainMap(arguments.positional.isEmpty ? [.dict([])] : arguments.positional))
  }
}
