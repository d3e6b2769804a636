/// The special methods of Python's own types as attributes: `(6).__add__`, `dict.__setitem__`,
/// `super().__len__`.
extension Py {
  /// A special method that the type of a number, text or container has, bound to the object.
  static func specialMethod(_ name: String, of object: PyObject) -> PyObject? {
    guard name.hasPrefix("__"), name.hasSuffix("__"), name.count > 4 else { return nil }
    guard object.isPlain else { return nil }
    return ofContainer(name, object) ?? ofOperator(name, object) ?? ofAny(name, object)
  }

  private static func ofContainer(_ name: String, _ object: PyObject) -> PyObject? {
    guard object.isContainer else { return nil }
    switch (name, object) {
    case ("__len__", _): return .function(name, "()") { _ in .int(try count(of: object) ?? 0) }
    case ("__iter__", _): return .function(name, "()") { _ in .object(try iterator(over: object)) }
    case ("__contains__", _):
      return .function(name, "(key, /)") { .bool(try isContained($0[0], in: object)) }
    case ("__getitem__", .set): return nil
    case ("__getitem__", _): return .function(name, "(key, /)") { try item(of: object, $0[0]) }
    case ("__setitem__", .list), ("__setitem__", .dict):
      return .function(name, "(key, value, /)") { call in
        try setItem(of: object, call[0], to: call[1])
        return .none
      }
    case ("__delitem__", .list), ("__delitem__", .dict):
      return .function(name, "(key, /)") { call in
        try deleteItem(of: object, call[0])
        return .none
      }
    case ("__reversed__", .list), ("__reversed__", .dict):
      return .function(name, "()") { _ in
        .object(PyIterator(over: try items(of: object).reversed()))
      }
    default: return nil
    }
  }

  private static func ofOperator(_ name: String, _ object: PyObject) -> PyObject? {
    for operation in BinaryOperator.allCases where object.hasOperator(operation) {
      switch name {
      case "__\(operation.methodName)__":
        return .function(name, "(value, /)") {
          try binaryIfKnown(operation, object, $0[0]) ?? .notImplemented
        }
      case "__r\(operation.methodName)__":
        return .function(name, "(value, /)") {
          try binaryIfKnown(operation, $0[0], object) ?? .notImplemented
        }
      case "__i\(operation.methodName)__" where object.isChangeable:
        return .function(name, "(value, /)") { try inPlace(operation, object, $0[0]) }
      default: continue
      }
    }
    guard object.isNumber else { return nil }
    switch name {
    case "__neg__": return .function(name, "()") { _ in try unary(.minus, object) }
    case "__pos__": return .function(name, "()") { _ in try unary(.plus, object) }
    case "__invert__" where object.integer != nil:
      return .function(name, "()") { _ in try unary(.invert, object) }
    case "__index__" where object.integer != nil:
      return .function(name, "()") { _ in try unary(.plus, object) }
    case "__abs__", "__round__", "__divmod__":
      return .function(name, "(*args)") { call in
        let function = name.dropFirst(2).dropLast(2)
        guard let own = Builtins.numberFunctions.first(where: { $0.name == function }) else {
          return .notImplemented
        }
        return try own.call(PyArguments([object] + call.rest(0)))
      }
    case "__int__" where object.number != nil:
      return .function(name, "()") { _ in try call(.object(PyClass.int), object) }
    case "__float__" where object.number != nil:
      return .function(name, "()") { _ in try call(.object(PyClass.float), object) }
    default: return nil
    }
  }

  private static func ofAny(_ name: String, _ object: PyObject) -> PyObject? {
    let comparisons: [ComparisonOperator] = [
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
    ]
    if let comparison = comparisons.first(where: { $0.methodName == name }) {
      return .function(name, "(value, /)") {
        try compareIfKnown(comparison, object, $0[0]) ?? .notImplemented
      }
    }
    switch name {
    case "__repr__": return .function(name, "()") { _ in .string(try representation(of: object)) }
    case "__str__": return .function(name, "()") { _ in .string(try text(of: object)) }
    case "__bool__" where object.isNumber || object.isNone:
      return .function(name, "()") { _ in .bool(try isTrue(object)) }
    case "__format__":
      return .function(name, "(format_spec, /)") { .string(try format(object, $0.string(0))) }
    case "__hash__":
      return object.isChangeable
        ? PyObject.none
        : .function(name, "()") { _ in .int(try hashKey(of: object).hashValue) }
    default: return nil
    }
  }

  /// A special method of one of Python's own classes, which takes the object first.
  static func specialMethod(_ name: String, ofClass cls: PyClass) -> PyObject? {
    guard let sample = sample(of: cls), specialMethod(name, of: sample) != nil else { return nil }
    return .function(name, "(self, /, *args)") { call in
      guard let method = specialMethod(name, of: call[0].native) else {
        throw PyError.type(
          "descriptor '\(name)' requires a '\(cls.name)' object but received a "
            + "'\(typeOf(call[0]).name)'")
      }
      return try Py.call(method, PyArguments(call.rest(1)))
    }
  }

  /// An object of each of Python's own classes that have special methods.
  private static let samples: [(cls: PyClass, object: PyObject)] = [
    (.int, .int(0)), (.bool, .bool(false)), (.float, .float(0)),
    (.complex, .complex(PythonComplex(real: 0, imag: 0))), (.str, .string("")),
    (.tuple, .tuple([])), (.list, .list([])), (.dict, .dict([])), (.defaultDict, .dict([])),
    (.orderedDict, .dict([])), (.counter, .dict([])),
  ]

  private static func sample(of cls: PyClass) -> PyObject? {
    if cls === PyClass.set || cls === PyClass.frozenset {
      return (try? PySet(isFrozen: cls === PyClass.frozenset)).map { .set($0) }
    }
    return samples.first { $0.cls === cls }?.object
  }
}

extension PyObject {
  /// Whether this is a value of one of Python's own types.
  fileprivate var isPlain: Bool { if case .object = self { false } else { true } }

  fileprivate var isNumber: Bool {
    switch self {
    case .bool, .int, .float, .complex: true
    default: false
    }
  }

  fileprivate var isContainer: Bool {
    switch self {
    case .string, .tuple, .list, .dict, .set: true
    default: false
    }
  }

  fileprivate var isChangeable: Bool {
    switch self {
    case .list, .dict: true
    case .set(let set): !set.isFrozen
    default: false
    }
  }

  /// Whether an object of this type can be an operand of an operator.
  fileprivate func hasOperator(_ operation: BinaryOperator) -> Bool {
    switch (self, operation) {
    case (.bool, .matmul), (.int, .matmul): false
    case (.bool, _), (.int, _): true
    case (.float, .floorDivide), (.float, .modulo): true
    case (.float, .add), (.float, .subtract), (.float, .multiply), (.float, .divide),
      (.float, .power): true
    case (.complex, .add), (.complex, .subtract), (.complex, .multiply), (.complex, .divide),
      (.complex, .power): true
    case (.string, .add), (.string, .multiply), (.string, .modulo): true
    case (.tuple, .add), (.tuple, .multiply), (.list, .add), (.list, .multiply): true
    case (.dict, .or): true
    case (.set, .or), (.set, .and), (.set, .subtract), (.set, .xor): true
    default: false
    }
  }
}
