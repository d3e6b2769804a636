extension PyModule {
  /// The names of `logging`, also of `absl.logging`: messages from `warning` on are written, as with
  /// Python's defaults.
  static func loggingValues(_ interpreter: Interpreter) -> [String: PyObject] {
    func writing(_ name: String, _ level: String?) -> PyBuiltin {
      PyBuiltin(name, "(msg, *args, **kwargs)") { call in
        guard let level else { return .none }
        let arguments = call.rest(1)
        let message =
          arguments.isEmpty
          ? try Py.text(of: call[0])
          : try Py.percentFormatted(
            Py.text(of: call[0]),
            arguments.count == 1 && isDict(arguments[0]) ? arguments[0] : .tuple(arguments))
        interpreter.output("\(level): \(message)\n")
        return .none
      }
    }
    let writers = [
      writing("debug", nil), writing("info", nil), writing("warning", "WARNING"),
      writing("warn", "WARNING"), writing("error", "ERROR"), writing("exception", "ERROR"),
      writing("critical", "CRITICAL"), writing("fatal", "CRITICAL"),
    ]
    let settings = [
      "setLevel", "basicConfig", "set_verbosity", "addHandler", "use_absl_handler", "disable",
    ].map { PyBuiltin($0, "(*args, **kwargs)") { _ in .none } }
    let logFirst = ["log_first_n", "log_every_n"].map {
      PyBuiltin($0, "(*args, **kwargs)") { _ in .none }
    }
    var values = functions(writers + settings + logFirst)
    for (name, level) in [
      ("DEBUG", 10), ("INFO", 20), ("WARNING", 30), ("ERROR", 40), ("CRITICAL", 50),
    ] { values[name] = .int(level) }
    let logger = PyObject.object(PyModule("logger", values))
    values["getLogger"] = .function("getLogger", "(name=None)") { _ in logger }
    return values
  }

  private static func isDict(_ object: PyObject) -> Bool {
    if case .dict = object { true } else { false }
  }
}
