import Arrays

/// The elements that one or more of NumPy's arrays share.
final class NumPyStorage {
  /// The elements in a row.
  private(set) var elements: NDArray
  /// Number of changes to the elements so far.
  private(set) var version = 0
  /// Whether sharing with another array is unknown, as only NumPy's memory layout could tell.
  var isUncertain = false

  init(_ array: NDArray) { elements = array.reshaped(to: [array.shape.elementCount]) }

  /// The elements at positions, in an array of a shape.
  func elements(at positions: [Int], shape: Shape) -> NDArray {
    let size = elements.dtype.byteCount
    return NDArray(shape: shape, dtype: elements.dtype) { bytes in
      elements.withUnsafeBytes { source in
        for (place, position) in positions.enumerated() {
          bytes.copy(size, from: source, at: position * size, to: place * size)
        }
      }
    }
  }

  /// Writes elements of the storage's dtype to positions; `nil` for all, in order.
  func put(_ new: NDArray, at positions: [Int]?) {
    defer { version += 1 }
    guard let positions else {
      elements = new.reshaped(to: elements.shape)
      return
    }
    let size = elements.dtype.byteCount
    let old = elements
    elements = NDArray(shape: old.shape, dtype: old.dtype) { bytes in
      old.withUnsafeBytes { bytes.copyMemory(from: $0) }
      new.withUnsafeBytes { source in
        for (place, position) in positions.enumerated() {
          bytes.copy(size, from: source, at: place * size, to: position * size)
        }
      }
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Copies `count` bytes of `source`, from `start` on, to `end` here.
  fileprivate func copy(
    _ count: Int, from source: UnsafeRawBufferPointer, at start: Int, to end: Int
  ) {
    UnsafeMutableRawBufferPointer(rebasing: self[end..<end + count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
  }
}
