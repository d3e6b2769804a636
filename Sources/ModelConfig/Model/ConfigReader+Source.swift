import Diagnostics
import LiftedScan
import Python
import YAMLNodes

// Files of Python that define modules.

extension ConfigReader {
  /// Reads a block of source under `modules:`.
  func readSource(_ text: String, _ field: YAMLField) throws {
    let statements = try parseModule(text, locate: field.node.location(of:))
    let frame = Frame(
      namespace.interpreter, moduleName: "modules", locate: field.node.location(of:),
      builtins: { [namespace] in namespace.pythonName($0) })
    run(statements, in: frame)
  }

  /// Reads the files of `python:`, whose names the config sees.
  func readFiles(_ field: YAMLField, _ sources: PythonSources) throws {
    namespace.findFile = { [namespace] path in
      guard let file = try sources.file(path) else { return nil }
      return .object(file.module(in: namespace))
    }
    let files = if case .sequence = field.node.value { try field.asList() } else { [field] }
    for file in files {
      let name = try file.asString()
      guard let source = try sources.file(named: name, field: file) else { continue }
      let frame = source.frame(in: namespace)
      if let failure = frame.failure { throw failure }
      for (name, value) in frame.names where !name.hasPrefix("__") {
        namespace.globals.bind(name, to: value)
      }
    }
  }

  private func run(_ statements: [Statement], in frame: Frame) {
    Program.runDefinitions(statements, in: frame)
    for (name, value) in frame.names where !name.hasPrefix("__") {
      namespace.globals.bind(name, to: value)
    }
  }
}

/// The files of Python that a config names, and those that these import.
public final class PythonSources {
  /// Reads a file beside the config; `nil` if there is none.
  private let read: (String) throws -> String?
  /// The texts of the files that were read, by their names.
  public private(set) var texts: [(name: String, text: String)] = []
  private var files: [String: PythonFile] = [:]

  /// Files that are read when they are needed.
  public init(read: @escaping (String) throws -> String? = { _ in nil }) { self.read = read }

  /// Takes the texts of `sources:`, which are read in place of files.
  func add(_ field: YAMLField?) throws(Diagnostic) {
    for entry in try field?.asEntries() ?? [] {
      files[entry.name] = PythonFile(entry.name, try entry.field.asString())
    }
  }

  /// A config's text with the texts of all files that it needs.
  func embedded(in config: String) -> String {
    guard !texts.isEmpty else { return config }
    var lines = [config.hasSuffix("\n") ? String(config.dropLast()) : config, "sources:"]
    for (name, text) in texts {
      // The indentation of the block is said, since the first line may be indented.
      lines.append("  \(name.debugDescription): |2+")
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append(line.isEmpty ? "" : "    \(line)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The file of a name in a config.
  func file(named name: String, field: YAMLField) throws -> PythonFile? {
    guard name.hasSuffix(".py") else {
      throw field.failure("not a file of Python", expected: "a name such as net.py", got: name)
    }
    guard let file = try file(name) else {
      throw field.failure(
        "there is no file '\(name)' beside the config", hint: "its name is relative to the config")
    }
    return file
  }

  /// The file that an import of a dotted name means: beside the config, or beside one of its files.
  func file(_ path: [String]) throws -> PythonFile? {
    let name = path.joined(separator: "/")
    for folder in [""] + Set(files.keys.map(\.folder)).sorted() where folder != name {
      if let file = try file("\(folder)\(name).py") ?? file("\(folder)\(name)/__init__.py") {
        return file
      }
    }
    return nil
  }

  private func file(_ name: String) throws -> PythonFile? {
    if let known = files[name] { return known }
    guard let text = try read(name) else { return nil }
    texts.append((name, text))
    let file = PythonFile(name, text)
    files[name] = file
    return file
  }
}

extension String {
  /// The folder of a file's name, with its slash; empty if it has none.
  fileprivate var folder: String { lastIndex(of: "/").map { String(self[...$0]) } ?? "" }
}

/// A file of Python.
final class PythonFile {
  private let name: String
  private let text: String
  private var known: Frame?

  init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }

  /// The names that the file defines.
  func frame(in namespace: Namespace) -> Frame {
    if let known { return known }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let locate = { [name] (position: Position) in
      SourceLocation(
        file: name, line: position.line, column: position.column,
        text: lines.indices.contains(position.line - 1) ? lines[position.line - 1] : "")
    }
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
    var path = name.dropLast(3).split(separator: "/").map(String.init)
    if path.last == "__init__" { path.removeLast() }
    return path.joined(separator: ".")
  }

  /// The file as a module that others import.
  func module(in namespace: Namespace) -> PyModule {
    let frame = frame(in: namespace)
    return PyModule(moduleName) { frame.names[$0] }
  }
}
