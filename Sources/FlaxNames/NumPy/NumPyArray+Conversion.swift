import Arrays
import LiftedScan
import ProgramIR
import Python

extension NumPyArray {
  /// NumPy array of an object: numbers, arrays and lists of them (`numpy.asarray`).
  ///
  /// - Throws: for anything else, for lists of different lengths, and for arrays that aren't known.
  static func array(of object: PyObject) throws -> NDArray {
    switch object {
    case .bool(let value): return NDArray(value)
    case .int(let value): return NDArray(Int64(value))
    case .float(let value): return NDArray(value)
    case .list(let list): return try stacked(list.items.map(array))
    case .tuple(let tuple): return try stacked(tuple.items.map(array))
    case .object(let array as NumPyArray): return array.array
    case .object(let array as ArrayObject):
      guard let known = try array.tensor?.known(limit: elementLimit) else {
        throw PyError.type(
          "The numpy.ndarray conversion method __array__() was called on traced array",
          hint: "NumPy's arrays are made of what is known while a model is traced: use jax.numpy")
      }
      return known
    case .object(let range as PyRange):
      return try stacked(Py.items(of: .object(range)).map(array))
    case .object(let tuple as PyNamedTuple): return try stacked(tuple.values.map(array))
    case .object(let instance as PyInstance):
      if let payload = instance.payload { return try array(of: payload) }
    default: break
    }
    throw PyError.type("an array of NumPy's is made of numbers, not of \(Py.noun(of: object))")
  }

  private static func stacked(_ parts: [NDArray]) throws -> NDArray {
    guard let first = parts.first else { return NDArray([Double](), shape: [0]) }
    guard parts.allSatisfy({ $0.shape == first.shape }) else {
      throw PyError.value(
        "setting an array element with a sequence. The requested array has an inhomogeneous shape "
          + "after 1 dimensions.")
    }
    let dtype = parts.dropFirst().reduce(first.dtype) { NumPyPromotion.result($0, $1.dtype) }
    return NDArray(shape: Shape([parts.count] + first.shape.sizes), dtype: dtype) { bytes in
      var place = 0
      for part in parts {
        part.converted(to: dtype).withUnsafeBytes { source in
          UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + source.count])
            .copyMemory(from: source)
          place += source.count
        }
      }
    }
  }
}
