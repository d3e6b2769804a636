/// Special methods of Python's own classes, such as `(6).__add__` and `object.__init__`: inherited
/// by a program's classes, and called by operators unless a class overrides them.
enum SpecialMethods {
  /// The special method that objects of a class have from Python's own classes.
  static func method(_ name: String, of cls: PyClass) -> PyBuiltin? {
    guard name.utf8.starts(with: "__".utf8), let entry = table[name],
      entry.owners.contains(where: { cls.isSubclass(of: $0) })
    else { return nil }
    return entry.method
  }

  private struct Entry {
    let owners: [PyClass]
    let method: PyBuiltin
  }

  private static let table: [String: Entry] = {
    var table: [String: Entry] = [:]
    for (owners, methods) in groups {
      for method in methods { table[method.name] = Entry(owners: owners, method: method) }
    }
    return table
  }()

  private static let groups: [([PyClass], [PyBuiltin])] =
    [([.object], objectMethods)] + operators + conversions + containers

  private static func own(
    _ name: String, _ signature: String = "()",
    _ body: @escaping (PyObject, PyCall) throws -> PyObject
  ) -> PyBuiltin {
    let rest = signature.dropFirst()
    return PyBuiltin(name, "(self\(rest == ")" ? ", /" : ", /, ")\(rest)", isMethod: true) { call in
      try body(call[0], PyCall(name: name, values: Array(call.values.dropFirst())))
    }
  }

  // MARK: object

  private static let objectMethods: [PyBuiltin] =
    [
      own("__init__", "(*args, **kwargs)") { object, call in
        try (object.reference as? PyInstance)?.initialize(call.rest(0), call.keywords(1))
        return .none
      },
      PyBuiltin("__new__", "(cls, /, *args, **kwargs)") { call in
        guard let cls = call[0].reference as? PyClass else {
          throw PyError.type("object.__new__(X): X is not a type object")
        }
        return try cls.plainInstance(PyArguments(call.rest(1), keywords: call.keywords(2)))
      },
      PyBuiltin("__init_subclass__", "(*args, **kwargs)") { call in
        guard call.keywords(1).isEmpty else {
          throw PyError.type("__init_subclass__() takes no keyword arguments")
        }
        return .none
      },
      own("__repr__") { object, _ in
        let instance = object.reference as? PyInstance
        return .string(
          try instance?.plainRepresentation() ?? Py.representation(of: object))
      },
      own("__str__") { object, _ in
        let instance = object.reference as? PyInstance
        return .string(try instance?.plainText() ?? Py.text(of: object))
      },
      own("__format__", "(format_spec)") { object, call in
        let specification = try call.string(0)
        if specification.isEmpty { return .string(try Py.text(of: object)) }
        return .string(try Py.format(object.native, specification))
      },
      own("__hash__") { object, _ in
        if let instance = object.reference as? PyInstance {
          return .int(try instance.plainHashKey().pythonHash)
        }
        return .int(try Py.hash(of: object))
      },
      own("__setattr__", "(name, value)") { object, call in
        if let instance = object.reference as? PyInstance {
          try instance.setPlainAttribute(call.string(0), to: call[1])
        } else {
          try Py.setAttribute(call.string(0), of: object, to: call[1])
        }
        return .none
      },
      own("__delattr__", "(name)") { object, call in
        if let instance = object.reference as? PyInstance {
          try instance.deletePlainAttribute(call.string(0))
        } else {
          try Py.deleteAttribute(call.string(0), of: object)
        }
        return .none
      },
      own("__getattribute__", "(name)") { object, call in
        let name = try call.string(0)
        guard let instance = object.reference as? PyInstance else {
          return try Py.attribute(name, of: object)
        }
        guard let value = try instance.plainAttribute(name) else {
          throw Py.missingAttribute(name, of: object)
        }
        return value
      },
      own("__dir__") { object, _ in .list(Py.attributeNames(of: object).map { .string($0) }) },
    ]
    + [
      ("__eq__", ComparisonOperator.equal), ("__ne__", .notEqual), ("__lt__", .less),
      ("__le__", .lessOrEqual), ("__gt__", .greater), ("__ge__", .greaterOrEqual),
    ].map { name, comparison in
      own(name, "(other)") { object, call in try compared(comparison, object, call[0]) }
    }

  private static func compared(
    _ comparison: ComparisonOperator, _ object: PyObject, _ other: PyObject
  ) throws -> PyObject {
    if case .object(let reference) = object {
      let result =
        try (reference as? PyInstance)?.plainComparison(comparison, other)
        ?? (reference is PyInstance ? nil : reference.compare(comparison, other))
      if let result { return result }
      guard comparison == .equal || comparison == .notEqual, Py.isSame(object, other) else {
        return .notImplemented
      }
      return .bool(comparison == .equal)
    }
    guard knows(object, other) else { return .notImplemented }
    return try Py.compareIfKnown(comparison, object, other.native) ?? .notImplemented
  }

  /// Whether an object's class takes another one as operand: integers don't know of floats.
  private static func knows(_ object: PyObject, _ other: PyObject) -> Bool {
    switch object.native {
    case .int, .bool: other.integer != nil
    case .float: other.number != nil
    default: true
    }
  }

  // MARK: Operators

  private static let numbers: [PyClass] = [.int, .float, .complex]
  private static let sequences: [PyClass] = [.str, .list, .tuple, .bytes]
  private static let setLike: [PyClass] = [.set, .frozenset, .dictKeys, .dictItems]

  private static let operators: [([PyClass], [PyBuiltin])] = [
    (numbers + sequences, [binary(.add), binary(.multiply), reflected(.multiply)]),
    (numbers + [.str], [binary(.modulo), reflected(.modulo)]),
    (numbers + setLike, [binary(.subtract), reflected(.subtract)]),
    (
      numbers,
      [
        reflected(.add), binary(.divide), reflected(.divide), binary(.power), reflected(.power),
        unary("__neg__", .minus), unary("__pos__", .plus),
      ]
    ),
    (
      [.int, .float],
      [
        binary(.floorDivide), reflected(.floorDivide),
        own("__divmod__", "(other)") { try quotient($0, $1[0]) },
        own("__rdivmod__", "(other)") { try quotient($1[0], $0) },
      ]
    ),
    (
      [.int],
      [
        binary(.shiftLeft), reflected(.shiftLeft), binary(.shiftRight), reflected(.shiftRight),
        unary("__invert__", .invert),
      ]
    ),
    ([.int, .dict] + setLike, [binary(.or), reflected(.or)]),
    (
      [.int] + setLike, [binary(.and), reflected(.and), binary(.xor), reflected(.xor)]
    ),
    ([.list], [inPlace(.add), inPlace(.multiply)]),
    ([.set, .dict], [inPlace(.or)]),
    ([.set], [inPlace(.and), inPlace(.subtract), inPlace(.xor)]),
  ]

  private static func binary(_ operation: BinaryOperator) -> PyBuiltin {
    own("__\(operation.methodName)__", "(other)") { object, call in
      guard knows(object, call[0]) else { return .notImplemented }
      return try Py.binaryIfKnown(operation, object.native, call[0].native) ?? .notImplemented
    }
  }

  private static func reflected(_ operation: BinaryOperator) -> PyBuiltin {
    own("__r\(operation.methodName)__", "(other)") { object, call in
      guard knows(object, call[0]) else { return .notImplemented }
      return try Py.binaryIfKnown(operation, call[0].native, object.native) ?? .notImplemented
    }
  }

  private static func inPlace(_ operation: BinaryOperator) -> PyBuiltin {
    own("__i\(operation.methodName)__", "(other)") { object, call in
      try Py.changedInPlace(operation, object.native, call[0]) ? object : .notImplemented
    }
  }

  private static func unary(_ name: String, _ operation: UnaryOperator) -> PyBuiltin {
    own(name) { object, _ in try Py.unary(operation, object.native) }
  }

  private static func quotient(_ a: PyObject, _ b: PyObject) throws -> PyObject {
    .tuple([
      try Py.binary(.floorDivide, a.native, b.native), try Py.binary(.modulo, a.native, b.native),
    ])
  }

  // MARK: Numbers

  private static let conversions: [([PyClass], [PyBuiltin])] = [
    (
      numbers,
      [
        own("__bool__") { object, _ in .bool(try Py.isTrue(object.native)) },
        calling("__abs__", "abs"), calling("__complex__", "complex"),
      ]
    ),
    (
      [.int, .float],
      [
        calling("__int__", "int"), calling("__float__", "float"), calling("__trunc__", "int"),
        own("__round__", "(ndigits=None)") {
          try Builtins.rounded($0.native, digits: $1[0])
        },
        own("__floor__") { object, _ in
          .int(try object.integer ?? PythonMath.floor(object.number ?? 0))
        },
        own("__ceil__") { object, _ in
          .int(try object.integer ?? PythonMath.ceil(object.number ?? 0))
        },
      ]
    ),
    ([.int], [calling("__index__", "int")]),
  ]

  /// A special method that a built-in function or class does.
  private static func calling(_ name: String, _ function: String) -> PyBuiltin {
    own(name) { object, _ in
      switch function {
      case "abs": try Builtins.magnitude(of: object.native)
      case "complex": try Py.call(.object(PyClass.complex), object.native)
      case "float": .float(object.number ?? 0)
      default: try Py.call(.object(PyClass.int), object.native)
      }
    }
  }

  // MARK: Containers

  private static let indexed: [PyClass] = [.list, .tuple, .str, .bytes, .range, .dict, .deque]
  private static let sized: [PyClass] =
    indexed + [.set, .frozenset, .dictKeys, .dictValues, .dictItems]

  private static let containers: [([PyClass], [PyBuiltin])] = [
    (
      sized,
      [
        own("__len__") { object, _ in .int(try Py.count(of: object.native) ?? 0) },
        own("__contains__", "(item)") { object, call in
          .bool(try Py.isContained(call[0], in: object.native))
        },
      ]
    ),
    (
      sized + [.iterator],
      [own("__iter__") { object, _ in .object(try Py.iterator(over: object.native)) }]
    ),
    (indexed, [own("__getitem__", "(key)") { try ownItem(of: $0, $1[0]) }]),
    (
      [.list, .dict, .deque],
      [
        own("__setitem__", "(key, value)") { object, call in
          try Py.setItem(of: object.native, call[0], to: call[1])
          return .none
        },
        own("__delitem__", "(key)") { object, call in
          try Py.deleteItem(of: object.native, call[0])
          return .none
        },
      ]
    ),
    (
      [.list, .dict, .range, .deque, .dictKeys, .dictValues, .dictItems],
      [own("__reversed__") { object, _ in .object(try Builtins.reversedIterator(object.native)) }]
    ),
    (
      [.function, .method, .builtinFunction, .type, .partial],
      [
        own("__call__", "(*args, **kwargs)") { object, call in
          try Py.call(object, PyArguments(call.rest(0), keywords: call.keywords(1)))
        }
      ]
    ),
  ]

  private static func ownItem(of object: PyObject, _ key: PyObject) throws -> PyObject {
    if let instance = object.reference as? PyInstance, case .dict(let dict)? = instance.payload {
      if let value = try dict.value(key) { return value }
      if let result = try instance.special("__missing__", key) { return result }
    }
    return try Py.item(of: object.native, key)
  }
}

extension Py {
  /// The names of an object's attributes.
  static func attributeNames(of object: PyObject) -> [String] {
    object.reference?.attributeNames ?? typeOf(object).attributeNames
  }
}
