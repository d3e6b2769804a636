import Diagnostics

extension Builtins {
  static let attributeFunctions: [PyBuiltin] = [
    PyBuiltin("getattr", "(object, name, *default)") { call in
      let name = try call.string(1)
      guard let fallback = call.rest(2).first else {
        return try Py.attribute(name, of: call[0])
      }
      do {
        return try Py.attributeIfThere(name, of: call[0]) ?? fallback
      } catch let error as PyError
        where error.exception.type.isSubclass(of: .exception("AttributeError"))
      {
        return fallback
      }
    },
    PyBuiltin("hasattr", "(obj, name, /)") { call in
      do {
        return .bool(try Py.attributeIfThere(call.string(1), of: call[0]) != nil)
      } catch let error as PyError
        where error.exception.type.isSubclass(of: .exception("AttributeError"))
      {
        return .bool(false)
      }
    },
    PyBuiltin("setattr", "(obj, name, value, /)") { call in
      try Py.setAttribute(call.string(1), of: call[0], to: call[2])
      return .none
    },
    PyBuiltin("delattr", "(obj, name, /)") { call in
      try Py.deleteAttribute(call.string(1), of: call[0])
      return .none
    },
  ]

  /// Functions that know where they are called.
  static let frameFunctions: [String: PyFrameFunction] = [
    "super": PyFrameFunction("super") { arguments, frame in
      guard arguments.isEmpty else {
        return try Py.call(.object(PyClass.superType), arguments)
      }
      let (cls, object) = try frame.methodContext()
      return try superObject(cls, object)
    },
    "globals": PyFrameFunction("globals") { _, frame in
      .dict(frame.moduleNames.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    },
    "locals": PyFrameFunction("locals") { _, frame in
      .dict(frame.names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    },
    "vars": PyFrameFunction("vars") { arguments, frame in
      guard let object = arguments.positional.first else {
        return .dict(frame.names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      }
      return try Py.attribute("__dict__", of: object)
    },
    "dir": PyFrameFunction("dir") { arguments, frame in
      let names =
        arguments.positional.first.map { object in
          object.reference?.attributeNames ?? Py.typeOf(object).attributeNames
        } ?? Array(frame.names.keys)
      return .list(Set(names).sorted().map { .string($0) })
    },
  ]

  /// `super()` of a class for an object; objects of libraries may override it.
  static func superObject(_ cls: PyClass, _ object: PyObject) throws -> PyObject {
    try object.reference?.superObject(of: cls) ?? .object(PySuper(cls, object))
  }
}

extension Py {
  /// Whether an object is an instance of a class, of one of several, or of the classes that a name
  /// of `typing` or `collections.abc` stands for.
  public static func isInstance(_ object: PyObject, of classes: PyObject) throws -> Bool {
    try Stack.check()
    if let several = classes.items {
      return try several.contains { try Py.isInstance(object, of: $0) }
    }
    switch classes {
    case .object(let union as PyUnion):
      return try union.members.contains { try Py.isInstance(object, of: $0) }
    case .object(let abstract as PyAbstractClass): return try abstract.holds(object)
    case .object(let cls as PyClass):
      return Py.typeOf(object).isSubclass(of: cls)
        || (object.reference?.isInstance(of: cls) ?? false)
    case .object(let missing as PyMissing): throw missing.refusal
    case .none: return object.isNone
    default:
      throw PyError.type(
        "isinstance() arg 2 must be a type, a tuple of types, or a union")
    }
  }

  /// Whether a class inherits from another, or from one of several.
  static func isSubclass(_ cls: PyClass, of classes: PyObject) throws -> Bool {
    if let several = classes.items { return try several.contains { try isSubclass(cls, of: $0) } }
    if let union = classes.reference as? PyUnion {
      return try union.members.contains { try isSubclass(cls, of: $0) }
    }
    guard let other = classes.reference as? PyClass else {
      throw PyError.type("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    }
    return cls.isSubclass(of: other)
  }
}
