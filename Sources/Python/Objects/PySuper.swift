/// `super()`: an object's attributes of the classes behind one.
final class PySuper: PyReference, @unchecked Sendable {
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
    guard
      let found = owner.lookUp(name, after: cls)
        ?? SpecialMethods.method(name, of: owner).map({ .object($0) })
    else { return name == "__class__" ? .object(PyClass.superType) : nil }
    if isClass, name == "__init_subclass__" || name == "__class_getitem__" {
      return try Py.bound(found.unwrappedClassMethod, to: object, of: owner)
    }
    return try Py.bound(found, to: isClass ? nil : object, of: owner)
  }

  override func item(_ index: PyObject) throws -> PyObject {
    guard let method = try attribute("__getitem__") else { return try super.item(index) }
    return try Py.call(method, index)
  }

  override func representation() throws -> String {
    "<super: \(try cls.representation()), <\(Py.typeOf(object).name) object>>"
  }
}

extension PyInstance {
  /// `__init__` of Python's own classes: of an exception, keeps the arguments; of a container, fills
  /// it.
  func initialize(_ arguments: [PyObject], _ keywords: [(name: String, value: PyObject)]) throws {
    if isException {
      guard keywords.isEmpty else {
        throw PyError.type("\(type.name)() takes no keyword arguments")
      }
      attributes["args"] = .tuple(arguments)
      return
    }
    guard let payload, let cls = type.mro.first(where: { $0.isImmutable && $0.constructor != nil })
    else {
      guard arguments.isEmpty && keywords.isEmpty || type.lookUp("__new__") != nil else {
        throw PyError.type(
          type.lookUp("__init__") == nil
            ? "\(type.name)() takes no arguments"
            : "object.__init__() takes exactly one argument (the instance to initialize)")
      }
      return
    }
    switch payload {
    case .list, .dict, .set: break
    default: return
    }
    let new = try Py.call(.object(cls), PyArguments(arguments, keywords: keywords))
    switch (payload, new) {
    case (.list(let list), .list(let new)): list.items = new.items
    case (.dict(let dict), .dict(let new)):
      dict.update(new)
      dict.makesDefault = new.makesDefault ?? dict.makesDefault
    case (.set(let set), .set(let new)): if !set.isFrozen { set.replace(by: new) }
    default: break
    }
  }
}
