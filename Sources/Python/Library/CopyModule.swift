extension PyModule {
  /// The names of `copy`.
  static let copyValues = functions([
    PyBuiltin("copy", "(x)") { try shallowCopy($0[0]) },
    PyBuiltin("deepcopy", "(x, memo=None)") { call in
      var known: [ObjectIdentifier: PyObject] = [:]
      return try deepCopy(call[0], &known)
    },
    PyBuiltin("replace", "(obj, /, **changes)") { call in
      try Py.call(
        dataclassesValues["replace"] ?? .none,
        PyArguments([call[0]], keywords: call.keywords(1)))
    },
  ])

  private static func shallowCopy(_ object: PyObject) throws -> PyObject {
    switch object {
    case .list(let list): return .list(list.items)
    case .dict(let dict): return .dict(dict.copy())
    case .set(let set): return .set(set.copy(isFrozen: set.isFrozen))
    case .object(let instance as PyInstance):
      if let result = try instance.special("__copy__") { return result }
      guard Swift.type(of: instance) == PyInstance.self else { return object }
      let copy = PyInstance(instance.type, payload: try instance.payload.map(shallowCopy))
      copy.attributes.update(instance.attributes)
      return .object(copy)
    case .object(let other):
      if let method = try other.attribute("__copy__") ?? other.attribute("copy") {
        return try Py.call(method)
      }
      return object
    default: return object
    }
  }

  private static func deepCopy(
    _ object: PyObject, _ known: inout [ObjectIdentifier: PyObject]
  ) throws -> PyObject {
    try Stack.check()
    switch object {
    case .tuple(let tuple):
      if let copy = known[ObjectIdentifier(tuple)] { return copy }
      let copies = try tuple.items.map { try deepCopy($0, &known) }
      let isSame = zip(copies, tuple.items).allSatisfy { Py.isSame($0, $1) }
      let copy = isSame ? object : .tuple(copies)
      known[ObjectIdentifier(tuple)] = copy
      return copy
    case .list(let list):
      if let copy = known[ObjectIdentifier(list)] { return copy }
      let copy = PyList([])
      known[ObjectIdentifier(list)] = .list(copy)
      for item in list.items { copy.items.append(try deepCopy(item, &known)) }
      return .list(copy)
    case .dict(let dict):
      if let copy = known[ObjectIdentifier(dict)] { return copy }
      let copy = dict.copy()
      known[ObjectIdentifier(dict)] = .dict(copy)
      for entry in dict.pairs { try copy.set(entry.key, to: deepCopy(entry.value, &known)) }
      return .dict(copy)
    case .set(let set): return .set(set.copy(isFrozen: set.isFrozen))
    case .object(let instance as PyInstance):
      if let copy = known[ObjectIdentifier(instance)] { return copy }
      if let result = try instance.special("__deepcopy__", .dict([])) { return result }
      guard Swift.type(of: instance) == PyInstance.self else { return object }
      let copy = PyInstance(instance.type)
      known[ObjectIdentifier(instance)] = .object(copy)
      copy.payload = try instance.payload.map { try deepCopy($0, &known) }
      for entry in instance.attributes.pairs {
        guard let name = entry.key.string else { continue }
        copy.attributes[name] = try deepCopy(entry.value, &known)
      }
      return .object(copy)
    default: return object
    }
  }
}
