import Arrays
import LiftedScan
import ProgramIR
import Python

extension NumPyFunction {
  /// The arguments under the names that `jax.numpy` has for them.
  func named(_ arguments: PyArguments) -> PyArguments {
    var arguments = arguments
    switch name {
    // Equal elements may come in any order, so a stable one does.
    case "sort", "argsort": arguments.keywords.removeAll { $0.name == "kind" }
    case "clip":
      let names = ["a_min": "min", "a_max": "max"]
      arguments.keywords = arguments.keywords.map { (names[$0.name] ?? $0.name, $0.value) }
    default: break
    }
    return arguments
  }

  /// The arguments with arrays in NumPy's dtypes wherever NumPy converts to arrays.
  func prepared(_ arguments: PyArguments) throws -> Arguments {
    var objects = arguments.positional
    var arrays: [Int: NDArray] = [:]
    let count = Self.makers.contains(name) ? 0 : Self.arrayCounts[name] ?? 1
    for place in objects.indices.prefix(count) {
      if Self.takesSequence.contains(name), let items = objects[place].sequence {
        objects[place] = .list(try inOneDType(items.map(NumPyArray.array)).map(object))
      } else {
        arrays[place] = try? NumPyArray.array(of: objects[place])
      }
    }
    let promoted = promotedPlaces(arrays.keys.sorted())
    let dtype = promotedDType(
      promoted.compactMap { place in arrays[place].map { (objects[place], $0) } })
    for (place, array) in arrays {
      objects[place] = object(computable(array, in: promoted.contains(place) ? dtype : nil))
    }
    return Arguments(
      try objects.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
  }

  private func object(_ array: NDArray) -> PyObject { .object(NumPyArray(array, in: namespace)) }

  private func inOneDType(_ arrays: [NDArray]) -> [NDArray] {
    guard let first = arrays.first else { return [] }
    let dtype = arrays.dropFirst().reduce(first.dtype) { NumPyPromotion.result($0, $1.dtype) }
    return arrays.map { $0.converted(to: dtype) }
  }

  /// The arguments that are computed in one dtype.
  private func promotedPlaces(_ places: [Int]) -> [Int] {
    if name == "where" { return places.count == 3 ? [1, 2] : [] }
    return Self.promoting.contains(name) ? places : []
  }

  /// Common dtype of the arrays, to which Python's numbers adapt.
  private func promotedDType(_ operands: [(object: PyObject, array: NDArray)]) -> DType? {
    func isPythonNumber(_ object: PyObject) -> Bool {
      switch object {
      case .int, .float: true
      default: false
      }
    }
    let arrays = operands.filter { !isPythonNumber($0.object) }.map(\.array.dtype)
    let numbers = operands.filter { isPythonNumber($0.object) }.map(\.array.dtype)
    guard let first = arrays.first else {
      return numbers.first.map { numbers.dropFirst().reduce($0, NumPyPromotion.result) }
    }
    let common = arrays.dropFirst().reduce(first, NumPyPromotion.result)
    return numbers.reduce(common) { NumPyPromotion.result($0, withFloat: $1 == .float64) }
  }

  /// An argument in the dtype that the function computes in.
  private func computable(_ array: NDArray, in dtype: DType?) -> NDArray {
    let array = dtype.map { array.converted(to: $0) } ?? array
    if Self.inexact.contains(name) || name.hasPrefix("linalg.") || name.hasPrefix("fft.") {
      return array.dtype.isFloating ? array : array.converted(to: .float64)
    }
    guard Self.wide.contains(name), !array.dtype.isFloating else { return array }
    return array.converted(to: array.dtype.isUnsigned ? .uint64 : .int64)
  }
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
