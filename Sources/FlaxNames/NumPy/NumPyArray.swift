import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// NumPy's array or number: always known, computed in NumPy's dtypes, and changed in place, which
/// is seen in all arrays that share its elements. JAX takes it in 32 bits.
final class NumPyArray: ArrayObject, @unchecked Sendable {
  let storage: NumPyStorage
  /// Positions of the array's elements in the storage; `nil` for all, in order.
  let positions: [Int]?
  let arrayShape: Shape
  /// Whether the order of elements in NumPy's memory is known to be that of the storage.
  let isLayoutKnown: Bool
  /// Whether NumPy refuses to change the array.
  let isReadOnly: Bool
  private var known: (version: Int, array: NDArray)?

  /// The most elements of an array that is computed while a model is traced.
  static let elementLimit = 1 << 24

  /// An array that shares its elements with no other.
  init(_ array: NDArray, in namespace: Namespace, isLayoutKnown: Bool = true) {
    storage = NumPyStorage(array)
    (positions, arrayShape, isReadOnly) = (nil, array.shape, false)
    self.isLayoutKnown = isLayoutKnown || array.shape.rank < 2
    super.init(.tensor(Tensor(array)), in: namespace)
  }

  /// A view of elements of another array.
  init(viewOf other: NumPyArray, at positions: [Int], shape: Shape, isReadOnly: Bool = false) {
    storage = other.storage
    (self.positions, arrayShape) = (positions, shape)
    isLayoutKnown = other.isLayoutKnown
    self.isReadOnly = isReadOnly || other.isReadOnly
    super.init(.none, in: other.namespace)
  }

  /// Array of the result of a computation.
  static func made(
    _ tensor: Tensor, in namespace: Namespace, isLayoutKnown: Bool = true
  ) throws -> NumPyArray {
    let count = tensor.shape.elementCount
    try namespace.interpreter.take(steps: 10 + count / 100)
    guard let array = try tensor.known(limit: elementLimit) else {
      throw Diagnostic(
        "an array of NumPy's is computed while the model is traced, and this one is too large",
        got: "\(count) elements", hint: "compute it with jax.numpy")
    }
    return NumPyArray(array, in: namespace, isLayoutKnown: isLayoutKnown)
  }

  /// The elements.
  var array: NDArray {
    if let known, known.version == storage.version { return known.array }
    let array =
      positions.map { storage.elements(at: $0, shape: arrayShape) }
      ?? storage.elements.reshaped(to: arrayShape)
    known = (storage.version, array)
    return array
  }

  override var value: Value { .tensor(Tensor(array)) }

  /// The array as JAX takes it, in the dtype that JAX uses by default.
  override var jaxValue: Value { .tensor(Tensor(array.converted(to: array.dtype.canonical))) }

  override var type: PyClass { .numPyArray }

  override func isInstance(of cls: PyClass) -> Bool {
    if cls === PyClass.float { return arrayShape.rank == 0 && dtype == .float64 }
    return cls === PyClass.jaxArray
  }

  var dtype: DType { storage.elements.dtype }

  /// The number, of an array without axes.
  var number: StaticNumber? { Value.tensor(Tensor(array)).knownNumber }

  // MARK: Operators

  override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    guard let (own, operand) = try operands(other) else {
      return try super.binary(operation, other, isReflected: isReflected)
    }
    if operation == .power, !isReflected, case .int(let exponent) = other, exponent < 0,
      !dtype.isFloating
    {
      throw PyError.value("Integers to negative integer powers are not allowed.")
    }
    let divides = operation == .divide && !own.dtype.isFloating
    let (a, b) =
      divides
      ? (try own.converted(to: .float64), try operand.converted(to: .float64))
      : (own, operand)
    let result =
      try isReflected
      ? Evaluator.tensorOperation(operation, .tensor(b), .tensor(a))
      : Evaluator.tensorOperation(operation, .tensor(a), .tensor(b))
    return try made(.tensor(result), with: other)
  }

  override func unary(_ operation: UnaryOperator) throws -> PyObject? {
    try made(Evaluator.unary(operation, value), with: .none)
  }

  override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let (own, operand) = try operands(other) else {
      return try super.compare(comparison, other)
    }
    return try made(
      Evaluator.compare(comparison, .tensor(own), .tensor(operand)), with: other)
  }

  private func made(_ result: Value, with other: PyObject) throws -> PyObject {
    let isLayoutKnown = hasKnownLayout && ((other.reference as? NumPyArray)?.hasKnownLayout ?? true)
    return .object(
      try NumPyArray.made(
        result.tensor("result").strong, in: namespace, isLayoutKnown: isLayoutKnown))
  }

  /// Whether the result of an elementwise computation is in the order of the array's axes in
  /// memory.
  var hasKnownLayout: Bool {
    guard isLayoutKnown, let positions, arrayShape.rank > 1 else { return isLayoutKnown }
    return zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether the elements are beside each other in memory, in the order of the axes.
  var isContiguous: Bool {
    guard isLayoutKnown, let positions else { return isLayoutKnown }
    return zip(positions, positions.dropFirst()).allSatisfy { $0 + 1 == $1 }
  }

  override func representation() throws -> String {
    guard arrayShape.rank == 0 else { return try super.representation() }
    return "np.\(dtype)(\(try text()))"
  }

  /// The array and another operand in the dtype that NumPy computes in; `nil` for one of JAX's
  /// arrays, or for an object that is no array.
  private func operands(_ other: PyObject) throws -> (Tensor, Tensor)? {
    let operand: NDArray
    let common: DType
    switch other {
    case .int(let value):
      common = NumPyPromotion.result(dtype, withFloat: false)
      guard !common.isInteger || common.integerRange.contains(value) else {
        throw PyError(
          .exception("OverflowError"), "Python integer \(value) out of bounds for \(common)")
      }
      operand = NDArray(Int64(value))
    case .float(let value):
      common = NumPyPromotion.result(dtype, withFloat: true)
      operand = NDArray(value)
    case .bool(let value): (operand, common) = (NDArray(value), dtype)
    case .list, .tuple, .object(is NumPyArray):
      operand = try NumPyArray.array(of: other)
      common = NumPyPromotion.result(dtype, operand.dtype)
    default: return nil
    }
    return (
      Tensor(array.converted(to: common)), Tensor(operand.converted(to: common))
    )
  }

  override func inPlace(_ operation: BinaryOperator, _ other: PyObject) throws -> PyObject? {
    // A number is a new one.
    guard arrayShape.rank > 0,
      let result = try binary(operation, other, isReflected: false)?.reference as? NumPyArray
    else { return nil }
    guard NumPyPromotion.canStore(result.dtype, in: dtype) else {
      throw PyError.type(
        "Cannot cast ufunc '\(operation)' output from dtype('\(result.dtype)') to "
          + "dtype('\(dtype)') with casting rule 'same_kind'")
    }
    guard result.arrayShape == arrayShape else {
      throw PyError.value(
        "non-broadcastable output operand with shape \(arrayShape) doesn't match the broadcast "
          + "shape \(result.arrayShape)")
    }
    try put(result.array, at: positions)
    return .object(self)
  }

  // MARK: Items

  /// Positions in the storage, as an array of this shape.
  private var places: Tensor {
    let all = positions ?? Array(0..<arrayShape.elementCount)
    return Tensor(NDArray(all.map { Int64($0) }, shape: arrayShape))
  }

  /// Positions of the elements that `select` picks or moves.
  func positions(
    _ select: (Value) throws -> Value
  ) throws -> [(positions: [Int], shape: Shape)] {
    try select(.tensor(places)).tensors("view").leaves.map { tensor in
      guard let found = try tensor.known(limit: Self.elementLimit) else {
        throw Diagnostic("a view isn't known while the model is traced")
      }
      return (found.converted(to: .int64).elements(as: Int64.self).map { Int($0) }, found.shape)
    }
  }

  override func item(_ index: PyObject) throws -> PyObject {
    let indices = try self.indices(index)
    let (positions, shape) = try positions { .tensor(try $0.tensor().indexed(by: indices)) }[0]
    let isBasic = indices.allSatisfy { $0.isNone || $0.indexPart != nil || $0.staticIndex != nil }
    guard isBasic, shape.rank > 0 else {
      return .object(
        NumPyArray(storage.elements(at: positions, shape: shape), in: namespace))
    }
    return .object(NumPyArray(viewOf: self, at: positions, shape: shape))
  }

  override func setItem(_ index: PyObject, to value: PyObject) throws {
    let indices = try self.indices(index)
    let (positions, shape) = try positions { .tensor(try $0.tensor().indexed(by: indices)) }[0]
    let new = try NumPyArray.array(of: value).converted(to: dtype)
    var source = Tensor(new)
    // Axes of size 1 in front are left out, as NumPy does.
    while source.rank > shape.rank, source.shape[0] == 1 {
      source = try source.reshaped(to: Array(source.shape.sizes.dropFirst()))
    }
    guard let spread = try? source.broadcast(to: shape),
      let elements = try spread.known(limit: Self.elementLimit)
    else {
      throw PyError.value(
        "could not broadcast input array from shape \(new.shape) into shape \(shape)")
    }
    try put(elements, at: positions)
  }

  private func put(_ new: NDArray, at positions: [Int]?) throws {
    guard !isReadOnly else { throw PyError.value("assignment destination is read-only") }
    guard !storage.isUncertain else {
      throw Diagnostic(
        "an array is changed that may share its elements with another one",
        hint: "change a copy: x = x.copy()")
    }
    try namespace.interpreter.take(steps: 10 + storage.elements.shape.elementCount / 100)
    storage.put(new.converted(to: dtype), at: positions)
  }

  /// Puts other elements in the place of all.
  func assign(_ new: NDArray) throws { try put(new, at: positions) }

  /// Parts of the index between brackets, checked to be in range.
  private func indices(_ index: PyObject) throws -> [Value] {
    func part(_ object: PyObject) throws -> Value {
      switch object {
      case .list: return .tensor(Tensor(try Self.indexArray(Self.array(of: object))))
      case .object(let array as NumPyArray):
        if array.arrayShape.rank == 0, case .int(let number)? = array.number, array.dtype != .bool {
          return .int(number)
        }
        return .tensor(Tensor(try Self.indexArray(array.array)))
      default: return try namespace.value(object)
      }
    }
    let parts: [PyObject] = if case .tuple(let tuple) = index { tuple.items } else { [index] }
    let indices = try parts.map(part)
    for part in try ArrayIndex(indices, of: arrayShape).parts { try check(part) }
    return indices
  }

  /// An index in integers that JAX's indexing takes.
  private static func indexArray(_ array: NDArray) throws -> NDArray {
    if array.dtype == .bool { return array }
    guard array.dtype.isInteger || array.shape.elementCount == 0 else {
      throw PyError(
        .exception("IndexError"), "arrays used as indices must be of integer (or boolean) type")
    }
    return array.converted(to: .int32)
  }

  private func check(_ part: ArrayIndex.Part) throws {
    func check(_ index: Int, _ axis: Int) throws {
      let size = arrayShape[axis]
      guard (-size..<size).contains(index) else {
        throw PyError.index(
          "index \(index) is out of bounds for axis \(axis) with size \(size)")
      }
    }
    switch part {
    case .position(let index, let axis): try check(index, axis)
    case .array(let indices, let axis):
      for index in try indices.knownInts() ?? [] { try check(index, axis) }
    default: break
    }
  }

  // MARK: Attributes

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "dtype": return .object(DTypeObject(dtype, in: namespace, isNumPy: true))
    case "T", "mT":
      return try view { try $0.tensor().transposedFully(isMatrix: name == "mT") }
    case "real": return .object(self)
    case "flat":
      return .object(NumPyArray(array.reshaped(to: [array.shape.elementCount]), in: namespace))
    case "fill":
      return .function(name, "(value)") { [self] call in
        let new = try Tensor(NumPyArray.array(of: call[0]).converted(to: dtype))
        try assign(new.broadcast(to: arrayShape).known(limit: Self.elementLimit) ?? array)
        return .none
      }
    case "sort":
      return .function(name, "(axis=-1)") { [self] call in
        guard case .int(let axis) = call[0] else { throw PyError.type("axis is an integer") }
        let sorted = try NumPyFunction("sort", in: namespace).call(
          PyArguments([.object(self), .int(axis)]))
        if let sorted = sorted.reference as? NumPyArray { try assign(sorted.array) }
        return .none
      }
    case "__abs__":
      return .function(name, "()") { [self] _ in
        try NumPyFunction("abs", in: namespace).call(PyArguments([.object(self)]))
      }
    case "at": throw PyError.attribute("'numpy.ndarray' object has no attribute 'at'")
    default: break
    }
    guard Self.isMethod(name), namespace.arrayMethod(name) != nil else {
      return try super.attribute(name)
    }
    return .function(name, "(*args, **kwargs)") { [self] call in
      try NumPyFunction(name, in: namespace, isMethod: true).call(
        PyArguments([.object(self)] + call.values(0), keywords: call.named(1)))
    }
  }

  private static func isMethod(_ name: String) -> Bool { name != "item" && name != "tolist" }

  /// View of the elements that `select` picks or moves.
  private func view(_ select: (Value) throws -> Tensor) throws -> PyObject {
    let (positions, shape) = try positions { .tensor(try select($0)) }[0]
    return .object(NumPyArray(viewOf: self, at: positions, shape: shape))
  }

  override func hashKey() throws -> HashKey {
    switch arrayShape.rank == 0 ? number : nil {
    case .int(let value)?: return .int(value)
    case .float(let value)?: return Int(exactly: value).map { .int($0) } ?? .float(value)
    case nil: throw PyError.type("unhashable type: 'numpy.ndarray'")
    }
  }
}

extension Tensor {
  fileprivate func transposedFully(isMatrix: Bool) throws -> Tensor {
    try isMatrix ? matrixTransposed() : transposed()
  }
}

extension Tree where Leaf == Object {
  /// The integer, if this is an index of one.
  fileprivate var staticIndex: Int? { if case .leaf(.int(let value)) = self { value } else { nil } }
}
