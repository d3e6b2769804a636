extension PyModule {
  /// Module of Python's standard library by name; `nil` if it isn't known.
  static func own(_ name: String, in interpreter: Interpreter) throws -> PyObject? {
    switch name {
    case "builtins": module(name, Builtins.values(interpreter))
    case "math": module(name, mathValues)
    case "cmath": nil
    case "functools": module(name, functoolsValues)
    case "itertools": module(name, itertoolsValues)
    case "operator": module(name, operatorValues)
    case "collections": module(name, collectionsValues)
    case "collections.abc": module(name, abstractClasses)
    case "typing", "typing_extensions": typing(name)
    case "dataclasses": module(name, dataclassesValues)
    case "enum": module(name, enumValues)
    case "copy": module(name, copyValues)
    case "contextlib": module(name, contextlibValues)
    case "abc": module(name, abcValues)
    case "types": module(name, typesValues)
    case "numbers": module(name, numberClasses)
    case "string": module(name, stringValues)
    case "warnings": module(name, warningsValues(interpreter))
    case "logging": module(name, loggingValues(interpreter))
    case "absl":
      module(name, ["logging": module("absl.logging", loggingValues(interpreter)) ?? .none])
    case "absl.logging": module(name, loggingValues(interpreter))
    case "importlib": module(name, importlibValues(interpreter))
    case "__future__": .object(PyModule(name) { _ in .bool(true) })
    default: nil
    }
  }

  private static func module(_ name: String, _ values: [String: PyObject]) -> PyObject? {
    .object(PyModule(name, values))
  }

  /// Functions by their names.
  static func functions(_ functions: [PyBuiltin]) -> [String: PyObject] {
    Dictionary(functions.map { ($0.name, .object($0)) }) { first, _ in first }
  }
}
