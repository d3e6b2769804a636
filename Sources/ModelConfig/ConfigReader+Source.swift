import Diagnostics
import FlaxNames
import LiftedScan
import Python
import YAMLNodes

// Files of Python that define modules.

extension ConfigReader {
  /// Reads a block of source under `modules:`, which sees the names of the files of `python:`, and
  /// knows the names of bodies without an import.
  func readSource(_ text: String, _ field: YAMLField) throws {
    let statements = try parseModule(text, locate: field.node.location(of:))
    let frame = Frame(
      namespace.interpreter, moduleName: "modules", locate: field.node.location(of:),
      builtins: { [namespace] in namespace.globals.names[$0] ?? namespace.bareName($0) })
    run(statements, in: frame)
  }

  /// Reads the files of `python:`, whose names the config sees.
  func readFiles(_ field: YAMLField, _ sources: PythonSources) throws {
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

extension Namespace {
  /// Lets code import files of a config.
  func findFiles(in sources: PythonSources) {
    findFile = { [unowned self] path, isBesideConfig in
      guard let file = try sources.file(path, isBesideConfig: isBesideConfig) else { return nil }
      return .object(try file.module(in: self))
    }
  }
}
