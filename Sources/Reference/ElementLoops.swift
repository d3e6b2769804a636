import Arrays

/// An array of the same shape with `transform` applied to every element.
func mapped<T: ArrayElement, R: ArrayElement>(_ x: NDArray, _ transform: (T) -> R) -> NDArray {
  NDArray(shape: x.shape, dtype: R.dtype) { bytes in
    let result = bytes.assumingMemoryBound(to: R.self)
    x.withElements(as: T.self) { x in
      for index in x.indices { result[index] = transform(x[index]) }
    }
  }
}

/// An array with `combine` applied to every pair of elements; a scalar goes with all of the other.
func zipped<T: ArrayElement, R: ArrayElement>(
  _ a: NDArray, _ b: NDArray, _ combine: (T, T) -> R
) -> NDArray {
  NDArray(shape: a.shape.rank == 0 ? b.shape : a.shape, dtype: R.dtype) { bytes in
    let result = bytes.assumingMemoryBound(to: R.self)
    a.withElements(as: T.self) { aElements in
      b.withElements(as: T.self) { bElements in
        let (aStep, bStep) = (a.elementStep, b.elementStep)
        for index in result.indices {
          result[index] = combine(aElements[index &* aStep], bElements[index &* bStep])
        }
      }
    }
  }
}

/// `onTrue` where `predicate` holds, `onFalse` elsewhere; scalars repeat.
func selected(
  _ predicate: NDArray, _ onTrue: NDArray, _ onFalse: NDArray, shape: Shape
) -> NDArray {
  func select<T: BitwiseCopyable>(_ type: T.Type) -> NDArray {
    NDArray(shape: shape, dtype: onTrue.dtype) { bytes in
      let result = bytes.assumingMemoryBound(to: T.self)
      predicate.withElements(as: Bool.self) { choices in
        onTrue.withWords(T.self) { a in
          onFalse.withWords(T.self) { b in
            let (step, aStep, bStep) =
              (predicate.elementStep, onTrue.elementStep, onFalse.elementStep)
            for index in result.indices {
              result[index] = choices[index &* step] ? a[index &* aStep] : b[index &* bStep]
            }
          }
        }
      }
    }
  }
  return switch onTrue.dtype.byteCount {
  case 1: select(UInt8.self)
  case 2: select(UInt16.self)
  case 4: select(UInt32.self)
  case 8: select(UInt64.self)
  default: select(Word128.self)
  }
}

/// Sixteen bytes that are moved together.
struct Word128: BitwiseCopyable {
  private let low, high: UInt64
}

extension NDArray {
  /// Distance between the elements that an elementwise loop reads: 0 for a scalar, which repeats.
  fileprivate var elementStep: Int { shape.rank == 0 ? 0 : 1 }

  /// Calls `body` with the elements as words of their size, whatever their dtype.
  func withWords<T: BitwiseCopyable, R>(
    _ type: T.Type, _ body: (UnsafeBufferPointer<T>) throws -> R
  ) rethrows -> R {
    try withUnsafeBytes { try body($0.assumingMemoryBound(to: T.self)) }
  }

  /// The same bytes as another dtype of the same size.
  func bitcast(to dtype: DType) -> NDArray {
    NDArray(shape: shape, dtype: dtype) { bytes in
      withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
  }
}
