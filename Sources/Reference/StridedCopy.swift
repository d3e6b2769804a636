import Arrays

/// Positions of an array's elements in a larger one: element `i` is at `offset + i · strides`.
struct Placement {
  var offset = 0
  var strides: [Int]

  init(strides: [Int]) { self.strides = strides }
}

/// Copies the elements of an array of `shape` from their placement in `source` to that in `result`.
func copyElements(
  of source: NDArray, _ from: Placement, to result: UnsafeMutableRawBufferPointer,
  _ to: Placement, _ shape: Shape
) {
  if shape.elementCount == 0 { return }
  func copy<T: BitwiseCopyable>(_ type: T.Type) {
    source.withWords(T.self) {
      StridedCopy(
        sizes: shape.sizes, source: $0, sourceStrides: from.strides,
        result: result.assumingMemoryBound(to: T.self), resultStrides: to.strides
      ).copy(axis: 0, from: from.offset, to: to.offset)
    }
  }
  switch source.dtype.byteCount {
  case 1: copy(UInt8.self)
  case 2: copy(UInt16.self)
  case 4: copy(UInt32.self)
  case 8: copy(UInt64.self)
  default: copy(Word128.self)
  }
}

private struct StridedCopy<Word: BitwiseCopyable> {
  let sizes: [Int]
  let source: UnsafeBufferPointer<Word>
  let sourceStrides: [Int]
  let result: UnsafeMutableBufferPointer<Word>
  let resultStrides: [Int]

  /// Copies the elements from `axis` inwards, beginning at these indices.
  func copy(axis: Int, from: Int, to: Int) {
    guard axis < sizes.count else {
      result[to] = source[from]
      return
    }
    let (fromStep, toStep) = (sourceStrides[axis], resultStrides[axis])
    if axis == sizes.count - 1 {
      for index in 0..<sizes[axis] {
        result[to &+ index &* toStep] = source[from &+ index &* fromStep]
      }
    } else {
      for index in 0..<sizes[axis] {
        copy(axis: axis + 1, from: from &+ index &* fromStep, to: to &+ index &* toStep)
      }
    }
  }
}
