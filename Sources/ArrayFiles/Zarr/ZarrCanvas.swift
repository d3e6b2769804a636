import Arrays

/// The memory of an array's elements in C order, onto which chunks are copied.
struct ZarrCanvas {
  private let bytes: UnsafeMutableRawBufferPointer
  private let shape: [Int]
  private let elementByteCount: Int

  /// The memory of an array of `shape`.
  init(_ bytes: UnsafeMutableRawBufferPointer, shape: [Int], elementByteCount: Int) {
    (self.bytes, self.shape, self.elementByteCount) = (bytes, shape, elementByteCount)
  }

  /// The memory of a chunk at `origin`, if its elements are one after the other there.
  ///
  /// - Parameter axes: the order in which the chunk has the axes.
  func memory(
    ofChunk chunk: [Int], axes: [Int], at origin: [Int]
  ) -> UnsafeMutableRawBufferPointer? {
    guard axes == Array(axes.indices),
      zip(origin, zip(chunk, shape)).allSatisfy({ $0 + $1.0 <= $1.1 })
    else { return nil }
    // Behind the first axis of which the chunk has more than one index, it must have all.
    let first = chunk.firstIndex { $0 > 1 } ?? chunk.count
    guard zip(chunk, shape).dropFirst(first + 1).allSatisfy({ $0 == $1 }) else { return nil }
    let start = offset(of: origin)
    return UnsafeMutableRawBufferPointer(
      rebasing: bytes[start..<start + chunk.reduce(elementByteCount, *)])
  }

  /// Copies the part of a chunk at `origin` that is inside the array.
  ///
  /// - Parameters:
  ///   - chunk: shape of the chunk.
  ///   - axes: the order in which the chunk has the axes, the last one running fastest.
  func put(
    _ source: UnsafeRawBufferPointer, ofChunk chunk: [Int], axes: [Int], at origin: [Int]
  ) {
    let inside = zip(origin, zip(chunk, shape)).map { min($1.0, $1.1 - $0) }
    guard inside.allSatisfy({ $0 > 0 }) else { return }
    var strides = [Int](repeating: 0, count: chunk.count)
    var stride = elementByteCount
    for axis in axes.reversed() {
      strides[axis] = stride
      stride *= chunk[axis]
    }
    // Runs along the last axis, of one element if the chunk has another axis last.
    let isContiguous = axes.last.map { $0 == chunk.count - 1 } ?? true
    let runByteCount = (isContiguous ? inside.last ?? 1 : 1) * elementByteCount
    let runs = isContiguous ? Array(inside.dropLast()) : inside
    let destinationStrides = Shape(shape).strides.map { $0 * elementByteCount }
    var index = [Int](repeating: 0, count: runs.count)
    var (from, to) = (0, offset(of: origin))
    for _ in 0..<runs.reduce(1, *) {
      UnsafeMutableRawBufferPointer(rebasing: bytes[to..<to + runByteCount]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[from..<from + runByteCount]))
      for axis in runs.indices.reversed() {
        index[axis] += 1
        from += strides[axis]
        to += destinationStrides[axis]
        if index[axis] < runs[axis] { break }
        from -= index[axis] * strides[axis]
        to -= index[axis] * destinationStrides[axis]
        index[axis] = 0
      }
    }
  }

  /// Byte offset of an element.
  private func offset(of index: [Int]) -> Int {
    zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 } * elementByteCount
  }
}
