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
  private let libraries: [Library: [String: Value]]

  /// Where a built-in name comes from.
  enum Library: CaseIterable {
    case python, nn, initializers, jnp, jaxNN, lax, random

    /// The prefixes it is known by.
    var prefixes: [String] {
      switch self {
      case .python: ["functools", "math"]
      case .nn: ["nn", "linen", "flax.linen"]
      case .initializers:
        [
          "initializers", "nn.initializers", "flax.linen.initializers", "jax.nn.initializers",
          "linen.initializers",
        ]
      case .jnp: ["jnp", "jax.numpy", "np", "numpy"]
      case .jaxNN: ["jax.nn"]
      case .lax: ["lax", "jax.lax"]
      case .random: ["random", "jax.random"]
      }
    }

    var functions: FunctionTable {
      switch self {
      case .python: .python
      case .nn: .nn
      case .initializers: .initializers
      case .jnp: .jnp
      case .jaxNN: .jaxNN
      case .lax: .lax
      case .random: .random
      }
    }
  }

  init() {
    libraries = Dictionary(
      uniqueKeysWithValues: Library.allCases.map { ($0, $0.functions.values) })
  }

  /// What a name without prefix means.
  func value(of name: String) -> Value? {
    if let value = definitions[name] { return value }
    if let value = ambiguous(name) { return value }
    return Library.allCases.lazy.compactMap { self.libraries[$0]?[name] }.first
  }

  /// All names without prefix.
  var names: [String] { definitions.keys + libraries.values.flatMap(\.keys) }

  /// The names of all types of modules.
  var moduleTypeNames: [String] {
    names.filter { if case .leaf(.moduleType) = value(of: $0) { true } else { false } }
  }

  /// What `path`, dots between, means; `nil` when it doesn't begin with a prefix.
  ///
  /// - Throws: when the library has no such name.
  func value(at path: [String]) throws -> Value? {
    let prefix = path.dropLast().joined(separator: ".")
    guard let name = path.last,
      let library = Library.allCases.first(where: { $0.prefixes.contains(prefix) })
    else { return nil }
    if let value = libraries[library]?[name] { return value }
    throw Diagnostic(
      "\(prefix) has no '\(name)' that swiftscan knows",
      hint: closestMatch(to: name, among: (libraries[library] ?? [:]).keys)
        .map { "did you mean '\($0)'?" })
  }

  /// Whether a name begins a path into a library.
  func isPrefix(_ name: String) -> Bool {
    Library.allCases.contains { library in
      library.prefixes.contains { $0 == name || $0.hasPrefix("\(name).") }
    }
  }

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
      choosing(name, .jnp, .python) { $0.isTensor }
    default: nil
    }
  }

  private func choosing(
    _ name: String, _ first: Library, _ second: Library, when isFirst: @escaping (Value) -> Bool
  ) -> Value? {
    guard case .leaf(.function(let a)) = libraries[first]?[name],
      case .leaf(.function(let b)) = libraries[second]?[name]
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
