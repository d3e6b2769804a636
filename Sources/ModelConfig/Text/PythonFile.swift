import Diagnostics
import FlaxNames
import Python

/// A file of Python.
final class PythonFile {
  private let name: String
  private let text: String
  private var known: Frame?

  init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }

  /// The names that the file defines.
  func frame(in namespace: Namespace) -> Frame {
    if let known { return known }
    let lines = text.pythonLines
    let locate = { [name] in SourceLocation(file: name, $0, in: lines) }
    let frame = Frame(
      namespace.interpreter, moduleName: moduleName, locate: locate,
      builtins: { [namespace] in namespace.pythonName($0) })
    frame.bind("__name__", to: .string(moduleName))
    frame.bind("__file__", to: .string(name))
    known = frame
    do {
      Program.runDefinitions(try parseModule(text, locate: locate), in: frame)
    } catch {
      frame.failure = error
    }
    return frame
  }

  private var moduleName: String {
    // What a whole path names lies beside the files it imports.
    let name = name.hasPrefix("/") ? String(name.dropFirst(name.folder.count)) : name
    var path = name.dropLast(3).split(separator: "/").map(String.init)
    if path.last == "__init__" { path.removeLast() }
    return path.joined(separator: ".")
  }

  /// The file as a module that others import.
  ///
  /// - Throws: when the file isn't Python.
  func module(in namespace: Namespace) throws -> PyModule {
    let frame = frame(in: namespace)
    if let failure = frame.failure { throw failure }
    let path = moduleName.split(separator: ".").map(String.init)
    return PyModule(moduleName) {
      frame.publicNames
    } find: { [name] attribute in
      if let value = frame.names[attribute] { return value }
      guard name.hasSuffix("__init__.py") else { return nil }
      return try frame.interpreter.importModule(path + [attribute])
    }
  }
}

extension String {
  /// The folder of a file's name, with its slash; empty if it has none.
  var folder: String { lastIndex(of: "/").map { String(self[...$0]) } ?? "" }

  /// The lines of a file, which may end as on Windows.
  fileprivate var pythonLines: [String] {
    split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }.map(String.init)
  }
}
