import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// A dtype: `jnp.float32`, `x.dtype`.
final class DTypeObject: PyReference, @unchecked Sendable {
  let dtype: DType
  private let namespace: Namespace
  /// Whether the type is NumPy's, and makes NumPy's numbers.
  private let isNumPy: Bool

  init(_ dtype: DType, in namespace: Namespace, isNumPy: Bool = false) {
    (self.dtype, self.namespace, self.isNumPy) = (dtype, namespace, isNumPy)
    super.init()
  }

  override var type: PyClass { .dtype }
  override var isCallable: Bool { true }
  override var noun: String { "the dtype \(dtype)" }

  private static let parameters = Signature("(x)")

  /// A number or an array of this dtype.
  override func call(_ arguments: PyArguments) throws -> PyObject {
    let given = try Self.parameters.bind(arguments, of: dtype.rawValue)[0]
    if isNumPy, !dtype.isComplex, let array = try? NumPyArray.array(of: given) {
      return .object(NumPyArray(array.converted(to: dtype), in: namespace))
    }
    let value = try namespace.value(given)
    if dtype.isComplex { return namespace.object(try ComplexTensor(value).value) }
    return namespace.object(
      .tensor(try FunctionTable.array(value).converted(to: dtype.canonical)))
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "name", "__name__": .string(dtype.rawValue)
    case "itemsize": .int(dtype.byteCount)
    case "dtype", "type": .object(self)
    case "kind":
      .string(
        dtype == .bool
          ? "b" : dtype.isComplex ? "c" : dtype.isInteger ? dtype.isUnsigned ? "u" : "i" : "f")
    default: try super.attribute(name)
    }
  }

  override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard comparison == .equal || comparison == .notEqual else { return nil }
    let same: Bool = NumPyMode.$isOn.withValue(true) {
      switch other {
      case .string(let name): dtype == (try? Value.string(name).dtype())
      case .object(let other as DTypeObject): dtype == other.dtype
      case .object(let other as PyClass):
        dtype == (try? namespace.value(.object(other)).dtype())
      default: false
      }
    }
    return .bool(same == (comparison == .equal))
  }

  override func isSame(as other: PyReference) -> Bool { (other as? DTypeObject)?.dtype == dtype }
  override func hashKey() throws -> HashKey { .name(dtype.rawValue) }
  override func representation() throws -> String { "dtype('\(dtype)')" }
  override func text() throws -> String { dtype.rawValue }
}

extension PyClass {
  static let dtype = PyClass("dtype", bases: [.object])
  static let libraryFunction = PyClass("function", bases: [.object])
  static let variable = PyClass("Variable", bases: [.object])
}

/// A function of a library.
final class FunctionObject: PyReference, @unchecked Sendable {
  let function: Function
  private let namespace: Namespace
  /// The function of NumPy, if it is one of these.
  private let numPy: NumPyFunction?

  /// A function of a library.
  ///
  /// - Parameter numPyName: its name, of one of `numpy`.
  init(_ function: Function, in namespace: Namespace, numPyName: String? = nil) {
    self.namespace = namespace
    numPy = numPyName.map { NumPyFunction($0, function, in: namespace) }
    var function = function
    function.origin = nil
    self.function = function
    super.init()
  }

  override var type: PyClass { .libraryFunction }
  override var isCallable: Bool { true }
  override var noun: String { "the function \(function.name)" }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    if let numPy { return try numPy.call(arguments) }
    let given = Arguments(
      try arguments.positional.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
    try namespace.interpreter.take(steps: 25)
    return namespace.object(try function(given))
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__name__", "__qualname__": return .string(function.name)
    case "__doc__": return PyObject.none
    case "__wrapped__": return .object(self)
    case "defvjp", "defjvp", "defjvps": return .function(name, "(*args, **kwargs)") { _ in .none }
    default:
      if let member = function.precision(name) { return namespace.object(member) }
      return try super.attribute(name)
    }
  }

  override func isSame(as other: PyReference) -> Bool {
    self === other || (other as? FunctionObject)?.function.name == function.name
  }

  override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard comparison == .equal || comparison == .notEqual else { return nil }
    if case .string(let text) = other {
      throw Diagnostic(
        "the function \(function.name) is compared with the string '\(text)'",
        hint: "a function is never equal to a string; a plain word in a config is a string")
    }
    let same = other.reference.map { isSame(as: $0) } ?? false
    return .bool(same == (comparison == .equal))
  }

  override func hashKey() throws -> HashKey { .name("function \(function.name)") }
  override func representation() throws -> String { "<function \(function.name)>" }
}

/// Result of `self.variable`: a variable with a `value`.
final class VariableObject: PyReference, @unchecked Sendable {
  let variable: VariableReference
  private let namespace: Namespace

  init(_ variable: VariableReference, in namespace: Namespace) {
    (self.variable, self.namespace) = (variable, namespace)
    super.init()
  }

  override var type: PyClass { .variable }
  override var noun: String { "the variable \(variable.name)" }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "value": return namespace.object(try variable.value())
    case "is_mutable": return .function(name, "()") { [variable] _ in .bool(variable.isMutable) }
    default: return try super.attribute(name)
    }
  }

  override func setAttribute(_ name: String, to value: PyObject) throws {
    guard name == "value" else { return try super.setAttribute(name, to: value) }
    try variable.set(namespace.value(value))
  }
}
