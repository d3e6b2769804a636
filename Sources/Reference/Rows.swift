import Arrays

/// An array as rows of equal length, each of which is folded to one element or to its prefixes.
struct Rows {
  private enum Extent {
    case whole
    case prefixes(isReversed: Bool)
  }

  private let elements: NDArray
  private let count: Int
  private let length: Int
  private let extent: Extent
  private let shape: Shape

  /// The elements along `axes` as rows; `shape` is that of the other axes.
  init(of array: NDArray, along axes: [Int], shape: Shape) {
    let kept = array.shape.sizes.indices.filter { !axes.contains($0) }
    elements = array.transposed(kept + axes.sorted())
    count = shape.elementCount
    length = axes.map { array.shape[$0] }.reduce(1, *)
    extent = .whole
    self.shape = shape
  }

  /// The rows along the last axis, of which the prefixes, or suffixes, are wanted.
  init(prefixesOf array: NDArray, isReversed: Bool) {
    elements = array
    length = array.shape.lastSize
    count = array.shape.sizes.dropLast().reduce(1, *)
    extent = .prefixes(isReversed: isReversed)
    shape = array.shape
  }

  private init(_ other: Rows, elements: NDArray) {
    self.elements = elements
    (count, length, extent, shape) = (other.count, other.length, other.extent, other.shape)
  }

  /// The same rows in another dtype.
  func converted(to dtype: DType) -> Rows { Rows(self, elements: elements.converted(to: dtype)) }

  /// Every row, or each of its prefixes, folded from `initial` on.
  func folded<T: ArrayElement>(from initial: T, _ step: (T, T) -> T) -> NDArray {
    folded(from: initial, step, result: { $0 })
  }

  /// Every row, or each of its prefixes, folded from `initial` on, and the results transformed.
  func folded<A, T: ArrayElement>(
    from initial: A, _ step: (A, T) -> A, result: (A) -> T
  ) -> NDArray {
    NDArray(shape: shape, dtype: T.dtype) { bytes in
      let results = bytes.assumingMemoryBound(to: T.self)
      elements.withElements(as: T.self) { elements in
        for row in 0..<count {
          var value = initial
          switch extent {
          case .whole:
            for place in 0..<length { value = step(value, elements[row * length + place]) }
            results[row] = result(value)
          case .prefixes(let isReversed):
            for place in 0..<length {
              let index = row * length + (isReversed ? length - 1 - place : place)
              value = step(value, elements[index])
              results[index] = result(value)
            }
          }
        }
      }
    }
  }

  /// The `int32` index of each row's best element, the first of equal ones; no row is empty.
  func indexOfBest<T: ArrayElement>(_ isBetter: (T, T) -> Bool) -> NDArray {
    NDArray(shape: shape, dtype: .int32) { bytes in
      let results = bytes.assumingMemoryBound(to: Int32.self)
      elements.withElements(as: T.self) { elements in
        for row in 0..<count {
          var best = 0
          for place in 0..<length
          where isBetter(elements[row * length + place], elements[row * length + best]) {
            best = place
          }
          results[row] = Int32(truncatingIfNeeded: best)
        }
      }
    }
  }
}
