extension PyClass {
  /// `tuple`.
  public static let tuple: PyClass = builtin(
    "tuple", [indexMethod, countMethod],
    constructor: holding({ .tuple }) { arguments in
      let values = try iterableParameters.bind(arguments, of: "tuple")
      if case .tuple = values[0] { return values[0] }
      return .tuple(try Py.listed(values[0]))
    })

  /// `list`.
  public static let list: PyClass = builtin(
    "list",
    [
      indexMethod, countMethod,
      Python.method("append", "(object, /)") { object, call in
        try ownList(object).items.append(call[0])
        return .none
      },
      Python.method("extend", "(iterable, /)") { object, call in
        let added = try Py.listed(call[0])
        try ownList(object).append(added)
        return .none
      },
      Python.method("insert", "(index, object, /)") { object, call in
        let list = try ownList(object)
        let index = try call.int(0)
        let count = list.items.count
        list.items.insert(call[1], at: index < 0 ? max(0, index &+ count) : min(index, count))
        return .none
      },
      Python.method("pop", "(index=-1, /)") { object, call in
        let list = try ownList(object)
        guard !list.items.isEmpty else { throw PyError.index("pop from empty list") }
        let index = try call.int(0)
        let place = index < 0 ? index &+ list.items.count : index
        guard list.items.indices.contains(place) else {
          throw PyError.index("pop index out of range")
        }
        return list.items.remove(at: place)
      },
      Python.method("remove", "(value, /)") { object, call in
        let list = try ownList(object)
        guard
          let place = try list.items.firstIndex(where: {
            try Py.isSame($0, call[0]) || Py.isEqual($0, call[0])
          })
        else { throw PyError.value("list.remove(x): x not in list") }
        list.items.remove(at: place)
        return .none
      },
      Python.method("clear", "()") { object, _ in
        try ownList(object).items = []
        return .none
      },
      Python.method("copy", "()") { object, _ in .list(try ownList(object).items) },
      Python.method("reverse", "()") { object, _ in
        try ownList(object).items.reverse()
        return .none
      },
      Python.method("sort", "(*, key=None, reverse=False)") { object, call in
        let list = try ownList(object)
        let items = list.items
        list.items = []
        do {
          let sorted = try Py.sorted(items, key: call[0], isReversed: call.isTrue(1))
          let isChanged = !list.items.isEmpty
          list.items = sorted
          if isChanged { throw PyError.value("list modified during sort") }
        } catch {
          if list.items.isEmpty { list.items = items }
          throw error
        }
        return .none
      },
    ],
    constructor: holding(isContainer: true, { .list }) { arguments in
      .list(
        try Py.listed(iterableParameters.bind(arguments, of: "list")[0]))
    })

  /// Parameters of containers that are made of any iterable.
  private static let iterableParameters = Signature("(iterable=(), /)")

  private static func ownList(_ object: PyObject) throws -> PyList {
    guard case .list(let list) = object else {
      throw PyError.type(
        "descriptor requires a 'list' object but received a '\(Py.typeOf(object).name)'")
    }
    return list
  }

  private static let indexMethod = Python.method(
    "index", "(value, start=0, stop=9223372036854775807, /)"
  ) { object, call in
    let items = object.items ?? []
    func place(_ bound: Int) -> Int {
      min(max(bound < 0 ? bound &+ items.count : bound, 0), items.count)
    }
    let (start, stop) = (place(try call.int(1)), place(try call.int(2)))
    for index in start..<max(start, stop)
    where try Py.isSame(items[index], call[0]) || Py.isEqual(items[index], call[0]) {
      return .int(index)
    }
    throw PyError.value(
      Py.typeOf(object) === PyClass.tuple
        ? "tuple.index(x): x not in tuple" : "\(try Py.representation(of: call[0])) is not in list")
  }

  private static let countMethod = Python.method("count", "(value, /)") { object, call in
    .int(try (object.items ?? []).count { try Py.isSame($0, call[0]) || Py.isEqual($0, call[0]) })
  }
}

extension PyClass {
  /// `dict`.
  public static let dict: PyClass = builtin(
    "dict",
    dictMethods + [
      PyBuiltin("fromkeys", "(cls, iterable, value=None, /)", isClassMethod: true) { call in
        let made = try Py.call(call[0])
        try Py.checkLength(of: call[1])
        let keys = try Py.iterator(over: call[1])
        while let key = try keys.next() { try Py.setItem(of: made, key, to: call[2]) }
        return made
      }
    ], constructor: holding(isContainer: true, { .dict }, makeDict))

  private static func makeDict(_ arguments: PyArguments) throws -> PyObject {
    let dict = PyDict()
    try update(dict, arguments, "dict")
    return .dict(dict)
  }

  static func update(_ dict: PyDict, _ arguments: PyArguments, _ callee: String) throws {
    guard arguments.positional.count < 2 else {
      throw PyError.type("\(callee) expected at most 1 argument, got \(arguments.positional.count)")
    }
    if let other = arguments.positional.first {
      for (key, value) in try Py.entries(of: other) { try dict.set(key, to: value) }
    }
    for (name, value) in arguments.keywords { dict[name] = value }
  }

  private static func ownDict(_ object: PyObject) throws -> PyDict {
    guard case .dict(let dict) = object else {
      throw PyError.type(
        "descriptor requires a 'dict' object but received a '\(Py.typeOf(object).name)'")
    }
    return dict
  }

  private static let dictMethods = [
    Python.method("keys", "()") { object, _ in .object(PyDictView(try ownDict(object), .keys)) },
    Python.method("values", "()") { object, _ in .object(PyDictView(try ownDict(object), .values))
    },
    Python.method("items", "()") { object, _ in .object(PyDictView(try ownDict(object), .items)) },
    Python.method("copy", "()") { object, _ in .dict(try ownDict(object).copy()) },
    Python.method("get", "(key, default=None, /)") { object, call in
      try ownDict(object).value(call[0]) ?? call[1]
    },
    Python.method("setdefault", "(key, default=None, /)") { object, call in
      let dict = try ownDict(object)
      if let value = try dict.value(call[0]) { return value }
      try dict.set(call[0], to: call[1])
      return call[1]
    },
    Python.method("pop", "(key, *default)") { object, call in
      let dict = try ownDict(object)
      if let value = try dict.remove(call[0]) { return value }
      if let fallback = call.rest(1).first { return fallback }
      throw PyError.key(call[0], among: dict.stringKeys)
    },
    Python.method("popitem", "(last=True)") { object, call in
      guard let entry = try ownDict(object).removeLast(orFirst: !call.isTrue(0)) else {
        var error = PyError(.exception("KeyError"), "popitem(): dictionary is empty")
        error.exception.attributes["args"] = .tuple([.string("popitem(): dictionary is empty")])
        error.diagnostic.problem = "popitem(): dictionary is empty"
        throw error
      }
      return .tuple([entry.key, entry.value])
    },
    Python.method("clear", "()") { object, _ in
      try ownDict(object).removeAll()
      return .none
    },
    Python.method("update", "(*args, **kwargs)") { object, call in
      try update(
        ownDict(object), PyArguments(call.rest(0), keywords: call.keywords(1)), "update")
      return .none
    },
  ]
}

/// `dict.keys()`, `.values()` and `.items()`: views that change with the dict.
public final class PyDictView: PyReference, @unchecked Sendable {
  /// Part of the dict's entries in the view: keys, values or pairs.
  enum Part {
    case keys, values, items
  }

  private let dict: PyDict
  private let part: Part

  init(_ dict: PyDict, _ part: Part) {
    (self.dict, self.part) = (dict, part)
    super.init()
  }

  public override var type: PyClass {
    switch part {
    case .keys: .dictKeys
    case .values: .dictValues
    case .items: .dictItems
    }
  }

  private func shown(_ entry: PyDict.Entry) -> PyObject {
    switch part {
    case .keys: entry.key
    case .values: entry.value
    case .items: .tuple([entry.key, entry.value])
    }
  }

  public override func iterator() throws -> PyIterator? { dict.iterator { [self] in shown($0) } }
  public override func count() throws -> Int? { dict.count }

  public override func contains(_ item: PyObject) throws -> Bool? {
    switch part {
    case .keys: return try dict.value(item) != nil
    case .values: return nil
    case .items:
      guard let pair = item.items, pair.count == 2, let value = try dict.value(pair[0]) else {
        return false
      }
      return try Py.isEqual(value, pair[1])
    }
  }

  /// Set of the view's members.
  private func asSet() throws -> PySet { try PySet(dict.pairs.map(shown)) }

  public override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    guard part != .values else { return nil }
    if operation == .and { return .set(try intersection(other)) }
    let (own, others) = (try asSet(), try PySet(Py.items(of: other)))
    return (isReflected ? Py.sets(operation, others, own) : Py.sets(operation, own, others)).map {
      .set($0)
    }
  }

  /// Intersection of the view and another iterable. Of equal members those of the iterable are
  /// taken, or the view's own where the view is the smaller one.
  private func intersection(_ other: PyObject) throws -> PySet {
    let own = dict.pairs.map(shown)
    if case .set(let set) = other, !set.isFrozen, own.count <= set.count {
      return try set.intersection(own)
    }
    if let view = other.reference as? PyDictView, view.dict.count > dict.count {
      return try PySet(own.filter { try view.contains($0) ?? false })
    }
    return try PySet(Py.items(of: other).filter { try contains($0) ?? false })
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard part != .values else { return nil }
    switch other {
    case .set: return try Py.compareIfKnown(comparison, .set(asSet()), other)
    case .object(let object):
      guard let view = object as? PyDictView, view.part != .values else { return nil }
      return try Py.compareIfKnown(comparison, .set(asSet()), .set(view.asSet()))
    default: return nil
    }
  }

  public override func representation() throws -> String {
    "\(type.name)(\(try Py.representation(of: .list(dict.pairs.map(shown)))))"
  }
}

extension PyClass {
  static let dictKeys: PyClass = builtin("dict_keys")
  static let dictValues: PyClass = builtin("dict_values")
  static let dictItems: PyClass = builtin("dict_items")

  /// `set`.
  public static let set: PyClass = builtin(
    "set", setMethods + setChanges,
    constructor: holding(isContainer: true, { .set }) { arguments in
      .set(try PySet(Py.items(of: iterableParameters.bind(arguments, of: "set")[0])))
    })

  /// `frozenset`.
  public static let frozenset: PyClass = builtin(
    "frozenset", setMethods,
    constructor: holding({ .frozenset }) { arguments in
      let given = try iterableParameters.bind(arguments, of: "frozenset")[0]
      return .set(try PySet(Py.items(of: given), isFrozen: true))
    })

  private static func ownSet(_ object: PyObject) throws -> PySet {
    guard case .set(let set) = object else {
      throw PyError.type(
        "descriptor requires a 'set' object but received a '\(Py.typeOf(object).name)'")
    }
    return set
  }

  private static func combining(_ name: String, _ operation: BinaryOperator) -> PyBuiltin {
    Python.method(name, "(*others)") { object, call in
      .set(
        try call.rest(0).reduce(ownSet(object).copy(isFrozen: ownSet(object).isFrozen)) {
          result, other in
          try combined(operation, result, other)
        })
    }
  }

  /// A set and any iterable. Of equal members, those in both are the iterable's own.
  private static func combined(
    _ operation: BinaryOperator, _ set: PySet, _ other: PyObject
  ) throws -> PySet {
    if case .set(let other) = other { return Py.sets(operation, set, other) ?? set }
    let items = try Py.items(of: other)
    if operation == .and { return try set.intersection(items) }
    return Py.sets(operation, set, try PySet(items)) ?? set
  }

  private static func comparing(_ name: String, _ comparison: ComparisonOperator) -> PyBuiltin {
    Python.method(name, "(other, /)") { object, call in
      try Py.compare(comparison, object, .set(PySet(call.items(0))))
    }
  }

  private static let setMethods = [
    combining("union", .or), combining("intersection", .and), combining("difference", .subtract),
    combining("symmetric_difference", .xor), comparing("issubset", .lessOrEqual),
    comparing("issuperset", .greaterOrEqual),
    Python.method("isdisjoint", "(other, /)") { object, call in
      let own = try ownSet(object)
      return .bool(try !call.items(0).contains { try own.contains($0) })
    },
    Python.method("copy", "()") { object, _ in
      .set(try ownSet(object).copy(isFrozen: ownSet(object).isFrozen))
    },
  ]

  private static func changing(_ name: String, _ operation: BinaryOperator) -> PyBuiltin {
    Python.method(name, "(*others)") { object, call in
      let own = try ownSet(object)
      for other in call.rest(0) { own.replace(by: try combined(operation, own, other)) }
      return .none
    }
  }

  private static let setChanges = [
    changing("update", .or), changing("intersection_update", .and),
    changing("difference_update", .subtract), changing("symmetric_difference_update", .xor),
    Python.method("add", "(element, /)") { object, call in
      try ownSet(object).insert(call[0])
      return .none
    },
    Python.method("discard", "(element, /)") { object, call in
      _ = try ownSet(object).remove(call[0])
      return .none
    },
    Python.method("remove", "(element, /)") { object, call in
      guard try ownSet(object).remove(call[0]) else { throw PyError.key(call[0]) }
      return .none
    },
    Python.method("pop", "()") { object, _ in
      guard let item = try ownSet(object).removeFirst() else {
        throw PyError.key(.string("pop from an empty set"))
      }
      return item
    },
    Python.method("clear", "()") { object, _ in
      try ownSet(object).replace(by: PySet())
      return .none
    },
  ]
}

extension PyDict {
  /// Class of the view.
  var cls: PyClass {
    switch typeName {
    case "defaultdict": .defaultDict
    case "OrderedDict": .orderedDict
    case "Counter": .counter
    default: .dict
    }
  }

  /// The entries as `repr` shows them: those of a counter with the greatest count first.
  func shownPairs() throws -> [Entry] {
    guard isCounter else { return pairs }
    do {
      let places = try Py.sorted(
        pairs.indices.map { .int($0) },
        key: .function("count", "(place)") { [pairs] in pairs[try $0.int(0)].value },
        isReversed: true)
      return places.compactMap { $0.integer.map { pairs[$0] } }
    } catch let error as PyError where error.exception.type.isSubclass(of: .exception("TypeError"))
    {
      // What can't be ordered stays in its order.
      return pairs
    }
  }

  /// `repr(…)`, from that of the entries in braces.
  func wrappedRepresentation(_ entries: String) throws -> String {
    switch typeName {
    case "defaultdict":
      let maker = try makesDefault.map { try Py.representation(of: $0) } ?? "None"
      return "defaultdict(\(maker), \(entries))"
    case "OrderedDict":
      // As pairs before Python 3.12.
      if count == 0 { return "OrderedDict()" }
      let pairs = PyObject.list(pairs.map { .tuple([$0.key, $0.value]) })
      return "OrderedDict(\(try Py.representation(of: pairs)))"
    case "Counter": return count == 0 ? "Counter()" : "Counter(\(entries))"
    default: return entries
    }
  }
}
