import Diagnostics
import Python

/// A module of a library other than JAX and `flax.linen`, written in Python. Its source is read on
/// first import.
struct WrittenModule {
  /// Dotted name of the module.
  let name: String
  /// Python source of the module.
  let text: String

  /// All written modules.
  static let all: [WrittenModule] =
    [
      .flaxStruct, .flaxTraverseUtil, .frozenDict, .partitioning, .threadResources, .jaxDTypes,
      .convolutionNumbers, .moduleScopes, .statistics, .immutableDict, .pythonRandom, .image,
      .numPy, .gin,
      .dacite, .chex, .configDict, .configDictFile,
    ]
    + distributions + quiet

  /// The module of a dotted name, or the package around modules; `nil` if there is none.
  static func module(_ path: [String], in namespace: Namespace) throws -> PyModule? {
    let name = path.joined(separator: ".")
    if let written = all.first(where: { $0.name == name }) {
      return try written.module(in: namespace)
    }
    return exists(path) ? package(name, [:], in: namespace) : nil
  }

  /// Whether a dotted name is that of a module, or of a package around modules.
  static func exists(_ path: [String]) -> Bool {
    let name = path.joined(separator: ".")
    return all.contains { $0.name == name || $0.name.hasPrefix("\(name).") }
  }

  private func module(in namespace: Namespace) throws -> PyModule {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let locate = { [name] in SourceLocation(file: name, $0, in: lines) }
    let frame = Frame(
      namespace.interpreter, moduleName: name, locate: locate,
      builtins: { [unowned namespace] in namespace.pythonName($0) })
    try Program.run(try parseModule(text, locate: locate), in: frame)
    return Self.package(name, frame.names, in: namespace)
  }

  /// A module of these names, and of the modules in it.
  private static func package(
    _ name: String, _ names: [String: PyObject], in namespace: Namespace
  ) -> PyModule {
    PyModule(name, publicNames: { names.keys.filter { !$0.hasPrefix("_") }.sorted() }) {
      [unowned namespace] wanted in
      if let value = names[wanted] { return value }
      return try namespace.interpreter.importModule(
        "\(name).\(wanted)".split(separator: ".").map(String.init))
    } explain: { wanted in
      Diagnostic(
        "\(name) has no '\(wanted)' that swiftscan knows",
        hint: closestMatch(to: wanted, among: names.keys.sorted()).map { "did you mean '\($0)'?" })
    }
  }
}
