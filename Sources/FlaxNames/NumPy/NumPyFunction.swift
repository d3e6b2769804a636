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

  /// What it gives for arguments.
  func call(_ arguments: PyArguments) throws -> PyObject {
    try namespace.interpreter.take(steps: 25)
    if let made = try native(arguments) { return made }
    if Self.written.contains(name), !arguments.all.contains(where: isTraced),
      let module = try namespace.interpreter.importModule(["numpy", "_written"])
    {
      return try Py.call(Py.attribute(name, of: module), arguments)
    }
    guard !arguments.all.contains(where: isTraced) else { return try ofJAX(arguments) }
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

  /// As JAX computes it.
  private func ofJAX(_ arguments: PyArguments) throws -> PyObject {
    var given = Arguments(
      try arguments.positional.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
    if let first = given.positional.first, first.elements != nil,
      !Self.takesSequence.contains(name),
      !Self.makers.contains(name)
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

  // MARK: Arguments

  /// The arguments as arrays where NumPy takes what it can make an array of, in NumPy's dtypes.
  private func prepared(_ arguments: PyArguments) throws -> Arguments {
    var arguments = arguments
    if name == "sort" || name == "argsort" { arguments.keywords.removeAll { $0.name == "kind" } }
    var objects = arguments.positional
    var arrays: [Int: NDArray] = [:]
    if !Self.makers.contains(name) {
      let count = Self.arrayCounts[name] ?? 1
      for place in objects.indices.prefix(count)
      where !(name == "where" && objects.count == 1 && place > 0) {
        if Self.takesSequence.contains(name), case let items? = objects[place].sequence {
          objects[place] = .list(try common(items.map(NumPyArray.array)).map(object))
        } else if let array = try? NumPyArray.array(of: objects[place]), isOperand(objects[place]) {
          arrays[place] = array
        }
      }
    }
    let promoted = promotedPlaces(arrays.keys.sorted(), objects)
    let dtype = promotedDType(
      promoted.compactMap { place in arrays[place].map { (objects[place], $0) } })
    for (place, array) in arrays {
      objects[place] = object(converted(array, to: promoted.contains(place) ? dtype : nil))
    }
    return Arguments(
      try objects.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
  }

  /// Whether an argument is one that an array is made of.
  private func isOperand(_ object: PyObject) -> Bool {
    switch object {
    case .list, .tuple, .int, .float, .bool, .object: true
    default: false
    }
  }

  private func object(_ array: NDArray) -> PyObject { .object(NumPyArray(array, in: namespace)) }

  private func common(_ arrays: [NDArray]) -> [NDArray] {
    guard let first = arrays.first else { return [] }
    let dtype = arrays.dropFirst().reduce(first.dtype) { NumPyPromotion.result($0, $1.dtype) }
    return arrays.map { $0.converted(to: dtype) }
  }

  /// The arguments that are computed in one dtype.
  private func promotedPlaces(_ places: [Int], _ objects: [PyObject]) -> [Int] {
    switch name {
    case "where": objects.count == 3 ? [1, 2] : []
    case _ where Self.promoting.contains(name): places
    default: []
    }
  }

  private func promotedDType(_ operands: [(PyObject, NDArray)]) -> DType? {
    let strong = operands.filter { $0.0.number == nil || $0.0.reference != nil }.map(\.1.dtype)
    guard !operands.isEmpty else { return nil }
    guard let first = strong.first else {
      return operands.dropFirst().reduce(operands[0].1.dtype) {
        NumPyPromotion.result($0, $1.1.dtype)
      }
    }
    var dtype = strong.dropFirst().reduce(first) { NumPyPromotion.result($0, $1) }
    for (object, array) in operands where object.number != nil && object.reference == nil {
      if array.dtype != .bool {
        dtype = NumPyPromotion.result(dtype, withFloat: array.dtype == .float64)
      }
    }
    return dtype
  }

  private func converted(_ array: NDArray, to dtype: DType?) -> NDArray {
    var array = dtype.map { array.converted(to: $0) } ?? array
    if Self.inexact.contains(name) || name.hasPrefix("linalg.") || name.hasPrefix("fft."),
      !array.dtype.isFloating
    {
      array = array.converted(to: .float64)
    }
    if Self.wide.contains(name) {
      if array.dtype == .bool || array.dtype.isSigned { array = array.converted(to: .int64) }
      if array.dtype.isUnsigned { array = array.converted(to: .uint64) }
    }
    return array
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
    case .dict(let fields) where !result.isComplex:
      guard fields.type != nil else { return namespace.object(result) }
      return namespace.object(result)
    default: return namespace.object(result)
    }
  }

  /// What functions give that pick and move elements: views, where NumPy's are.
  private func views(_ arguments: PyArguments) throws -> PyObject? {
    guard Self.moving.contains(name),
      let array = arguments.positional.first?.reference as? NumPyArray,
      array.arrayShape.rank > 0 || name.hasPrefix("atleast") || name == "expand_dims"
        || name == "reshape"
    else { return nil }
    var structure = Value.none
    let parts = try array.positions { places in
      let rest = try arguments.positional.dropFirst().map(namespace.value)
      structure = try function(
        Arguments(
          [places] + rest,
          keywords: arguments.keywords.map { ($0.name, try namespace.value($0.value)) }))
      return structure
    }
    let arrays = parts.map { positions, shape -> PyObject in
      let mayCopy = name == "reshape" || name == "ravel"
      if mayCopy, array.positions != nil || !array.isLayoutKnown,
        !array.hasKnownLayout || !positions.areAffine(in: shape)
      {
        let copy = NumPyArray(
          array.storage.elements(at: positions, shape: shape), in: namespace)
        if !array.isLayoutKnown {
          (array.storage.isUncertain, copy.storage.isUncertain) = (true, true)
        } else if positions.areAffine(in: shape) {
          return .object(NumPyArray(viewOf: array, at: positions, shape: shape))
        }
        return .object(copy)
      }
      return .object(
        NumPyArray(
          viewOf: array, at: positions, shape: shape, isReadOnly: Self.readOnly.contains(name)))
    }
    switch structure {
    case .tuple: return .tuple(arrays)
    case .list: return .list(arrays)
    default: return arrays.first
    }
  }
}

extension PyArguments {
  /// All arguments.
  fileprivate var all: [PyObject] { positional + keywords.map(\.value) }
}

extension PyObject {
  /// The items of a list or a tuple.
  fileprivate var sequence: [PyObject]? {
    switch self {
    case .list(let list): list.items
    case .tuple(let tuple): tuple.items
    default: nil
    }
  }
}

extension [Int] {
  /// Whether these positions are steps of their own along each axis of an array of a shape, so that
  /// they can be a view of NumPy's.
  fileprivate func areAffine(in shape: Shape) -> Bool {
    guard count > 1 else { return true }
    var unit = [Int](repeating: 1, count: shape.rank)
    for axis in shape.sizes.indices.dropLast().reversed() {
      unit[axis] = unit[axis + 1] * shape[axis + 1]
    }
    let strides = shape.sizes.indices.map { axis in
      shape[axis] > 1 ? self[unit[axis]] - self[0] : 0
    }
    return indices.allSatisfy { place in
      var expected = self[0]
      for axis in shape.sizes.indices {
        expected += place / unit[axis] % shape[axis] * strides[axis]
      }
      return self[place] == expected
    }
  }
}
