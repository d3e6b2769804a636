import Arrays
import ProgramIR
import Testing

/// Reductions, prefixes and indices of extremes against loops over all elements.
struct ReductionTests {
  static let integers: [DType] = [
    .uint8, .uint16, .uint32, .uint64, .int8, .int16, .int32, .int64,
  ]
  static let axes = [[], [0], [1], [2], [0, 2], [2, 1], [0, 1, 2]]

  /// Small integers, of either sign where there is one, and without wrapping in `Int64`.
  static func array(_ dtype: DType, _ shape: Shape) -> NDArray {
    NDArray(
      (0..<shape.elementCount).map { Int64($0 * 37 % 11) - (dtype == .uint64 ? 0 : 5) },
      shape: shape
    )
    .converted(to: dtype)
  }

  static func step(_ reduction: Reduction, _ a: Int64, _ b: Int64) -> Int64 {
    switch reduction {
    case .sum: a &+ b
    case .prod: a &* b
    case .max: max(a, b)
    case .min: min(a, b)
    case .and: a & b
    case .or: a | b
    }
  }

  /// What the elements of `x` at `indices` reduce to; `nil` for none.
  func folded(_ reduction: Reduction, _ x: [Int64]) -> Int64? {
    x.dropFirst().reduce(x.first) { value, element in
      value.map { Self.step(reduction, $0, element) }
    }
  }

  @Test(arguments: integers, Reduction.allCases)
  func reducesIntegers(_ dtype: DType, _ reduction: Reduction) throws {
    let shape: Shape = [2, 3, 4]
    let x = Self.array(dtype, shape)
    for axes in Self.axes {
      let kept = (0..<3).filter { !axes.contains($0) }
      var groups: [[Int]: [Int64]] = [:]
      for (index, value) in zip(shape.indices, x.integers) {
        groups[kept.map { index[$0] }, default: []].append(value)
      }
      let result = try result(.reduce(reduction, axes: axes), x)
      #expect(result.shape == Shape(kept.map { shape[$0] }))
      let expected = result.shape.indices.map { folded(reduction, groups[$0] ?? []) ?? 0 }
      #expect(result == NDArray(expected, shape: result.shape).converted(to: dtype), "\(axes)")
    }
  }

  @Test(
    arguments: [.float32, .float64, .float16, .bfloat16] as [DType],
    [.sum, .max, .min] as [Reduction])
  func reducesFloats(_ dtype: DType, _ reduction: Reduction) throws {
    // Sums of small integers are exact in all of them.
    let x = Self.array(.int32, [2, 3, 4])
    for axes in Self.axes {
      let expected = try result(.reduce(reduction, axes: axes), x).converted(to: dtype)
      #expect(try result(.reduce(reduction, axes: axes), x.converted(to: dtype)) == expected)
    }
  }

  @Test(arguments: Reduction.allCases, [false, true])
  func prefixes(_ reduction: Reduction, _ isReversed: Bool) throws {
    for dtype in [.int32, .int8, .float32] as [DType]
    where dtype.isInteger || ![.and, .or, .prod].contains(reduction) {
      let shape: Shape = [2, 5, 3]
      let x = Self.array(dtype, shape)
      for axis in 0..<3 {
        let result = try result(.cumulative(reduction, axis: axis, isReversed: isReversed), x)
        for (index, value) in zip(shape.indices, result.integers) {
          let places =
            isReversed ? Array((index[axis]..<shape[axis]).reversed()) : Array(0...index[axis])
          let elements = places.map { place in
            var index = index
            index[axis] = place
            return x.integers[shape.place(index)]
          }
          let exact = folded(reduction, elements) ?? 0
          #expect(value == NDArray(exact).converted(to: dtype).integers[0])
        }
      }
    }
  }

  @Test(arguments: integers + [.float32, .float64, .float16, .bfloat16], [false, true])
  func indicesOfExtremes(_ dtype: DType, _ isMaximum: Bool) throws {
    let shape: Shape = [2, 7, 4]
    let x = Self.array(dtype, shape)
    for axis in 0..<3 {
      let result = try result(.argReduce(isMaximum: isMaximum, axis: axis), x)
      for (outer, best) in zip(result.shape.indices, result.integers) {
        let values = (0..<shape[axis]).map { place in
          var index = outer
          index.insert(place, at: axis)
          return x.integers[shape.place(index)]
        }
        let extreme = isMaximum ? values.max() : values.min()
        #expect(values.firstIndex { $0 == extreme } == Int(best))
      }
    }
  }

  @Test func nothingGivesTheIdentity() throws {
    let empty = NDArray([] as [Int16], shape: [2, 0])
    let identities: [Reduction: Int16] = [
      .sum: 0, .prod: 1, .max: .min, .min: .max, .and: -1, .or: 0,
    ]
    for (reduction, identity) in identities {
      let rows = try result(.reduce(reduction, axes: [1]), empty)
      #expect(rows.elements() == [identity, identity])
      #expect(try result(.reduce(reduction, axes: [0]), empty).shape == [0])
      #expect(try result(.cumulative(reduction, axis: 1, isReversed: false), empty) == empty)
    }
    let none = NDArray([] as [Float], shape: [0])
    #expect(try result(.reduce(.max, axes: [0]), none) == NDArray(-Float.infinity))
    #expect(try result(.reduce(.min, axes: [0]), none) == NDArray(Float.infinity))
    #expect(
      try result(.reduce(.and, axes: [0]), NDArray([] as [Bool], shape: [0])) == NDArray(true))
  }

  @Test func longSumsStayAccurate() throws {
    let tenths = NDArray([1 << 20]) { _ in 0.1 }
    let sum = try result(.reduce(.sum, axes: [0]), tenths)
    #expect(sum.floats == [Float(Double(Float(0.1)) * Double(1 << 20))])
    let last = try result(.cumulative(.sum, axis: 0, isReversed: false), tenths).part(1 << 20 - 1)
    #expect(last == sum)
  }
}
