import Arrays
import LiftedScan
import Python

extension NumPyFunction {
  /// Result of a function that picks or moves elements: a view, where NumPy's is; `nil` for other
  /// functions.
  func views(_ arguments: PyArguments) throws -> PyObject? {
    guard Self.moving.contains(name),
      let array = arguments.positional.first?.reference as? NumPyArray
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
    let arrays = parts.map { PyObject.object(view(of: array, at: $0.positions, shape: $0.shape)) }
    switch structure {
    case .tuple: return .tuple(arrays)
    case .list: return .list(arrays)
    default: return arrays.first
    }
  }

  /// A view, or a copy where NumPy can't reshape without one.
  private func view(of array: NumPyArray, at positions: [Int], shape: Shape) -> NumPyArray {
    let mayCopy = name == "reshape" || name == "ravel"
    guard mayCopy, !array.isLayoutKnown || !positions.areAffine(in: shape) else {
      return NumPyArray(
        viewOf: array, at: positions, shape: shape, isReadOnly: Self.readOnly.contains(name))
    }
    let copy = NumPyArray(
      array.storage.elements(at: positions, shape: shape), in: array.namespace)
    if !array.isLayoutKnown {
      (array.storage.isUncertain, copy.storage.isUncertain) = (true, true)
    }
    return copy
  }
}

extension [Int] {
  /// Whether the positions have a constant stride along each axis of an array of that shape, as a
  /// view of NumPy's must.
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
