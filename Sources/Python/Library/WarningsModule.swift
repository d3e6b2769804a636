extension PyModule {
  /// The names of `warnings`.
  static func warningsValues(_ interpreter: Interpreter) -> [String: PyObject] {
    functions([
      PyBuiltin("warn", "(message, category=None, stacklevel=1, source=None)") { call in
        interpreter.output("warning: \(try Py.text(of: call[0]))\n")
        return .none
      },
      PyBuiltin("filterwarnings", "(*args, **kwargs)") { _ in .none },
      PyBuiltin("simplefilter", "(*args, **kwargs)") { _ in .none },
      PyBuiltin("catch_warnings", "(*args, **kwargs)") { _ in .object(PyContext()) },
    ])
  }
}
