import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// A function of `numpy`, or a method of its arrays: that of `jax.numpy`, computed in NumPy's dtypes.
/// Where an argument isn't known while a model is traced, it is JAX's.
struct NumPyFunction {
  let name: String
  let function: Function
  let namespace: Namespace

  /// - Parameter name: with the library below `numpy` that it is in: `sum`, `linalg.inv`.
  init(_ name: String, _ function: Function, in namespace: Namespace) {
    (self.name, self.function, self.namespace) = (name, function, namespace)
  }

  /// A function of `jax.numpy`, or a method of arrays.
  init(_ name: String, in namespace: Namespace, isMethod: Bool = false) {
    let method = isMethod ? namespace.arrayMethod(name) : nil
    let jnp: Function? =
      if case .leaf(.function(let function)) = namespace.names(in: .jnp)[name] { function } else {
        nil
      }
    self.init(name, method ?? jnp ?? Function(name) { _ in .none }, in: namespace)
  }

  /// Result of the function for these arguments.
  func call(_ arguments: PyArguments) throws -> PyObject {
    try namespace.interpreter.take(steps: 25)
    let arguments = named(arguments)
    if let made = try native(arguments) { return made }
    guard !arguments.all.contains(where: isTraced) else { return try ofJAX(arguments) }
    if Self.written.contains(name),
      let module = try namespace.interpreter.importModule(["numpy", "_written"])
    {
      return try Py.call(Py.attribute(name, of: module), arguments)
    }
    return try NumPyMode.$isOn.withValue(true) {
      if let views = try views(arguments) { return views }
      let operands = arguments.all.compactMap { $0.reference as? NumPyArray }
      let isLayoutKnown = operands.allSatisfy(\.hasKnownLayout)
      let given = try prepared(arguments)
      let result = try wrapped(function(given), isLayoutKnown)
      guard Self.answers.contains(name), let answer = result.reference as? NumPyArray else {
        return result
      }
      return .bool(try answer.isTrue())
    }
  }

  /// Result of JAX's function of the same name.
  private func ofJAX(_ arguments: PyArguments) throws -> PyObject {
    var given = Arguments(
      try arguments.positional.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
    if let first = given.positional.first, first.elements != nil,
      !Self.takesSequence.contains(name), !Self.makers.contains(name)
    {
      given.positional[0] = .tensor(try FunctionTable.array(first))
    }
    return namespace.object(
      try function(given).map { object in
        guard case .tensor(let tensor) = object else { return object }
        return .tensor(try tensor.strong)
      })
  }

  private func isTraced(_ object: PyObject) -> Bool {
    switch object {
    case .list(let list): list.items.contains(where: isTraced)
    case .tuple(let tuple): tuple.items.contains(where: isTraced)
    case .object(is NumPyArray): false
    case .object(let array as ArrayObject): array.tensor.map { !$0.isStatic } ?? true
    case .object(is VariableObject): true
    default: false
    }
  }

  // MARK: Results

  private func wrapped(_ result: Value, _ isLayoutKnown: Bool) throws -> PyObject {
    switch result {
    case .leaf(.tensor(let tensor)):
      let isIndex = Self.indices.contains(name) && tensor.dtype == .int32
      return .object(
        try NumPyArray.made(
          isIndex ? tensor.converted(to: .int64) : tensor.strong, in: namespace,
          isLayoutKnown: isLayoutKnown))
    case .tuple(let parts): return .tuple(try parts.map { try wrapped($0, isLayoutKnown) })
    case .list(let parts): return .list(try parts.map { try wrapped($0, isLayoutKnown) })
    default: return namespace.object(result)
    }
  }
}

extension PyArguments {
  /// All arguments.
  fileprivate var all: [PyObject] { positional + keywords.map(\.value) }
}
