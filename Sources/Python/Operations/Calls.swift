extension Py {
  /// Calls an object.
  public static func call(_ callee: PyObject, _ arguments: PyArguments) throws -> PyObject {
    guard case .object(let object) = callee else {
      throw PyError.type(
        "'\(Py.typeOf(callee).name)' object is not callable",
        hint: callee.string.flatMap { $0.isDottedName ? "leave off its quotes: \($0)" : nil })
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

extension String {
  /// Whether the expression is names with dots between them: `nn.tanh`.
  fileprivate var isDottedName: Bool {
    let parts = split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { part in
        part.first.map { $0.isLetter || $0 == "_" } ?? false
          && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      }
  }
}
