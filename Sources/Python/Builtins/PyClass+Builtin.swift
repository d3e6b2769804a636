extension PyClass {
  /// Makes a class of Python's own.
  ///
  /// - Parameters:
  ///   - constructor: makes an instance of it, or of a class that inherits from it.
  static func builtin(
    _ name: String, bases: [PyClass] = [.object], _ methods: [PyBuiltin] = [],
    constructor: Constructor? = nil
  ) -> PyClass {
    let cls = PyClass(name, bases: bases)
    for method in methods {
      method.owner = name
      cls.attributes[method.name] = .object(method)
    }
    cls.constructor = constructor
    cls.isImmutable = true
    return cls
  }

  /// An instance as Python's own classes make it, without `__init__`.
  func plainInstance(_ arguments: PyArguments) throws -> PyObject {
    if let constructor = mro.lazy.compactMap(\.constructor).first {
      return try constructor(self, arguments)
    }
    return .object(PyInstance(self))
  }

  /// A constructor that makes a value, which an instance of another class holds.
  ///
  /// - Parameter isContainer: whether `__init__` fills it, if the class has one of its own.
  static func holding(
    isContainer: Bool = false, _ cls: @escaping () -> PyClass,
    _ make: @escaping (PyArguments) throws -> PyObject
  ) -> Constructor {
    { type, arguments in
      guard type !== cls() else { return try make(arguments) }
      let isFilledLater = isContainer && type.lookUp("__init__") != nil
      return .object(
        PyInstance(type, payload: try make(isFilledLater ? PyArguments() : arguments)))
    }
  }
}

/// A method of a built-in class, which is given the object's own value.
func method(
  _ name: String, _ signature: String, _ body: @escaping (PyObject, PyCall) throws -> PyObject
) -> PyBuiltin {
  let rest = signature.dropFirst()
  let separator = rest == ")" ? "" : signature.contains("/") ? ", " : ", /, "
  return PyBuiltin(name, "(self\(separator)\(rest)", isMethod: true) { call in
    try body(call[0].native, PyCall(name: name, values: Array(call.values.dropFirst())))
  }
}

// MARK: - Classes that have no module of their own
extension PyClass {
  /// `object`.
  public static let object: PyClass = {
    let cls = PyClass("object", bases: [])
    cls.isImmutable = true
    cls.attributes["__new__"] = nil
    return cls
  }()

  /// `type`.
  public static let type: PyClass = builtin("type") { _, arguments in
    guard arguments.positional.count == 1 else {
      return try made(arguments)
    }
    return .object(Py.typeOf(arguments.positional[0]))
  }

  private static let typeParameters = Signature("(name, bases, dict, **kwds)")
  private static let functionParameters = Signature("(function)")
  private static let propertyParameters = Signature("(fget=None, fset=None, fdel=None, doc=None)")
  private static let superParameters = Signature("(type, object_or_type)")

  /// `type(name, bases, attributes)`.
  private static func made(_ arguments: PyArguments) throws -> PyObject {
    let values = try typeParameters.bind(arguments, of: "type")
    guard let name = values[0].string, case .dict(let attributes) = values[2],
      let bases = values[1].items
    else { throw PyError.type("type() takes 1 or 3 arguments") }
    return .object(
      try PyClass.make(
        ClassDraft(
          name: name, bases: bases.compactMap { $0.reference as? PyClass },
          keywords: [], attributes: attributes.copy(), annotations: [])))
  }

  static let noneType: PyClass = builtin("NoneType")
  static let ellipsisType: PyClass = builtin("ellipsis")
  static let notImplementedType: PyClass = builtin("NotImplementedType")
  static let function: PyClass = builtin("function")
  static let method: PyClass = builtin("method")
  static let builtinFunction: PyClass = builtin("builtin_function_or_method")
  static let module: PyClass = builtin("module")
  static let listIterator: PyClass = builtin("list_iterator", bases: [.iterator])
  static let generator: PyClass = builtin("generator", bases: [.iterator])

  static let iterator: PyClass = builtin(
    "iterator",
    [
      PyBuiltin("__next__", "(self)", isMethod: true) { call in
        guard let iterator = call[0].reference as? PyIterator, let item = try iterator.next() else {
          throw PyError.named("StopIteration", "")
        }
        return item
      },
      PyBuiltin("__iter__", "(self)", isMethod: true) { $0[0] },
    ])

  static let staticMethod: PyClass = builtin("staticmethod") { _, arguments in
    .object(PyStaticMethod(try functionParameters.bind(arguments, of: "staticmethod")[0]))
  }

  static let classMethod: PyClass = builtin("classmethod") { _, arguments in
    .object(PyClassMethod(try functionParameters.bind(arguments, of: "classmethod")[0]))
  }

  static let property: PyClass = builtin("property") { _, arguments in
    let values = try propertyParameters.bind(arguments, of: "property")
    return .object(PyProperty(values[0], setter: values[1], deleter: values[2]))
  }

  static let superType: PyClass = builtin("super") { _, arguments in
    let values = try superParameters.bind(arguments, of: "super")
    guard let cls = values[0].reference as? PyClass else {
      throw PyError.type("super() argument 1 must be a type, not \(Py.typeOf(values[0]).name)")
    }
    return .object(PySuper(cls, values[1]))
  }

  static let slice: PyClass = builtin("slice") { _, arguments in
    guard arguments.keywords.isEmpty else {
      throw PyError.type("slice() takes no keyword arguments")
    }
    let given = arguments.positional
    switch given.count {
    case 1: return .object(PySlice(.none, given[0]))
    case 2: return .object(PySlice(given[0], given[1]))
    case 3: return .object(PySlice(given[0], given[1], given[2]))
    default: throw PyError.type("slice expected 1 to 3 arguments, got \(given.count)")
    }
  }

  static let range: PyClass = builtin(
    "range",
    [
      Python.method("index", "(value, /)") { object, call in
        guard let range = object.reference as? PyRange, try range.contains(call[0]) == true,
          let value = call[0].number
        else { throw PyError.value("\(try Py.representation(of: call[0])) is not in range") }
        return .int((Int(value) - range.start) / range.step)
      },
      Python.method("count", "(value, /)") { object, call in
        .int(try object.reference?.contains(call[0]) == true ? 1 : 0)
      },
    ]
  ) { _, arguments in
    guard arguments.keywords.isEmpty else {
      throw PyError.type("range() takes no keyword arguments")
    }
    let bounds = try arguments.positional.map(Py.requiredInteger)
    switch bounds.count {
    case 1: return .object(try PyRange(0, bounds[0], 1))
    case 2: return .object(try PyRange(bounds[0], bounds[1], 1))
    case 3: return .object(try PyRange(bounds[0], bounds[1], bounds[2]))
    default: throw PyError.type("range expected 1 to 3 arguments, got \(bounds.count)")
    }
  }
}
