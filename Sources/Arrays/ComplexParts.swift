/// A complex array in two: programs compute with real numbers only.
public enum ComplexParts {
  /// The names of both parts in the dict that stands for a complex array.
  public static let (realName, imaginaryName) = ("real_part", "imag_part")
}

extension Tree where Leaf == NDArray {
  /// This with a dict of its real and imaginary part in the place of each complex array.
  ///
  /// - Complexity: O(*n*) in the number of elements of complex arrays.
  public func separatingComplexParts() -> Tree {
    guard leaves.contains(where: \.dtype.isComplex) else { return self }
    return flatMap { array in
      guard array.dtype.isComplex else { return .leaf(array) }
      return .dict(
        .init([
          (ComplexParts.realName, .leaf(array.component(0))),
          (ComplexParts.imaginaryName, .leaf(array.component(1))),
        ]))
    }
  }
}

extension Tree {
  /// Whether this is the dict of a complex array's parts.
  public var isComplexParts: Bool {
    fields?.keys.sorted() == [ComplexParts.imaginaryName, ComplexParts.realName]
      && leaves.count == 2
  }
}

extension NDArray {
  /// One of the two numbers that each complex element is.
  fileprivate func component(_ index: Int) -> NDArray {
    let half: DType = dtype == .complex128 ? .float64 : .float32
    let (size, stride) = (half.byteCount, dtype.byteCount)
    return withUnsafeBytes { source in
      NDArray(shape: shape, dtype: half) { destination in
        for element in 0..<shape.elementCount {
          let part = source[element * stride + index * size..<element * stride + (index + 1) * size]
          UnsafeMutableRawBufferPointer(
            rebasing: destination[element * size..<(element + 1) * size]
          ).copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
        }
      }
    }
  }
}
