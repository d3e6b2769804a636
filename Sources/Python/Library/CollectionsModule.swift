extension PyModule {
  /// The names of `collections`.
  static let collectionsValues: [String: PyObject] = {
    var values: [String: PyObject] = [
      "defaultdict": .object(PyClass.defaultDict), "OrderedDict": .object(PyClass.orderedDict),
      "Counter": .object(PyClass.counter), "deque": .object(PyClass.deque),
      "ChainMap": .object(PyClass.chainMap),
      "namedtuple": .object(namedTupleFunction),
    ]
    values["abc"] = .object(PyModule("collections.abc", abstractClasses))
    return values
  }()

  private static let namedTupleFunction = PyBuiltin(
    "namedtuple", "(typename, field_names, *, rename=False, defaults=None, module=None)"
  ) { call in
    let names =
      try call[1].string.map {
        $0.replacing(",", with: " ").split(separator: " ").map(String.init)
      } ?? call.items(1).compactMap(\.string)
    let defaults = call[3].isNone ? [] : try call.items(3)
    guard defaults.count <= names.count else {
      throw PyError.type("Got more default values than field names")
    }
    let first = names.count - defaults.count
    let fields = names.enumerated().map { place, name in
      NamedTupleField(name: name, default: place < first ? nil : defaults[place - first])
    }
    return .object(try PyClass.namedTuple(call.string(0), fields))
  }
}

extension PyClass {
  /// A class of dicts with more methods, told apart by its name.
  private static func dictClass(
    _ name: String, _ methods: [PyBuiltin] = [],
    _ make: @escaping (PyDict, PyArguments) throws -> Void
  ) -> PyClass {
    builtin(name, bases: [.dict], methods) { type, arguments in
      let dict = PyDict()
      dict.typeName = name
      try make(dict, arguments)
      return type.name == name ? .dict(dict) : .object(PyInstance(type, payload: .dict(dict)))
    }
  }

  static let defaultDict: PyClass = dictClass("defaultdict") { dict, arguments in
    var rest = arguments
    if !rest.positional.isEmpty {
      let maker = rest.positional.removeFirst()
      guard maker.isNone || Py.isCallable(maker) else {
        throw PyError.type("first argument must be callable or None")
      }
      dict.makesDefault = maker
    }
    try update(dict, rest, "defaultdict")
  }

  static let orderedDict: PyClass = dictClass(
    "OrderedDict",
    [
      Python.method("move_to_end", "(key, last=True)") { object, call in
        guard case .dict(let dict) = object, try dict.move(call[0], toEnd: call.isTrue(1)) else {
          throw PyError.key(call[0])
        }
        return .none
      }
    ]
  ) { try update($0, $1, "OrderedDict") }

  static let counter: PyClass = dictClass("Counter", counterMethods) { dict, arguments in
    dict.makesDefault = .function("Counter", "()") { _ in .int(0) }
    try count(arguments, into: dict, sign: .add)
  }

  private static func count(
    _ arguments: PyArguments, into dict: PyDict, sign: BinaryOperator
  ) throws {
    func add(_ key: PyObject, _ amount: PyObject) throws {
      try dict.set(key, to: Py.binary(sign, dict.value(key) ?? .int(0), amount))
    }
    /// An empty counter takes amounts as they are, even where they are no numbers.
    func add(_ entries: [(PyObject, PyObject)]) throws {
      let isPlain = dict.count == 0 && sign == .add
      for (key, amount) in entries {
        if isPlain { try dict.set(key, to: amount) } else { try add(key, amount) }
      }
    }
    if let source = arguments.positional.first, !source.isNone {
      if try Evaluator.isMapping(source) {
        try add(Py.entries(of: source))
      } else {
        for key in try Py.items(of: source) { try add(key, .int(1)) }
      }
    }
    try add(arguments.keywords.map { (.string($0.name), $0.value) })
  }

  private static func counted(_ object: PyObject) -> PyDict {
    if case .dict(let dict) = object { dict } else { PyDict() }
  }

  private static let counterMethods: [PyBuiltin] = [
    Python.method("update", "(iterable=None, /, **kwds)") { object, call in
      try count(
        PyArguments([call[0]], keywords: call.keywords(1)), into: counted(object), sign: .add)
      return .none
    },
    Python.method("subtract", "(iterable=None, /, **kwds)") { object, call in
      try count(
        PyArguments([call[0]], keywords: call.keywords(1)), into: counted(object), sign: .subtract)
      return .none
    },
    Python.method("most_common", "(n=None)") { object, call in
      let pairs = counted(object).pairs.map { PyObject.tuple([$0.key, $0.value]) }
      let second = PyBuiltin("count", "(pair)") { try Py.item(of: $0[0], .int(1)) }
      let ordered = try Py.sorted(pairs, key: .object(second), isReversed: true)
      return .list(Array(ordered.prefix(max(0, try call.optionalInt(0) ?? ordered.count))))
    },
    Python.method("elements", "()") { object, _ in
      .object(
        PyIterator(
          over: counted(object).pairs.flatMap {
            Array(repeating: $0.key, count: min(max($0.value.integer ?? 0, 0), itemLimit))
          }))
    },
    Python.method("total", "()") { object, _ in
      try counted(object).values.reduce(.int(0)) { try Py.binary(.add, $0, $1) }
    },
  ]
}

extension PyDict {
  /// Whether the dict is a `Counter`.
  var isCounter: Bool { typeName == "Counter" }

  /// `a + b`, `a - b`, `a | b` and `a & b` of counters: the counts that are positive.
  func counts(_ operation: BinaryOperator, _ other: PyDict) throws -> PyDict? {
    let combined: (PyObject, PyObject) throws -> PyObject
    switch operation {
    case .add, .subtract: combined = { try Py.binary(operation, $0, $1) }
    case .or: combined = { try Py.isLess($0, $1) ? $1 : $0 }
    case .and: combined = { try Py.isLess($0, $1) ? $0 : $1 }
    default: return nil
    }
    let result = copy()
    result.removeAll()
    let added = try other.pairs.filter { try value($0.key) == nil }
    for key in keys + added.map(\.key) {
      let count = try combined(value(key) ?? .int(0), other.value(key) ?? .int(0))
      if try Py.isLess(.int(0), count) { try result.set(key, to: count) }
    }
    return result
  }

  /// Whether two counters have equal counts, those that aren't there being zero.
  func hasCounts(of other: PyDict) throws -> Bool {
    try (keys + other.keys).allSatisfy {
      try Py.isEqual(value($0) ?? .int(0), other.value($0) ?? .int(0))
    }
  }
}

/// `collections.deque`.
public final class PyDeque: PyReference, @unchecked Sendable {
  private var items: [PyObject]

  deinit { Chain.free(&items, replacingWith: []) }

  private let limit: Int?

  init(_ items: [PyObject], limit: Int?) {
    self.items = items
    self.limit = limit
    super.init()
    trim(fromFront: true)
  }

  private func trim(fromFront: Bool) {
    guard let limit, items.count > limit else { return }
    if fromFront {
      items.removeFirst(items.count - limit)
    } else {
      items.removeLast(items.count - limit)
    }
  }

  public override var type: PyClass { .deque }
  public override func count() throws -> Int? { items.count }

  public override func iterator() throws -> PyIterator? {
    let size = items.count
    var place = 0
    return PyIterator { [self] in
      guard items.count == size else {
        throw PyError.named("RuntimeError", "deque mutated during iteration")
      }
      guard place < size else { return nil }
      defer { place += 1 }
      return items[place]
    }
  }

  public override func item(_ index: PyObject) throws -> PyObject {
    items[try Py.place(of: index, among: items.count, "deque")]
  }

  public override func setItem(_ index: PyObject, to value: PyObject) throws {
    items[try Py.place(of: index, among: items.count, "deque")] = value
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let other = other.reference as? PyDeque else { return nil }
    return try Py.compareIfKnown(comparison, .list(items), .list(other.items))
  }

  public override func inPlace(_ operation: BinaryOperator, _ other: PyObject) throws -> PyObject? {
    guard operation == .add else { return nil }
    items += try Py.items(of: other)
    trim(fromFront: true)
    return .object(self)
  }

  public override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    guard operation == .add, !isReflected, let other = other.reference as? PyDeque else {
      return nil
    }
    return .object(PyDeque(items + other.items, limit: limit))
  }

  public override func representation() throws -> String {
    let shown = try Py.representation(of: .list(items))
    return limit.map { "deque(\(shown), maxlen=\($0))" } ?? "deque(\(shown))"
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "append":
      return changing(name, "(x, /)") { deque, call in
        deque.items.append(call[0])
        deque.trim(fromFront: true)
      }
    case "appendleft":
      return changing(name, "(x, /)") { deque, call in
        deque.items.insert(call[0], at: 0)
        deque.trim(fromFront: false)
      }
    case "extend":
      return changing(name, "(iterable, /)") { deque, call in
        deque.items += try call.items(0)
        deque.trim(fromFront: true)
      }
    case "extendleft":
      return changing(name, "(iterable, /)") { deque, call in
        deque.items = try call.items(0).reversed() + deque.items
        deque.trim(fromFront: false)
      }
    case "clear": return changing(name, "()") { deque, _ in deque.items = [] }
    case "reverse": return changing(name, "()") { deque, _ in deque.items.reverse() }
    case "rotate":
      return changing(name, "(n=1, /)") { deque, call in
        guard !deque.items.isEmpty else { return }
        let shift = try PythonInt.modulo(call.int(0), deque.items.count)
        deque.items = Array(deque.items.suffix(shift) + deque.items.dropLast(shift))
      }
    case "pop", "popleft":
      return .function(name, "()") { [self] _ in
        guard !items.isEmpty else { throw PyError.index("pop from an empty deque") }
        return name == "pop" ? items.removeLast() : items.removeFirst()
      }
    case "copy": return .function(name, "()") { [self] _ in .object(PyDeque(items, limit: limit)) }
    case "maxlen": return limit.map { .int($0) } ?? PyObject.none
    case "count", "index", "remove", "insert":
      let list = PyList(items)
      guard let method = try Py.attributeIfThere(name, of: .list(list)) else { return nil }
      return .function(name, "(*args)") { [self] call in
        let result = try Py.call(method, PyArguments(call.rest(0)))
        items = list.items
        return result
      }
    default: return try super.attribute(name)
    }
  }

  private func changing(
    _ name: String, _ signature: String, _ change: @escaping (PyDeque, PyCall) throws -> Void
  ) -> PyObject {
    .function(name, signature) { [self] call in
      try change(self, call)
      return .none
    }
  }
}

extension PyClass {
  static let deque: PyClass = builtin("deque") { _, arguments in
    let values = try dequeParameters.bind(arguments, of: "deque")
    return .object(PyDeque(try Py.items(of: values[0]), limit: try limit(values[1])))
  }

  private static let dequeParameters = Signature("(iterable=(), maxlen=None)")

  private static func limit(_ given: PyObject) throws -> Int? {
    if given.isNone { return nil }
    guard let limit = given.integer else { throw PyError.type("an integer is required") }
    guard limit >= 0 else { throw PyError.value("maxlen must be non-negative") }
    return limit
  }
}
