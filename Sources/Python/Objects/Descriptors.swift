/// `@staticmethod`: a function that is no method.
public final class PyStaticMethod: PyReference, @unchecked Sendable {
  /// The function.
  public private(set) var function: PyObject

  deinit { Chain.free(&function, replacingWith: .none) }

  /// A function that is no method.
  public init(_ function: PyObject) {
    self.function = function
    super.init()
  }

  public override var type: PyClass { .staticMethod }
  public override var isCallable: Bool { true }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    function
  }

  public override func call(_ arguments: PyArguments) throws -> PyObject {
    try Py.call(function, arguments)
  }
}

/// `@classmethod`: a function that takes the class first.
public final class PyClassMethod: PyReference, @unchecked Sendable {
  /// The function.
  public private(set) var function: PyObject

  deinit { Chain.free(&function, replacingWith: .none) }

  /// A method of the class.
  public init(_ function: PyObject) {
    self.function = function
    super.init()
  }

  public override var type: PyClass { .classMethod }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    .object(PyBoundMethod(.object(type), function))
  }
}

/// `@property`: a function that is read like an attribute.
public final class PyProperty: PyReference, @unchecked Sendable {
  /// Function that reads the property.
  public let getter: PyObject
  let setter: PyObject
  let deleter: PyObject

  /// A property with its functions for reading, setting and deleting, each of which may be `None`.
  public init(_ getter: PyObject, setter: PyObject = .none, deleter: PyObject = .none) {
    (self.getter, self.setter, self.deleter) = (getter, setter, deleter)
    super.init()
  }

  public override var type: PyClass { .property }
  public override var isDataDescriptor: Bool { true }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    guard let object else { return nil }
    guard !getter.isNone else {
      throw PyError.attribute("property of '\(type.name)' object has no getter")
    }
    return try Py.call(getter, PyArguments([object]))
  }

  public override func assign(_ value: PyObject, on object: PyObject, name: String) throws {
    guard !setter.isNone else {
      throw PyError.attribute(
        "property '\(name)' of '\(Py.typeOf(object).name)' object has no setter")
    }
    _ = try Py.call(setter, PyArguments([object, value]))
  }

  public override func unassign(on object: PyObject, name: String) throws {
    guard !deleter.isNone else {
      throw PyError.attribute(
        "property '\(name)' of '\(Py.typeOf(object).name)' object has no deleter")
    }
    _ = try Py.call(deleter, PyArguments([object]))
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    func other(_ make: @escaping (PyObject) -> PyProperty) -> PyObject {
      .function(name, "(function)") { .object(make($0[0])) }
    }
    let (getter, setter, deleter) = (getter, setter, deleter)
    switch name {
    case "fget": return getter
    case "fset": return setter
    case "getter": return other { PyProperty($0, setter: setter, deleter: deleter) }
    case "setter": return other { PyProperty(getter, setter: $0, deleter: deleter) }
    case "deleter": return other { PyProperty(getter, setter: setter, deleter: $0) }
    default: return try super.attribute(name)
    }
  }
}

/// `@functools.cached_property`: computed when it is first read, then an attribute.
public final class PyCachedProperty: PyReference, @unchecked Sendable {
  private let function: PyObject

  /// A property that is computed once for each object.
  public init(_ function: PyObject) {
    self.function = function
    super.init()
  }

  public override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    guard let object else { return nil }
    let value = try Py.call(function, PyArguments([object]))
    let name = try function.reference?.attribute("__name__")?.string ?? ""
    guard let instance = object.reference as? PyInstance else { return value }
    instance.attributes[name] = value
    return value
  }
}

extension PyObject {
  /// The function of a static method, which `__new__` is without being called one.
  var unwrappedStatic: PyObject {
    (reference as? PyStaticMethod)?.function ?? self
  }

  /// The function as a class method, which `__class_getitem__` and `__init_subclass__` are without
  /// a decorator.
  var unwrappedClassMethod: PyObject {
    reference is PyClassMethod ? self : .object(PyClassMethod(self))
  }
}
