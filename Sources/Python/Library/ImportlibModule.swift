extension PyModule {
  /// The names of `importlib`.
  static func importlibValues(_ interpreter: Interpreter) -> [String: PyObject] {
    functions([
      PyBuiltin("import_module", "(name, package=None)") { [unowned interpreter] call in
        var name = call[0].string ?? ""
        if name.hasPrefix("."), let package = call[1].string {
          let level = name.prefix { $0 == "." }.count
          let outer = package.split(separator: ".").dropLast(level - 1)
          name = (outer + [name.dropFirst(level)]).joined(separator: ".")
        }
        let path = name.split(separator: ".").map(String.init)
        guard !path.isEmpty, let module = try interpreter.module(path) else {
          throw PyError.named("ModuleNotFoundError", "No module named '\(name)'")
        }
        return module
      }
    ])
  }
}
