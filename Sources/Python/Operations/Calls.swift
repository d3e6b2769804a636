extension Py {
  /// Calls an object.
  public static func call(_ callee: PyObject, _ arguments: PyArguments) throws -> PyObject {
    guard case .object(let object) = callee else {
      throw PyError.type("'\(Py.typeOf(callee).name)' object is not callable")
    }
    return try object.call(arguments)
  }

  /// Calls an object with arguments by position.
  public static func call(_ callee: PyObject, _ arguments: PyObject...) throws -> PyObject {
    try call(callee, PyArguments(arguments))
  }

  /// Whether an object can be called.
  public static func isCallable(_ object: PyObject) -> Bool {
    object.reference?.isCallable ?? false
  }
}
