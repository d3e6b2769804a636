import Arrays
import ProgramIR
import Testing

/// Primitives that move elements, element by element against where each comes from.
struct RearrangingTests {
  /// Bytes that differ between elements.
  static func array(_ dtype: DType, _ shape: Shape, from start: Int = 1) -> NDArray {
    NDArray(shape: shape, dtype: dtype) { bytes in
      for index in bytes.indices {
        let element = index / dtype.byteCount + start
        bytes[index] = dtype == .bool ? UInt8(element % 3 == 0 ? 1 : 0) : UInt8(element % 251)
      }
    }
  }

  func element(_ array: NDArray, _ index: [Int]) -> NDArray {
    array.reshaped(to: [array.shape.elementCount]).part(array.shape.place(index))
  }

  /// Whether every element of `result` is that of `source` at `origin`, or the scalar `other`.
  func matches(
    _ result: NDArray, _ source: NDArray, other: NDArray? = nil, origin: ([Int]) -> [Int]?
  ) -> Bool {
    result.shape.indices.allSatisfy { index in
      element(result, index) == (origin(index).map { element(source, $0) } ?? other)
    }
  }

  static let shapes: [Shape] = [[2, 3, 4], [1, 5, 2], [3, 0, 2]]

  @Test(arguments: DType.allCases, shapes)
  func transposes(_ dtype: DType, _ shape: Shape) throws {
    let x = Self.array(dtype, shape)
    for permutation in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let result = try result(.transpose(permutation), x)
      #expect(
        matches(result, x) { index in
          var origin = index
          for (axis, source) in permutation.enumerated() { origin[source] = index[axis] }
          return origin
        })
    }
  }

  @Test(arguments: DType.allCases, shapes)
  func reverses(_ dtype: DType, _ shape: Shape) throws {
    let x = Self.array(dtype, shape)
    for axes in [[], [0], [2], [0, 1], [2, 0, 1]] {
      #expect(
        matches(try result(.reverse(axes: axes), x), x) { index in
          index.indices.map { axes.contains($0) ? shape[$0] - 1 - index[$0] : index[$0] }
        })
    }
  }

  @Test(arguments: DType.allCases, shapes)
  func slices(_ dtype: DType, _ shape: Shape) throws {
    let x = Self.array(dtype, shape)
    let strides: [[Int]] = [[1, 1, 1], [2, 1, 3], [1, 3, .max]]
    for strides in strides {
      for starts in [[0, 0, 0], [1, 0, 1]] {
        let primitive = Primitive.slice(starts: starts, limits: shape.sizes, strides: strides)
        #expect(
          matches(try result(primitive, x), x) { index in
            index.indices.map { starts[$0] + index[$0] &* strides[$0] }
          })
      }
    }
    let nothing = Primitive.slice(starts: [1, 0, 1], limits: [1, 0, 1], strides: [1, 1, 1])
    #expect(try result(nothing, x).shape == [0, 0, 0])
  }

  @Test(arguments: DType.allCases)
  func broadcasts(_ dtype: DType) throws {
    let x = Self.array(dtype, [3, 1])
    let wide = try result(.broadcast(shape: [2, 3, 4], dimensions: [1, 2]), x)
    #expect(matches(wide, x) { [$0[1], 0] })
    let scalar = Self.array(dtype, [])
    #expect(
      matches(try result(.broadcast(shape: [2, 2], dimensions: []), scalar), scalar) { _ in [] })
    #expect(try result(.broadcast(shape: [0, 3, 1], dimensions: [1, 2]), x).shape == [0, 3, 1])
    #expect(try result(.broadcast(shape: [], dimensions: []), scalar) == scalar)
  }

  @Test(arguments: DType.allCases)
  func reshapes(_ dtype: DType) throws {
    let x = Self.array(dtype, [2, 3, 4])
    let result = try result(.reshape([4, 6]), x)
    #expect(result.shape == [4, 6])
    #expect(result.reshaped(to: [2, 3, 4]) == x)
  }

  @Test(arguments: DType.allCases, [[2, 3], [0, 3], [2, 0]] as [Shape])
  func pads(_ dtype: DType, _ shape: Shape) throws {
    let (x, value) = (Self.array(dtype, shape), Self.array(dtype, [], from: 90))
    for (low, high) in [([0, 0], [0, 0]), ([1, 0], [0, 2]), ([2, 3], [1, 1])] {
      let result = try result(.pad(low: low, high: high), x, value)
      #expect(
        matches(result, x, other: value) { index in
          let origin = zip(index, low).map(-)
          return zip(origin, shape.sizes).allSatisfy { (0..<$1).contains($0) } ? origin : nil
        })
    }
    let scalar = Self.array(dtype, [])
    #expect(try result(.pad(low: [], high: []), scalar, value) == scalar)
  }

  @Test(arguments: DType.allCases)
  func concatenates(_ dtype: DType) throws {
    for axis in 0..<3 {
      let parts = [2, 0, 1, 3].enumerated().map { number, size in
        var shape: Shape = [2, 3, 2]
        shape[axis] = size
        return Self.array(dtype, shape, from: 20 * number)
      }
      let whole = try #require(evaluate(.concatenate(axis: axis), parts).first)
      var start = 0
      for part in parts {
        for index in part.shape.indices {
          var place = index
          place[axis] += start
          #expect(element(whole, place) == element(part, index))
        }
        start += part.shape[axis]
      }
      #expect(whole.shape[axis] == start)
    }
    let one = Self.array(dtype, [3])
    #expect(try evaluate(.concatenate(axis: 0), [one]) == [one])
  }

  @Test(arguments: DType.common.dropFirst())
  func counts(_ dtype: DType) throws {
    for shape in [[3, 4], [1, 300], [0, 2], [2, 0]] as [Shape] {
      for axis in 0..<2 {
        let result = try evaluate(.iota(dtype: dtype, shape: shape, axis: axis))[0]
        let expected = NDArray(shape.indices.map { Int32($0[axis]) }, shape: shape)
        #expect(result == expected.converted(to: dtype))
      }
    }
  }
}
