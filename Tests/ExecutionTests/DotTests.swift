import Arrays
import ProgramIR
import Testing

/// `dot` against a loop over all pairs of indices.
struct DotTests {
  struct Shapes: Sendable {
    let left: Shape
    let right: Shape
    let dimensions: DotDimensions
  }

  static let cases: [Shapes] = [
    .init(left: [2, 3], right: [3, 4], dimensions: .init(contracting: ([1], [0]))),
    .init(left: [3, 2], right: [4, 3], dimensions: .init(contracting: ([0], [1]))),
    .init(left: [3], right: [3], dimensions: .init(contracting: ([0], [0]))),
    .init(left: [3], right: [2, 3], dimensions: .init(contracting: ([0], [1]))),
    .init(left: [2], right: [3], dimensions: .init(contracting: ([], []))),
    .init(left: [], right: [3, 2], dimensions: .init(contracting: ([], []))),
    .init(left: [2, 3, 4], right: [4, 3, 5], dimensions: .init(contracting: ([1, 2], [1, 0]))),
    .init(left: [2, 3, 4], right: [4, 3, 5], dimensions: .init(contracting: ([2, 1], [0, 1]))),
    .init(
      left: [2, 3, 4], right: [2, 4, 5],
      dimensions: .init(contracting: ([2], [1]), batch: ([0], [0]))),
    .init(
      left: [3, 4, 2], right: [4, 5, 2],
      dimensions: .init(contracting: ([1], [0]), batch: ([2], [2]))),
    .init(
      left: [2, 3, 4, 2], right: [3, 2, 5, 4],
      dimensions: .init(contracting: ([2], [3]), batch: ([3, 1], [1, 0]))),
    .init(
      left: [2, 3], right: [2, 3],
      dimensions: .init(contracting: ([], []), batch: ([0, 1], [0, 1]))),
    .init(left: [2, 0], right: [0, 4], dimensions: .init(contracting: ([1], [0]))),
    .init(left: [0, 3], right: [3, 4], dimensions: .init(contracting: ([1], [0]))),
    .init(left: [2, 3], right: [3, 0], dimensions: .init(contracting: ([1], [0]))),
    .init(
      left: [0, 2, 3], right: [0, 3, 2],
      dimensions: .init(contracting: ([2], [1]), batch: ([0], [0]))),
  ]

  /// Sums of products of integers, in `Int64`.
  func naive(_ left: NDArray, _ right: NDArray, _ dimensions: DotDimensions, _ shape: Shape)
    -> [Int64]
  {
    let free = dimensions.freeAxes(leftRank: left.shape.rank, rightRank: right.shape.rank)
    let inner = Shape(dimensions.leftContracting.map { left.shape[$0] }).indices
    let (a, b) = (left.integers, right.integers)
    return shape.indices.map { index in
      var leftIndex = left.shape.sizes
      var rightIndex = right.shape.sizes
      for (place, axis) in (dimensions.leftBatch + free.left).enumerated() {
        leftIndex[axis] = index[place]
      }
      for (place, axis) in dimensions.rightBatch.enumerated() { rightIndex[axis] = index[place] }
      for (place, axis) in free.right.enumerated() {
        rightIndex[axis] = index[dimensions.leftBatch.count + free.left.count + place]
      }
      return inner.reduce(0) { sum, inner in
        for (place, axis) in dimensions.leftContracting.enumerated() {
          leftIndex[axis] = inner[place]
        }
        for (place, axis) in dimensions.rightContracting.enumerated() {
          rightIndex[axis] = inner[place]
        }
        return sum &+ a[left.shape.place(leftIndex)] &* b[right.shape.place(rightIndex)]
      }
    }
  }

  @Test(arguments: cases, DType.allCases.filter { !$0.isComplex })
  func agreesWithANaiveLoop(_ shapes: Shapes, _ dtype: DType) throws {
    let left = ReductionTests.array(dtype, shapes.left)
    let right = ReductionTests.array(dtype, shapes.right)
    let result = try result(.dot(shapes.dimensions), left, right)
    let expected = naive(left, right, shapes.dimensions, result.shape)
    #expect(result == NDArray(expected, shape: result.shape).converted(to: dtype))
  }

  @Test func floatsWithFractions() throws {
    let left = NDArray([5, 33]) { Float($0 % 13) / 7 - 0.9 }
    let right = NDArray([33, 9]) { Float($0 % 17) / 5 - 1.7 }
    let result = try result(.dot(.init(contracting: ([1], [0]))), left, right).floats
    for row in 0..<5 {
      for column in 0..<9 {
        let sum = (0..<33).reduce(0.0) {
          $0 + Double(left.floats[row * 33 + $1]) * Double(right.floats[$1 * 9 + column])
        }
        #expect((Double(result[row * 9 + column]) - sum).magnitude < 1e-5)
      }
    }
  }
}
