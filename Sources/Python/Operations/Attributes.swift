import Diagnostics

extension Py {
  /// An attribute of an object.
  ///
  /// - Throws: AttributeError if there is none of this name.
  public static func attribute(_ name: String, of object: PyObject) throws -> PyObject {
    if let value = try Py.attributeIfThere(name, of: object) { return value }
    throw missingAttribute(name, of: object)
  }

  /// An attribute of an object, or `nil`.
  public static func attributeIfThere(_ name: String, of object: PyObject) throws -> PyObject? {
    if case .object(let reference) = object {
      do {
        if let value = try reference.attribute(name) { return value }
      } catch let error as PyError
        where error.exception.type.isSubclass(of: .exception("AttributeError"))
        && !name.hasPrefix("__") && reference is PyInstance
      {
        // A property that raises AttributeError: `__getattr__` has had its chance.
        throw error
      }
      return name == "__class__" ? .object(reference.type) : nil
    }
    if let value = try Py.typeOf(object).attribute(name, of: object) { return value }
    return name == "__class__" ? .object(Py.typeOf(object)) : nil
  }

  static func missingAttribute(_ name: String, of object: PyObject) -> any Error {
    if let module = object.reference as? PyModule, let explain = module.explain {
      return explain(name)
    }
    let cls = Py.typeOf(object)
    let names: [String]
    var owner = "'\(cls.name)' object"
    if case .object(let reference) = object {
      names = reference.attributeNames
      if let cls = reference as? PyClass { owner = "type object '\(cls.name)'" }
      if let module = reference as? PyModule { owner = "module '\(module.name)'" }
    } else {
      names = cls.attributeNames
    }
    return PyError.attribute(
      "\(owner) has no attribute '\(name)'",
      hint: closestMatch(to: name, among: names).map { "did you mean '\($0)'?" })
  }

  /// Sets an attribute.
  public static func setAttribute(_ name: String, of object: PyObject, to value: PyObject) throws {
    guard case .object(let reference) = object else {
      throw PyError.attribute("'\(Py.typeOf(object).name)' object has no attribute '\(name)'")
    }
    try reference.setAttribute(name, to: value)
  }

  /// Removes an attribute.
  public static func deleteAttribute(_ name: String, of object: PyObject) throws {
    guard case .object(let reference) = object else {
      throw PyError.attribute("'\(Py.typeOf(object).name)' object has no attribute '\(name)'")
    }
    try reference.deleteAttribute(name)
  }
}
