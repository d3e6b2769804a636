/// A complex array in two: programs compute with real numbers only.
public enum ComplexParts {
  /// The names of both parts in the dict that stands for a complex array.
  public static let (realName, imaginaryName) = ("real_part", "imag_part")
}

extension Tree where Leaf == NDArray {
  /// The tree with each complex array replaced by a dict of its real and imaginary part.
  ///
  /// - Complexity: O(*n*) in the number of elements of complex arrays.
  public func separatingComplexParts() -> Tree {
    guard leaves.contains(where: \.dtype.isComplex) else { return self }
    return flatMap { array in
      guard array.dtype.isComplex else { return .leaf(array) }
      return .dict(
        .init([
          (ComplexParts.realName, .leaf(array.realPart)),
          (ComplexParts.imaginaryName, .leaf(array.imaginaryPart)),
        ]))
    }
  }
}

extension Tree where Leaf == NDArray {
  /// The tree with each dict of a real and an imaginary part replaced by a complex array.
  ///
  /// - Complexity: O(*n*) in the number of elements of complex arrays.
  public func joiningComplexParts() -> Tree { joiningComplexParts(NDArray.init(real:imaginary:)) }
}

extension Tree {
  /// The tree with each dict of a real and an imaginary part replaced by the result of `join`;
  /// `nil` where `join` refuses the pair.
  package func joiningComplexParts(_ join: (_ real: Leaf, _ imaginary: Leaf) -> Leaf?) -> Tree {
    switch self {
    case .none, .leaf: return self
    case .tuple(let parts): return .tuple(parts.map { $0.joiningComplexParts(join) })
    case .list(let parts): return .list(parts.map { $0.joiningComplexParts(join) })
    case .dict(let fields):
      if isComplexParts, let real = self[ComplexParts.realName]?.leaf,
        let imaginary = self[ComplexParts.imaginaryName]?.leaf, let joined = join(real, imaginary)
      {
        return .leaf(joined)
      }
      return .dict(.init(fields.pairs.map { ($0, $1.joiningComplexParts(join)) }))
    }
  }
}

extension Tree {
  /// Whether the node is a dict of the real and imaginary part of a complex array.
  public var isComplexParts: Bool {
    fields?.keys.sorted() == [ComplexParts.imaginaryName, ComplexParts.realName]
      && leaves.count == 2
  }
}

extension NDArray {
  /// A complex array of its parts; `nil` if they aren't floats of one type.
  fileprivate init?(real: NDArray, imaginary: NDArray) {
    let dtypes: [DType: DType] = [.float32: .complex64, .float64: .complex128]
    guard let dtype = dtypes[real.dtype], imaginary.dtype == real.dtype,
      imaginary.shape == real.shape
    else { return nil }
    let (size, stride) = (real.dtype.byteCount, dtype.byteCount)
    self.init(shape: real.shape, dtype: dtype) { destination in
      for (index, part) in [real, imaginary].enumerated() {
        part.withUnsafeBytes { source in
          for element in 0..<real.shape.elementCount {
            let start = element * stride + index * size
            UnsafeMutableRawBufferPointer(rebasing: destination[start..<start + size]).copyMemory(
              from: UnsafeRawBufferPointer(
                rebasing: source[element * size..<(element + 1) * size]))
          }
        }
      }
    }
  }

  /// The real parts of complex elements.
  package var realPart: NDArray { component(0) }

  /// The imaginary parts of complex elements.
  package var imaginaryPart: NDArray { component(1) }

  private func component(_ index: Int) -> NDArray {
    let half = dtype.component
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

extension DType {
  /// dtype of the parts of a complex number; any other dtype itself.
  package var component: DType {
    switch self {
    case .complex64: .float32
    case .complex128: .float64
    default: self
    }
  }
}
