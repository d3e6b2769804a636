import Arrays
import Diagnostics
import LiftedScan

/// What names mean that no code binds: the config's modules and functions, then Python's, Flax's
/// and JAX's, with or without their prefixes.
final class Namespace {
  /// The config's own modules and functions.
  var definitions: [String: Value] = [:]
  /// The trace that is under way, if any: it knows whose method is running.
  var trace: Trace?
  private var libraries: [Library: FunctionTable] = [:]
  private var callDepth = 0
  private var expressionDepth = 0
  /// The transforms of JAX whose function is being traced, innermost last.
  private var transforms: [String] = []

  /// The rows of a library, made when they are first needed.
  func names(in library: Library) -> FunctionTable {
    if let known = libraries[library] { return known }
    let made = library.functions(self)
    libraries[library] = made
    return made
  }

  /// What a name without prefix means.
  func value(of name: String) -> Value? {
    if let value = definitions[name] { return value }
    if let value = ambiguous(name) { return value }
    if let value = Library.bare.lazy.compactMap({ self.names(in: $0)[name] }).first {
      return value
    }
    return isPrefix(name) ? .leaf(.namespace(name)) : nil
  }

  /// All names without prefix.
  var names: [String] {
    definitions.keys + Library.bare.flatMap { names(in: $0).names.sorted() }
  }

  /// The names of all types of modules.
  var moduleTypeNames: [String] {
    names.filter { if case .leaf(.moduleType) = value(of: $0) { true } else { false } }
  }

  /// What `path`, dots between, means; `nil` when it doesn't begin with a prefix.
  ///
  /// - Throws: when the library has no such name.
  func value(at path: [String]) throws -> Value? {
    let prefix = path.dropLast().joined(separator: ".")
    guard let name = path.last, isPrefix(prefix) else { return nil }
    let candidates = Library.allCases.filter { $0.prefixes.contains(prefix) }
    if let value = candidates.lazy.compactMap({ self.names(in: $0)[name] }).first { return value }
    if isPrefix("\(prefix).\(name)") { return .leaf(.namespace("\(prefix).\(name)")) }
    throw Diagnostic(
      "\(prefix) has no '\(name)' that swiftscan knows",
      hint: suggestion(for: name, in: candidates).map { "did you mean '\($0)'?" })
  }

  /// The same name of another library, or else a name like it of these.
  private func suggestion(for name: String, in candidates: [Library]) -> String? {
    let others = Library.suggested.filter { !candidates.contains($0) }
    if let library = others.first(where: { names(in: $0)[name] != nil }),
      let prefix = library.displayPrefix
    {
      return "\(prefix).\(name)"
    }
    return closestMatch(to: name, among: candidates.flatMap { names(in: $0).names.sorted() })
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

  /// Functions of the config may be this deep in one another.
  private static let callLimit = 60

  /// Runs `body` as the inside of a function of the config.
  func nested<R>(_ body: () throws -> R) throws -> R {
    guard callDepth < Self.callLimit else {
      throw Diagnostic(
        "functions call each other more than \(Self.callLimit) levels deep",
        hint: "does a function call itself without end?")
    }
    callDepth += 1
    defer { callDepth -= 1 }
    return try body()
  }

  /// Expressions may be this deep in one another, through all calls: more might not fit on the stack.
  private static let expressionLimit = 800

  /// Notes that an expression is being evaluated.
  func enterExpression() throws {
    guard expressionDepth < Self.expressionLimit else {
      throw Diagnostic(
        "calls and expressions are more than \(Self.expressionLimit) levels deep",
        hint: "does a function call itself without end?")
    }
    expressionDepth += 1
  }

  /// Notes that it has been.
  func leaveExpression() { expressionDepth -= 1 }

  /// Runs `body` as a function that JAX, and not Flax, transforms.
  func transforming<R>(_ name: String, _ body: () throws -> R) rethrows -> R {
    transforms.append(name)
    defer { transforms.removeLast() }
    return try trace.map { try $0.looping(body) } ?? body()
  }

  /// Runs `body` as a call of a module, which makes its parts in its own place, whatever transforms
  /// the call.
  func calledAsModule<R>(_ body: () throws -> R) rethrows -> R {
    let outer = transforms
    transforms = []
    defer { transforms = outer }
    return try body()
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

  /// The names that are an initializer, Python's, or an array function, depending on what they are
  /// called with: `normal(0.02)` and `normal(key, (3,))`, `zeros` in `self.param('b', zeros, …)`
  /// and in `zeros((3,))`, `max(a, b)` of numbers and of an array.
  private func ambiguous(_ name: String) -> Value? {
    switch name {
    case "normal", "uniform", "truncated_normal", "orthogonal":
      choosing(name, .random, .initializers) { $0.isKey }
    case "zeros", "ones":
      choosing(name, .initializers, .jnp) { $0.isKey }
    case "abs", "all", "any", "max", "min", "round", "sum", "pow":
      choosing(name, .jnp, .python) { $0.isTensor || $0.isComplex }
    default: nil
    }
  }

  private func choosing(
    _ name: String, _ first: Library, _ second: Library, when isFirst: @escaping (Value) -> Bool
  ) -> Value? {
    guard case .leaf(.function(let a)) = names(in: first)[name],
      case .leaf(.function(let b)) = names(in: second)[name]
    else { return nil }
    return .leaf(
      .function(
        Function(name) { arguments in
          let given = arguments.positional + arguments.keywords.map(\.value)
          return try (given.first.map(isFirst) ?? false) ? a(arguments) : b(arguments)
        }))
  }
}

extension Tree where Leaf == Object {
  /// Whether this is a random key.
  var isKey: Bool {
    guard case .leaf(.tensor(let tensor)) = self else { return false }
    return tensor.dtype == .uint32 && tensor.shape.sizes.last == 2
  }
}
