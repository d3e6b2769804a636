import Arrays
import ProgramIR

/// The two sides of a dot product as stacks of matrices, `[batch, M, K]` and `[batch, K, N]`.
struct MatrixPair {
  private let left: NDArray
  private let right: NDArray
  private let rowCount: Int
  private let innerCount: Int
  private let columnCount: Int
  private let shape: Shape

  /// The sides with their axes ordered and merged; the product has `shape`.
  init(_ left: NDArray, _ right: NDArray, _ dimensions: DotDimensions, shape: Shape) {
    let free = dimensions.freeAxes(leftRank: left.shape.rank, rightRank: right.shape.rank)
    self.left = left.transposed(dimensions.leftBatch + free.left + dimensions.leftContracting)
    self.right = right.transposed(
      dimensions.rightBatch + dimensions.rightContracting + free.right)
    rowCount = free.left.map { left.shape[$0] }.reduce(1, *)
    columnCount = free.right.map { right.shape[$0] }.reduce(1, *)
    innerCount = dimensions.leftContracting.map { left.shape[$0] }.reduce(1, *)
    self.shape = shape
  }

  private init(_ other: MatrixPair, left: NDArray, right: NDArray) {
    (self.left, self.right) = (left, right)
    (rowCount, innerCount, columnCount) = (other.rowCount, other.innerCount, other.columnCount)
    shape = other.shape
  }

  /// The same matrices in another dtype.
  func converted(to dtype: DType) -> MatrixPair {
    MatrixPair(self, left: left.converted(to: dtype), right: right.converted(to: dtype))
  }

  /// The products, row by row: `accumulate` adds a multiple of a row on the right to the sums.
  func product<T: ArrayElement & AdditiveArithmetic>(
    _ accumulate: (UnsafeMutableBufferPointer<T>, T, UnsafeBufferPointer<T>) -> Void
  ) -> NDArray {
    NDArray(shape: shape, dtype: T.dtype) { bytes in
      let sums = bytes.assumingMemoryBound(to: T.self)
      sums.initialize(repeating: .zero)
      // Without columns there may be no number of batches to tell.
      if sums.isEmpty || innerCount == 0 { return }
      left.withElements(as: T.self) { left in
        right.withElements(as: T.self) { right in
          for row in 0..<sums.count / columnCount {
            let rowSums = UnsafeMutableBufferPointer(
              rebasing: sums[row * columnCount..<(row + 1) * columnCount])
            let firstRow = row / rowCount * innerCount
            for inner in 0..<innerCount {
              let start = (firstRow + inner) * columnCount
              accumulate(
                rowSums, left[row * innerCount + inner],
                UnsafeBufferPointer(rebasing: right[start..<start + columnCount]))
            }
          }
        }
      }
    }
  }
}
