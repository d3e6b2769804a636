import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension NumPyFunction {
  /// Result of a function that takes numbers and no arrays, in NumPy's dtypes; `nil` for other
  /// functions.
  func native(_ arguments: PyArguments) throws -> PyObject? {
    switch name {
    case "array", "asarray", "asanyarray", "ascontiguousarray", "copy":
      return try converted(arguments)
    case "linspace", "logspace", "geomspace": return try points(arguments)
    case "arange": return try counted(arguments)
    case "full": return try filled(arguments)
    case "zeros", "ones", "empty", "eye", "identity", "tri":
      return try constant(arguments)
    case "fill_diagonal": return try fillDiagonal(arguments)
    default: return nil
    }
  }

  private func bound(_ signature: String, _ arguments: PyArguments) throws -> [PyObject] {
    try Signature(signature).bind(arguments, of: name)
  }

  /// The dtype that an argument asks for, in NumPy's meaning; `nil` for `None`.
  private func dtype(_ object: PyObject) throws -> DType? {
    if object.isNone { return nil }
    return try NumPyMode.$isOn.withValue(true) { try namespace.value(object).dtype() }
  }

  private func made(_ array: NDArray) -> PyObject { .object(NumPyArray(array, in: namespace)) }

  private func number(_ object: PyObject) throws -> Double {
    if let number = object.number ?? (object.reference as? NumPyArray)?.number?.double {
      return number
    }
    if let number = (object.reference as? ArrayObject)?.value.computedNumber {
      return number.double
    }
    throw PyError.type("\(name) takes numbers, not \(Py.noun(of: object))")
  }

  private func isWhole(_ object: PyObject) -> Bool {
    switch object {
    case .int, .bool, .none: true
    case .object(let array as NumPyArray): !array.dtype.isFloating
    default: false
    }
  }

  private func converted(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound(
      "(object, dtype=None, *, copy=None, order='K', subok=False, ndmin=0, like=None)", arguments)
    guard !(given[0].reference is VariableObject) else { return nil }
    if let array = given[0].reference as? ArrayObject, !(array is NumPyArray),
      !(array.tensor?.isStatic ?? false)
    {
      return nil
    }
    let dtype = try dtype(given[1])
    if dtype?.isComplex ?? false { return nil }
    var isSame = name.hasPrefix("as") && given[0].reference is NumPyArray
    if name == "ascontiguousarray", let array = given[0].reference as? NumPyArray {
      isSame = array.isContiguous
    }
    if isSame, let array = given[0].reference as? NumPyArray, dtype == nil || dtype == array.dtype {
      return given[0]
    }
    guard let array = try? NumPyArray.array(of: given[0]) else { return nil }
    var result = dtype.map { array.converted(to: $0) } ?? array
    if case .int(let least) = given[5], least > result.shape.rank {
      result = result.reshaped(
        to: Shape(Array(repeating: 1, count: least - result.shape.rank) + result.shape.sizes))
    }
    return made(result)
  }

  private func points(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound(
      name == "logspace"
        ? "(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)"
        : name == "linspace"
          ? "(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0)"
          : "(start, stop, num=50, endpoint=True, base=None, dtype=None, axis=0)", arguments)
    guard (try? number(given[0])) != nil, (try? number(given[1])) != nil else { return nil }
    let (start, stop) = (try number(given[0]), try number(given[1]))
    guard case .int(let count) = given[2] else { throw PyError.type("num is an integer") }
    guard count >= 0 else {
      throw PyError.value("Number of samples, \(count), must be non-negative.")
    }
    try namespace.interpreter.take(steps: count / 10)
    let hasEnd = try Py.isTrue(given[3])
    let intervals = Double(hasEnd ? count - 1 : count)
    func line(_ start: Double, _ stop: Double) -> [Double] {
      let step = (stop - start) / intervals
      var points = (0..<count).map { Double($0) * step + start }
      if hasEnd, count > 1 { points[count - 1] = stop }
      if count == 1 { points = [start] }
      return points
    }
    var points = line(start, stop)
    if name == "logspace" {
      let base = try number(given[4])
      points = points.map { power(base, $0) }
    } else if name == "geomspace" {
      points = line(logarithm(start), logarithm(stop)).map { power(10, $0) }
      if count > 0 { points[0] = start }
      if count > 1, hasEnd { points[count - 1] = stop }
    }
    let array = NDArray(points, shape: [count])
    let dtype = try dtype(given[5]) ?? .float64
    let result =
      dtype.isInteger
      ? NDArray(points.map { $0.rounded(.down) }, shape: [count]).converted(to: dtype)
      : array.converted(to: dtype)
    if name == "linspace", try Py.isTrue(given[4]) {
      return .tuple([made(result), .float((stop - start) / intervals)])
    }
    return made(result)
  }

  private func counted(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound("(start, stop=None, step=None, dtype=None, *, like=None)", arguments)
    let bounds = given[1].isNone ? [.int(0), given[0]] : [given[0], given[1]]
    let step = given[2].isNone ? PyObject.int(1) : given[2]
    let (first, last, stride) = (try number(bounds[0]), try number(bounds[1]), try number(step))
    guard stride != 0 else { throw PyError(.exception("ZeroDivisionError"), "division by zero") }
    let length = ((last - first) / stride).rounded(.up)
    guard length < Double(NumPyArray.elementLimit) else {
      throw Diagnostic("an array of NumPy's has too many elements", got: "\(length)")
    }
    let count = max(0, Int(length))
    try namespace.interpreter.take(steps: count / 10)
    let isInteger = (bounds + [step]).allSatisfy(isWhole)
    let array =
      isInteger
      ? NDArray((0..<count).map { Int64(first) + Int64($0) * Int64(stride) }, shape: [count])
      : NDArray((0..<count).map { first + Double($0) * stride }, shape: [count])
    return made(array.converted(to: try dtype(given[3]) ?? array.dtype))
  }

  private func filled(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound("(shape, fill_value, dtype=None, order='C')", arguments)
    guard let fill = try? NumPyArray.array(of: given[1]) else { return nil }
    let shape = try namespace.value(given[0]).shape("shape")
    let dtype = try dtype(given[2]) ?? fill.dtype
    return .object(
      try NumPyArray.made(
        Tensor(fill.converted(to: dtype)).broadcast(to: shape), in: namespace))
  }

  private func constant(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound(
      name == "eye" || name == "tri"
        ? "(N, M=None, k=0, dtype=None, order='C')" : "(shape, dtype=None, order='C')", arguments)
    let dtype = try dtype(name == "eye" || name == "tri" ? given[3] : given[1]) ?? .float64
    if dtype.isComplex { return nil }
    switch name {
    case "zeros", "ones", "empty":
      let shape = try namespace.value(given[0]).shape("shape")
      let number = Tensor(NDArray(name == "ones" ? 1.0 : 0.0).converted(to: dtype))
      return .object(try NumPyArray.made(number.broadcast(to: shape), in: namespace))
    default:
      let rows = try namespace.value(given[0]).int("N")
      let isEye = name != "tri"
      let columns =
        name == "identity" || given[1].isNone ? rows : try namespace.value(given[1]).int("M")
      let k = name == "identity" ? 0 : try namespace.value(given[2]).int("k")
      guard rows >= 0, columns >= 0, rows * max(columns, 1) < NumPyArray.elementLimit else {
        throw PyError.value("negative dimensions are not allowed")
      }
      var elements: [Double] = []
      for row in 0..<rows {
        for column in 0..<columns {
          let isOne = isEye ? column == row + k : column <= row + k
          elements.append(isOne ? 1 : 0)
        }
      }
      return made(NDArray(elements, shape: [rows, columns]).converted(to: dtype))
    }
  }

  /// `numpy.fill_diagonal`, which changes the array.
  private func fillDiagonal(_ arguments: PyArguments) throws -> PyObject? {
    let given = try bound("(a, val, wrap=False)", arguments)
    guard let array = given[0].reference as? NumPyArray, array.arrayShape.rank == 2 else {
      return nil
    }
    for place in 0..<min(array.arrayShape[0], array.arrayShape[1]) {
      try array.setItem(.tuple([.int(place), .int(place)]), to: given[1])
    }
    return PyObject.none
  }
}
