/// `super()`: an object's attributes of the classes behind one.
final class PySuper: PyReference {
  private let cls: PyClass
  private let object: PyObject

  init(_ cls: PyClass, _ object: PyObject) {
    (self.cls, self.object) = (cls, object)
    super.init()
  }

  override var type: PyClass { PyClass.superType }

  /// The class whose order of lookup counts: of a class method, the object itself.
  private var owner: PyClass {
    if let type = object.reference as? PyClass, type.isSubclass(of: cls) { return type }
    return Py.typeOf(object)
  }

  override func attribute(_ name: String) throws -> PyObject? {
    let isClass = object.reference is PyClass && owner === object.reference
    if let found = owner.lookUp(name, after: cls) {
      return try Py.bound(found, to: isClass ? nil : object, of: owner)
    }
    if name != "__hash__", let payload = (object.reference as? PyInstance)?.payload,
      let method = Py.specialMethod(name, of: payload)
    {
      return method
    }
    return try owner.inherited(name, by: object)
  }

  override func representation() throws -> String { "<super: \(cls.name)>" }
}

extension PyClass {
  /// A special method that all objects have, without being an attribute of a class.
  fileprivate func inherited(_ name: String, by object: PyObject) throws -> PyObject? {
    let instance = object.reference as? PyInstance
    switch name {
    case "__init__":
      return .function(name, "(*args, **kwargs)") { call in
        try instance?.initialize(call.rest(0), call.keywords(1))
        return .none
      }
    case "__new__":
      return .function(name, "(cls, *args, **kwargs)") { call in
        guard let cls = call[0].reference as? PyClass else {
          throw PyError.type("object.__new__(X): X is not a type object")
        }
        let arguments = PyArguments(call.rest(1), keywords: call.keywords(2))
        return try cls.plainInstance(arguments)
      }
    case "__setattr__":
      return .function(name, "(name, value)") { call in
        try instance?.setPlainAttribute(call.string(0), to: call[1])
        return .none
      }
    case "__getattribute__":
      return .function(name, "(name)") { call in
        let name = try call.string(0)
        guard let value = try instance?.plainAttribute(name) else {
          throw PyError.attribute("'\(self.name)' object has no attribute '\(name)'")
        }
        return value
      }
    case "__init_subclass__": return .function(name, "(**kwargs)") { _ in .none }
    case "__repr__", "__str__":
      return .function(name, "()") { _ in .string("<\(self.name) object>") }
    case "__eq__":
      return .function(name, "(other)") {
        Py.isSame(object, $0[0]) ? .bool(true) : .notImplemented
      }
    case "__hash__":
      return .function(name, "()") { _ in
        .int(object.reference.map { ObjectIdentifier($0).hashValue } ?? 0)
      }
    default: return nil
    }
  }
}

extension PyInstance {
  /// `__init__` of Python's own classes: of an exception, keeps the arguments; of a container, fills
  /// it.
  func initialize(_ arguments: [PyObject], _ keywords: [(name: String, value: PyObject)]) throws {
    if isException {
      attributes["args"] = .tuple(arguments)
      return
    }
    guard let payload, let cls = type.mro.first(where: { $0.isImmutable && $0.constructor != nil })
    else {
      guard arguments.isEmpty && keywords.isEmpty || type.lookUp("__new__") != nil else {
        throw PyError.type(
          "object.__init__() takes exactly one argument (the instance to initialize)")
      }
      return
    }
    let new = try Py.call(.object(cls), PyArguments(arguments, keywords: keywords))
    switch (payload, new) {
    case (.list(let list), .list(let new)): list.items = new.items
    case (.dict(let dict), .dict(let new)): dict.update(new)
    case (.set(let set), .set(let new)): set.replace(by: new)
    default: break
    }
  }
}
