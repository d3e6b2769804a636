import Arrays
import Diagnostics
import LiftedScan
import Python

/// Meaning of the names that no code binds: Python's, Flax's and JAX's, with or without their
/// prefixes; and the state that all code of a config shares.
package final class Namespace {
  /// Interpreter of the code.
  package let interpreter = Interpreter()
  /// The trace under way, if any, which knows the running methods.
  package var trace: Trace?
  /// The config's own modules and functions.
  package private(set) lazy var globals = makeGlobals()
  private lazy var pythonNames = Builtins.values(interpreter)
  /// The types of modules that Flax has, which most configs need and no other names.
  private(set) lazy var layers = Dictionary(
    BuiltInModule.rows.compactMap { row -> (String, ModuleType)? in
      guard case .leaf(.moduleType(let type)) = row.value else { return nil }
      return (row.name, type)
    }
  ) { first, _ in first }
  private var libraries: [Library: FunctionTable] = [:]
  private var objects: [Library: [String: PyObject]] = [:]
  private var modules: [String: PyModule] = [:]
  /// The transforms of JAX whose function is being traced, innermost last.
  private var transforms: [String] = []
  /// Reader of the config's Python files, by dotted name: beside the config, or beside another of
  /// its files.
  package var findFile: (_ path: [String], _ isBesideConfig: Bool) throws -> PyObject? = { _, _ in
    nil
  }

  package init() {
    interpreter.findModule = { [unowned self] path in
      // A file beside the config hides a library of its name, as in Python; one elsewhere doesn't.
      try findFile(path, true) ?? library(path).map { .object($0) }
        ?? WrittenModule.module(path, in: self).map { .object($0) } ?? findFile(path, false)
    }
    interpreter.builtinNames = { [unowned self] in names + pythonNames.keys.sorted() }
    interpreter.output = { [unowned self] text in trace?.print(text) }
  }

  private func makeGlobals() -> Frame {
    Frame(
      interpreter, moduleName: "__main__",
      locate: { SourceLocation(file: "config", line: $0.line, column: $0.column) },
      builtins: { [unowned self] name in bareName(name) })
  }

  // MARK: Names

  /// Rows of a library, made on first use.
  func names(in library: Library) -> FunctionTable {
    if let known = libraries[library] { return known }
    let made = library.functions(self)
    libraries[library] = made
    return made
  }

  /// Python object of a library's name; `nil` if the library lacks it.
  func object(_ name: String, in library: Library) -> PyObject? {
    if let known = objects[library]?[name] { return known }
    guard let made = libraryObject(name, library) ?? names(in: library)[name].map(object) else {
      return nil
    }
    objects[library, default: [:]][name] = made
    return made
  }

  /// Python's built-in of that name.
  package func pythonName(_ name: String) -> PyObject? { pythonNames[name] }

  /// Object of a name without prefix in a config: Python's, or else one of the libraries'.
  package func bareName(_ name: String) -> PyObject? {
    if layers[name] != nil { return object(name, in: .nn) }
    if let value = pythonNames[name] ?? ambiguous(name) { return value }
    if let value = Library.bare.lazy.compactMap({ self.object(name, in: $0) }).first {
      return value
    }
    if isPrefix(name) { return .object(library(prefix: name)) }
    if let module = (try? interpreter.importModule([name])) ?? nil { return module }
    return Self.bareModules.lazy.compactMap { self.pythonName(name, in: $0) }.first
  }

  /// Python's modules whose names a config knows without a prefix, too.
  private static let bareModules = ["functools", "typing", "dataclasses"]

  private func pythonName(_ name: String, in module: String) -> PyObject? {
    guard let module = (try? interpreter.importModule([module])) ?? nil else { return nil }
    return (try? Py.attributeIfThere(name, of: module)) ?? nil
  }

  /// Object of a name, with or without a prefix, in a config.
  package func value(of name: String) -> PyObject? {
    let path = name.split(separator: ".").map(String.init)
    guard let first = path.first, let start = globals.names[first] ?? bareName(first) else {
      return nil
    }
    return try? path.dropFirst().reduce(start) { try Py.attribute($1, of: $0) }
  }

  /// All names without prefix.
  package var names: [String] {
    Array(globals.names.keys) + Library.bare.flatMap { names(in: $0).names.sorted() }
  }

  /// The names of all types of modules.
  package var moduleTypeNames: [String] {
    names.filter { value(of: $0)?.reference is ModuleClass }
  }

  /// A library as a module, by its dotted name as Python imports it; `nil` if there is none.
  private func library(_ path: [String]) -> PyModule? {
    let prefix = path.joined(separator: ".")
    guard let root = path.first, Library.roots.contains(root), isPrefix(prefix) else { return nil }
    return library(prefix: prefix)
  }

  /// A library as a module, by one of its prefixes.
  private func library(prefix: String) -> PyModule {
    if let known = modules[prefix] { return known }
    let candidates = Library.allCases.filter { $0.prefixes.contains(prefix) }
    let module = PyModule(prefix) { [unowned self] in
      candidates.flatMap { names(in: $0).names }.filter { !$0.hasPrefix("_") }.sorted()
    } find: { [unowned self] name in
      if let value = candidates.lazy.compactMap({ self.object(name, in: $0) }).first {
        return value
      }
      if isPrefix("\(prefix).\(name)") { return .object(library(prefix: "\(prefix).\(name)")) }
      let path = "\(prefix).\(name)".split(separator: ".").map(String.init)
      return try WrittenModule.exists(path) ? interpreter.importModule(path) : nil
    } explain: { [unowned self] name in
      Diagnostic(
        "\(prefix) has no '\(name)' that swiftscan knows",
        hint: suggestion(for: name, in: candidates))
    }
    modules[prefix] = module
    return module
  }

  /// Suggestion for a name that a library lacks: a similar name in it, or the same in another.
  private func suggestion(for name: String, in libraries: [Library]) -> String? {
    if let other = Library.suggested.first(where: { names(in: $0)[name] != nil }),
      let prefix = other.prefixes.first
    {
      return "did you mean '\(prefix).\(name)'?"
    }
    return closestMatch(to: name, among: libraries.flatMap { names(in: $0).names.sorted() })
      .map { "did you mean '\($0)'?" }
  }

  /// Whether a name begins a path into a library.
  func isPrefix(_ name: String) -> Bool {
    Library.allCases.contains { library in
      library.prefixes.contains { $0 == name || $0.hasPrefix("\(name).") }
    }
  }

  /// A function of `jax.numpy`.
  func arrayFunction(_ name: String) -> Value? { names(in: .jnp)[name] }

  /// The method of an array of this name: a function of the array and the method's arguments.
  func arrayMethod(_ name: String) -> Function? {
    guard case .leaf(.function(let function)) = names(in: .arrays)[name] else { return nil }
    return function
  }

  /// The names of the methods of arrays.
  var arrayMethodNames: [String] { names(in: .arrays).names.sorted() }

  // MARK: Calls under way

  /// Runs `body` as a function that JAX, and not Flax, transforms.
  func transforming<R>(_ name: String, _ body: () throws -> R) rethrows -> R {
    transforms.append(name)
    defer { transforms.removeLast() }
    return try trace.map { try $0.looping(body) } ?? body()
  }

  /// Runs `body` as the call of a module, whose parts go below its own scope whatever transforms
  /// the call.
  func calledAsModule<R>(_ body: () throws -> R) rethrows -> R {
    let outer = transforms
    transforms = []
    defer { transforms = outer }
    return try body()
  }

  /// Runs `body` as part of a trace. What leaves the outermost of such calls is a diagnostic.
  func tracing<R>(_ trace: Trace, _ body: () throws -> R) throws -> R {
    let outer = self.trace
    self.trace = trace
    defer { self.trace = outer }
    guard outer == nil else { return try body() }
    interpreter.resetBudget()
    do {
      return try body()
    } catch let error as PyError {
      throw error.diagnostic
    }
  }

  /// The depth of a loop that begins now: inside all that are under way.
  var loopDepth: Int { (trace?.depth ?? transforms.count) + 1 }

  /// - Throws: inside a transform of JAX, in which no parts of a module can be made.
  func checkOutsideTransforms(_ what: String) throws {
    guard let transform = transforms.last else { return }
    throw Diagnostic(
      "\(what) inside \(transform)",
      hint: "do it before and use the result inside, or use Flax's own, such as nn.scan")
  }

  // MARK: Names with two meanings

  /// Names with two meanings, by their arguments, such as an initializer and an array function:
  /// `normal(0.02)` and `normal(key, (3,))`, `zeros` in `self.param('b', zeros, …)` and in
  /// `zeros((3,))`; and those that lift a module's function or transform another.
  private func ambiguous(_ name: String) -> PyObject? {
    switch name {
    case "normal", "uniform", "truncated_normal", "orthogonal":
      choosing(name, .random, .initializers) { $0.isKey }
    case "zeros", "ones":
      choosing(name, .initializers, .jnp) { $0.isKey }
    case "vmap", "jit", "remat", "checkpoint":
      choosing(name, .nn, .jax) { target, _ in target.reference is ModuleClass }
    case "scan": choosing(name, .nn, .lax) { _, arguments in arguments.positional.count < 2 }
    case "cond", "switch", "while_loop":
      choosing(name, .nn, .lax) { _, arguments in
        let place = name == "cond" ? 3 : 2
        return arguments.keyword("mdl") != nil
          || arguments.positional.dropFirst(place).first?.reference is ModuleObject
      }
    default: nil
    }
  }

  /// A transform of Flax or of JAX: of Flax's, if `isFirst` says so, or if the function that it makes
  /// is called with a module first.
  private func choosing(
    _ name: String, _ first: Library, _ second: Library,
    when isFirst: @escaping (PyObject, PyArguments) -> Bool
  ) -> PyObject? {
    guard let a = object(name, in: first), let b = object(name, in: second) else { return nil }
    return .function(name, "(*args, **kwargs)") { call in
      let arguments = PyArguments(call.values(0), keywords: call.named(1))
      guard let target = arguments.positional.first else { return try Py.call(a, arguments) }
      if isFirst(target, arguments) { return try Py.call(a, arguments) }
      guard ["vmap", "jit", "remat", "checkpoint"].contains(name) else {
        return try Py.call(b, arguments)
      }
      let (ofModule, plain) = (
        try? Py.call(a, arguments), Result { try Py.call(b, arguments) }
      )
      return .function(name, "(*args, **kwargs)") { inner in
        let given = PyArguments(inner.values(0), keywords: inner.named(1))
        if let ofModule, given.positional.first?.reference is ModuleObject {
          return try Py.call(ofModule, given)
        }
        return try Py.call(plain.get(), given)
      }
    }
  }

  private func choosing(
    _ name: String, _ first: Library, _ second: Library, when isFirst: @escaping (Value) -> Bool
  ) -> PyObject? {
    guard case .leaf(.function(let a)) = names(in: first)[name],
      case .leaf(.function(let b)) = names(in: second)[name]
    else { return nil }
    let function = Function(name) { arguments in
      let given = arguments.positional + arguments.keywords.map(\.value)
      return try (given.first.map(isFirst) ?? false) ? a(arguments) : b(arguments)
    }
    return object(.leaf(.function(function)))
  }
}

extension Tree where Leaf == Object {
  /// Whether the value is a random key.
  var isKey: Bool {
    guard case .leaf(.tensor(let tensor)) = self else { return false }
    return tensor.dtype == .uint32 && tensor.shape.sizes.last == 2
  }
}
