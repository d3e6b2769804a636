import Diagnostics

extension Evaluator {
  /// `import a.b as c`.
  static func bindImport(_ imported: ImportedModule, in frame: Frame) throws {
    let path = imported.path
    if let alias = imported.alias {
      frame.bind(
        alias, to: try module(path, text: "import \(path.joined(separator: "."))", in: frame))
    } else {
      let first = Array(path.prefix(1))
      // A part that isn't known is an error where it is used.
      let found = try frame.interpreter.module(path)
      if found != nil, try frame.interpreter.module(first) == nil {
        frame.bind(path[0], to: .object(folder(first, leadingTo: path, in: frame.interpreter)))
        return
      }
      frame.bind(
        path[0], to: try module(first, text: "import \(path.joined(separator: "."))", in: frame))
    }
  }

  /// Module of a folder without an `__init__.py`.
  private static func folder(
    _ path: [String], leadingTo target: [String], in interpreter: Interpreter
  ) -> PyModule {
    PyModule(path.joined(separator: ".")) { [unowned interpreter] name in
      let inner = path + [name]
      if let found = try interpreter.module(inner) { return found }
      guard inner.count < target.count, target.starts(with: inner) else { return nil }
      return .object(folder(inner, leadingTo: target, in: interpreter))
    }
  }

  private static func module(_ path: [String], text: String, in frame: Frame) throws -> PyObject {
    if let found = try frame.interpreter.module(path) { return found }
    return .object(PyMissing(path.joined(separator: "."), import: text, in: frame))
  }

  /// `from a.b import c as d`.
  static func bindImport(_ imported: ImportedNames, in frame: Frame) throws {
    let path = frame.modulePath(level: imported.level) + imported.module
    let dots = String(repeating: ".", count: imported.level)
    let text = "from \(dots)\(imported.module.joined(separator: ".")) import"
    let module = path.isEmpty ? nil : try frame.interpreter.module(path)
    guard let names = imported.names else {
      guard let module = module?.reference as? PyModule, let all = module.publicNames else {
        // What it would bind is an error where it is used.
        frame.module.unknownImports.append("\(text) *")
        return
      }
      for name in all { frame.bind(name, to: try Py.attribute(name, of: .object(module))) }
      return
    }
    for name in names {
      frame.bind(
        name.alias ?? name.name,
        to: try value(of: name.name, in: module, path, text: "\(text) \(name.name)", frame))
    }
  }

  private static func value(
    of name: String, in module: PyObject?, _ path: [String], text: String, _ frame: Frame
  ) throws -> PyObject {
    if let module, !(module.reference is PyMissing),
      let value = try Py.attributeIfThere(name, of: module)
    {
      return value
    }
    if let inner = try frame.interpreter.module(path + [name]) { return inner }
    return .object(PyMissing(name, import: text, in: frame))
  }
}

extension Frame {
  /// Path of the package that a relative import with `level` dots is relative to; empty without
  /// dots.
  fileprivate func modulePath(level: Int) -> [String] {
    guard level > 0 else { return [] }
    let path = moduleName.split(separator: ".").map(String.init)
    // The first dot of a package's own file is the package itself.
    let isPackage = names["__file__"]?.string?.hasSuffix("__init__.py") ?? false
    return Array(path.dropLast(isPackage ? level - 1 : level))
  }
}
