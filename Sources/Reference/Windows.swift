import Arrays
import ProgramIR

/// `[N, S…, I]` convolved with `[K…, I / groups, O]`: dot products of the kernel with the elements
/// under the window.
///
/// - Complexity: the windows of all places are in memory at once.
func convolved(
  _ operand: NDArray, _ kernel: NDArray, _ convolution: Convolution, shape: Shape
) throws -> NDArray {
  let axes = convolution.window.count
  let groupCount = convolution.groupCount
  let kernelSizes = kernel.shape.sizes
  let zero = NDArray(Float(0)).converted(to: operand.dtype)
  let windows = operand.windows(
    convolution.window, from: 1, places: Array(shape.sizes[1..<axes + 1]), outside: zero)
  let left = windows.reshaped(
    to: Shape(windows.shape.sizes.dropLast() + [groupCount, kernelSizes[axes]]))
  let right = kernel.reshaped(
    to: Shape(kernelSizes.dropLast() + [groupCount, kernelSizes[axes + 1] / groupCount]))
  let dimensions = DotDimensions(
    contracting: (
      left: Array(axes + 1..<2 * axes + 1) + [2 * axes + 2], right: Array(0...axes)
    ),
    batch: (left: [2 * axes + 1], right: [axes + 1]))
  let grouped = Shape([groupCount] + shape.sizes.dropLast() + [right.shape.lastSize])
  let result = try operand.dtype.computable.dot(
    MatrixPair(left, right, dimensions, shape: grouped))
  return result.transposed(Array(1...axes + 1) + [0, axes + 2]).reshaped(to: shape)
}

/// Reduction of the window at each position, beginning with `initial`.
func windowReduced(
  _ operand: NDArray, _ reduction: Reduction, from initial: NDArray, _ window: [WindowAxis],
  shape: Shape
) throws -> NDArray {
  let type = try operand.dtype.computable
  // A window without elements is what changes nothing.
  let none = NDArray(shape: [0], dtype: operand.dtype) { _ in }
  let neutral = try type.fold(reduction, Rows(of: none, along: [0], shape: .scalar))
  let windows = operand.windows(window, from: 0, places: shape.sizes, outside: neutral)
  let offsets = Array(shape.rank..<2 * shape.rank)
  let folded = try type.fold(reduction, Rows(of: windows, along: offsets, shape: shape))
  return try type.binary(reduction.operation, initial, folded)
}

extension NDArray {
  /// Elements under a window over the axes from `first` on: `[A…, S…, Z…]` becomes `[A…, P…, K…,
  /// Z…]`, positions before the offsets in the window, with `outside` where there is no element.
  fileprivate func windows(
    _ window: [WindowAxis], from first: Int, places: [Int], outside: NDArray
  ) -> NDArray {
    let sizes = shape.sizes
    let seen = Array(sizes[first..<first + window.count])
    let indices = sources(window, places: places, sizes: seen)
    let head = Array(sizes[..<first])
    let tail = Array(sizes[(first + window.count)...])
    let flat = reshaped(to: Shape(head + [seen.reduce(1, *)] + tail))
    return flat.gathered(
      at: indices, axis: first, batchCount: 0, outside: outside,
      shape: Shape(head + indices.shape.sizes + tail))
  }
}

/// C-order index of the element under each offset of the window at each position, or -1 for none:
/// `[P…, K…]`.
private func sources(_ window: [WindowAxis], places: [Int], sizes: [Int]) -> NDArray {
  let strides = Shape(sizes).strides
  let count = window.count
  let shape = Shape(places + window.map(\.size))
  return NDArray(shape: shape, dtype: .int64) { bytes in
    let result = bytes.assumingMemoryBound(to: Int64.self)
    var index = [Int](repeating: 0, count: shape.rank)
    for position in result.indices {
      var source: Int? = 0
      for axis in 0..<count {
        let along = window[axis].source(
          place: index[axis], offset: index[count + axis], count: sizes[axis])
        source = source.flatMap { sum in along.map { sum + $0 * strides[axis] } }
      }
      result[position] = Int64(source ?? -1)
      advance(&index, in: shape)
    }
  }
}

/// Moves an index to the next element in C order.
private func advance(_ index: inout [Int], in shape: Shape) {
  for axis in index.indices.reversed() {
    index[axis] += 1
    if index[axis] < shape[axis] { return }
    index[axis] = 0
  }
}

extension Reduction {
  /// The operation that makes one of two.
  fileprivate var operation: BinaryOperation {
    switch self {
    case .sum: .add
    case .prod: .mul
    case .max: .max
    case .min: .min
    case .and: .and
    case .or: .or
    }
  }
}
