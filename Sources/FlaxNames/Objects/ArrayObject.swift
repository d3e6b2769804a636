import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// An array of JAX's, real or complex, as Python's code sees it.
class ArrayObject: PyReference, @unchecked Sendable {
  private let stored: Value
  let namespace: Namespace

  /// An array.
  ///
  /// - Parameter value: a tensor, or the parts of a complex array.
  init(_ value: Value, in namespace: Namespace) {
    (stored, self.namespace) = (value, namespace)
    super.init()
  }

  /// The tensor, or the parts of a complex array.
  var value: Value { stored }

  /// The array in JAX's form.
  var jaxValue: Value { value }

  /// The tensor; `nil` of a complex array.
  var tensor: Tensor? { if case .leaf(.tensor(let tensor)) = value { tensor } else { nil } }

  /// Shape of the array, or of a complex one's real part.
  private var shape: Shape { tensor?.shape ?? value["real_part"]?.leaf?.asTensor?.shape ?? [] }

  override var type: PyClass { .jaxArray }
  override var noun: String { value.text }

  // MARK: Operators

  override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    guard let other = try operand(other) else { return nil }
    try namespace.interpreter.take(steps: 10)
    let own = jaxValue
    return namespace.object(
      try isReflected
        ? Evaluator.binary(operation, other, own) : Evaluator.binary(operation, own, other))
  }

  /// Value of an operand that is an array or a number; `nil` for other objects.
  private func operand(_ object: PyObject) throws -> Value? {
    switch object {
    case .bool(let value): return .bool(value)
    case .int(let value): return try fitting(value)
    case .float(let value): return .float(value)
    case .complex: return try namespace.value(object)
    case .object(let array as ArrayObject): return array.jaxValue
    case .object(let variable as VariableObject):
      return try variable.variable.value()
    case .object(let instance as PyInstance):
      return try instance.payload.flatMap { try operand($0) }
    default: return nil
    }
  }

  /// A Python integer in the dtype of this array.
  ///
  /// - Throws: OverflowError, as JAX's, if it doesn't fit.
  private func fitting(_ integer: Int) throws -> Value {
    guard let dtype = tensor?.dtype else { return .int(integer) }
    let range = dtype.isInteger ? dtype.integerRange : DType.int32.integerRange
    guard range.contains(integer) else {
      throw PyError(
        .exception("OverflowError"), "Python int \(integer) too large to convert to \(dtype)",
        hint: "the array is of \(dtype): convert it first, or use a float")
    }
    return .int(integer)
  }

  override func unary(_ operation: UnaryOperator) throws -> PyObject? {
    namespace.object(try Evaluator.unary(operation, value))
  }

  override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let other = try operand(other) else {
      return comparison == .equal ? .bool(false) : comparison == .notEqual ? .bool(true) : nil
    }
    return namespace.object(try Evaluator.compare(comparison, jaxValue, other))
  }

  // MARK: Values

  override func isTrue() throws -> Bool { try value.isTrue() }

  override func index() throws -> Int? {
    guard let tensor, tensor.rank == 0, tensor.dtype.isInteger else { return nil }
    guard let index = try tensor.knownInts()?.first else {
      throw Diagnostic(
        "an array's values aren't known while the model is traced", got: value.text,
        hint: "an integer that Python counts or indexes with must be known: a field, a size")
    }
    return index
  }

  override func hashKey() throws -> HashKey {
    throw PyError.type("unhashable type: '\(type.name)'")
  }

  override func count() throws -> Int? {
    guard shape.rank > 0 else { throw PyError.type("len() of unsized object") }
    return shape[0]
  }

  override func iterator() throws -> PyIterator? {
    guard shape.rank > 0 else { throw PyError.type("iteration over a 0-d array") }
    let count = shape[0]
    var place = 0
    return PyIterator { [self] in
      guard place < count else { return nil }
      defer { place += 1 }
      return try item(.int(place))
    }
  }

  override func contains(_ item: PyObject) throws -> Bool? {
    let matches = try compare(.equal, item).map { try namespace.value($0) }
    guard let array = try matches?.tensor().known() else {
      throw Diagnostic(
        "'in' can't depend on an array's values", hint: "use (x == value).any()")
    }
    return array.elements(as: Bool.self).contains(true)
  }

  // MARK: Items

  override func item(_ index: PyObject) throws -> PyObject {
    let indices = try Self.indices(index, namespace)
    guard let tensor else {
      return namespace.object(
        try ComplexTensor(value).mapping { try $0.indexed(by: indices) }.value)
    }
    return namespace.object(.tensor(try tensor.indexed(by: indices)))
  }

  /// Parts of the index between brackets.
  static func indices(_ index: PyObject, _ namespace: Namespace) throws -> [Value] {
    try namespace.value(index).indices
  }

  override func setItem(_ index: PyObject, to value: PyObject) throws {
    throw PyError.type(
      "JAX arrays are immutable and do not support in-place item assignment.",
      hint: "use x = x.at[…].set(…)")
  }

  // MARK: Attributes

  override func attribute(_ name: String) throws -> PyObject? {
    if let known = try arrayAttribute(name) { return known }
    guard let function = namespace.arrayMethod(name) else {
      guard !name.hasPrefix("__") else { return nil }
      return try refused(name)
    }
    return .function(name, "(*args, **kwargs)") { [self] call in
      let given = try Arguments(
        [value] + call.values(0).map(namespace.value),
        keywords: call.named(1).map { ($0.name, try namespace.value($0.value)) })
      return namespace.object(try function(given))
    }
  }

  private func arrayAttribute(_ name: String) throws -> PyObject? {
    switch name {
    case "shape": return .tuple(shape.sizes.map { .int($0) })
    case "ndim": return .int(shape.rank)
    case "size": return .int(shape.elementCount)
    case "dtype": return .object(DTypeObject(dtype, in: namespace))
    case "itemsize": return .int(dtype.byteCount)
    case "nbytes": return .int(dtype.byteCount * shape.elementCount)
    case "weak_type": return .bool(tensor?.type.isWeak ?? false)
    case "real":
      return tensor == nil
        ? namespace.object(.tensor(try ComplexTensor(value).real)) : .object(self)
    case "imag":
      return namespace.object(
        .tensor(
          try tensor.map { try Tensor.full(like: $0, Tensor(0)) }
            ?? ComplexTensor(value).imaginary))
    case "T", "mT": return try transposed(name)
    case "at": return .object(ArrayPlaces(self))
    case "aval", "sharding", "device", "devices":
      throw Diagnostic("x.\(name) says where an array is, which is nothing a model can")
    case "item", "tolist": return .function(name, "()") { [self] _ in try listed(name) }
    case "__abs__": return try function("abs", in: .jnp)
    case "__round__": return try function("round", in: .jnp)
    case "__float__", "__int__", "__index__", "__bool__": return try numberMethod(name)
    case "__len__": return .function(name, "()") { [self] _ in .int(try count() ?? 0) }
    case "__array__": return .function(name, "(*args)") { [self] _ in .object(self) }
    default: return nil
    }
  }

  private var dtype: DType { tensor?.dtype ?? .complex64 }

  private func transposed(_ name: String) throws -> PyObject {
    func transposed(_ tensor: Tensor) throws -> Tensor {
      try name == "T" ? tensor.transposed() : tensor.matrixTransposed()
    }
    guard let tensor else {
      return namespace.object(try ComplexTensor(value).mapping(transposed).value)
    }
    return namespace.object(.tensor(try transposed(tensor)))
  }

  private func function(_ name: String, in library: Library) throws -> PyObject {
    guard case .leaf(.function(let function)) = namespace.names(in: library)[name] else {
      return .none
    }
    return .function(name, "(*args)") { [self] call in
      namespace.object(try function(Arguments([value] + call.values(0).map(namespace.value))))
    }
  }

  /// A conversion to a number, which is one of a value that is known.
  private func numberMethod(_ name: String) throws -> PyObject {
    guard let number = value.computedNumber else {
      throw Diagnostic(
        "an array's values aren't known while the model is traced", got: value.text,
        hint: "compute with the array itself")
    }
    let result: PyObject =
      switch (name, number) {
      case ("__float__", _): .float(number.double)
      case ("__bool__", _): .bool(number.double != 0)
      case (_, .int(let integer)): .int(integer)
      default: try Py.call(.object(PyClass.int), .float(number.double))
      }
    return .function(name, "()") { _ in result }
  }

  /// Result of `x.tolist()` or `x.item()`, for a known array.
  private func listed(_ name: String) throws -> PyObject {
    guard let array = try tensor?.known() else {
      throw Diagnostic(
        "an array's values aren't known while the model is traced", hint: "compute with the array")
    }
    let numbers = array.pythonNumbers
    if name == "item" {
      guard let only = numbers.first, numbers.count == 1 else {
        throw PyError.value("can only convert an array of size 1 to a Python scalar")
      }
      return only
    }
    return nested(numbers[...], array.shape.sizes[...])
  }

  private func nested(_ numbers: ArraySlice<PyObject>, _ sizes: ArraySlice<Int>) -> PyObject {
    guard let size = sizes.first else { return numbers.first ?? .none }
    let stride = size == 0 ? 0 : numbers.count / size
    return .list(
      (0..<size).map { index in
        let start = numbers.startIndex + index * stride
        return nested(numbers[start..<start + stride], sizes.dropFirst())
      })
  }

  private func refused(_ name: String) throws -> PyObject? {
    let known = namespace.arrayMethodNames + ["shape", "ndim", "dtype", "size", "T", "at"]
    throw PyError.attribute(
      "arrays have no attribute '\(name)' that swiftscan knows",
      hint: closestMatch(to: name, among: known).map { "did you mean '\($0)'?" })
  }

  override var attributeNames: [String] { namespace.arrayMethodNames }

  // MARK: Text

  override func representation() throws -> String {
    guard let array = try tensor?.known() else { return value.text }
    let shown = try Py.representation(of: nested(array.pythonNumbers[...], array.shape.sizes[...]))
    return self is NumPyArray ? "array(\(shown))" : "Array(\(shown), dtype=\(array.dtype))"
  }

  override func text() throws -> String {
    guard let array = try tensor?.known() else { return value.text }
    guard array.shape.rank > 0 else {
      return try Py.text(of: array.pythonNumbers.first ?? .none)
    }
    return try Py.representation(of: nested(array.pythonNumbers[...], array.shape.sizes[...]))
      .replacing(",", with: "")
  }

  override func formatted(_ specification: String) throws -> String? {
    guard let number = value.computedNumber, shape.rank == 0 else { return nil }
    switch number {
    case .int(let value): return try Py.format(.int(value), specification)
    case .float(let value): return try Py.format(.float(value), specification)
    }
  }
}

extension PyClass {
  /// `jax.Array`: the class, for `isinstance`, of JAX's arrays and of NumPy's once they are traced.
  static let jaxArray = PyClass("Array", bases: [.object])
  /// `numpy.ndarray`.
  static let numPyArray = PyClass("ndarray", bases: [.object])
}

extension NDArray {
  /// The elements as Python's numbers.
  fileprivate var pythonNumbers: [PyObject] {
    switch dtype {
    case .bool: elements(as: Bool.self).map { .bool($0) }
    case _ where dtype.isInteger:
      converted(to: .int64).elements(as: Int64.self).map { .int(Int($0)) }
    default: converted(to: .float64).elements(as: Double.self).map { .float($0) }
    }
  }
}

extension DType {
  /// The integers that fit.
  var integerRange: ClosedRange<Int> {
    let bits = byteCount * 8
    if self == .bool { return 0...1 }
    guard bits < 64 else { return Int.min...Int.max }
    return isUnsigned ? 0...(1 << bits) - 1 : -(1 << (bits - 1))...(1 << (bits - 1)) - 1
  }
}

/// `x.at`, and `x.at[index]` once it has an index.
final class ArrayPlaces: PyReference, @unchecked Sendable {
  private let array: ArrayObject
  private let indices: [Value]?

  init(_ array: ArrayObject, at indices: [Value]? = nil) {
    (self.array, self.indices) = (array, indices)
    super.init()
  }

  override var noun: String { "x.at[…] without what to do there, such as .set(…)" }

  override func item(_ index: PyObject) throws -> PyObject {
    .object(ArrayPlaces(array, at: try ArrayObject.indices(index, array.namespace)))
  }

  override func attribute(_ name: String) throws -> PyObject? {
    guard let indices else {
      throw Diagnostic("x.at needs an index and what to do there", expected: "x.at[…].set(…)")
    }
    let namespace = array.namespace
    return .function(name, "(*args, **kwargs)") { [array] call in
      let given = try Arguments(
        call.values(0).map(namespace.value),
        keywords: call.named(1).map { ($0.name, try namespace.value($0.value)) })
      return namespace.object(
        try Evaluator.updated(array.value, indices, name, given, in: namespace))
    }
  }
}
