import Arrays
import Diagnostics
import ProgramIR
import Reference
import TestSupport
import Testing

/// `Tensor`'s indexing and sorting; the expected numbers are those of `jax.numpy`.
struct TensorIndexingTests {
  /// The value of a tensor computed from inputs.
  func value(
    _ inputs: NDArray..., of function: ([Tensor]) throws -> Tensor
  ) throws -> NDArray {
    let tensors = inputs.map { Tensor.placeholder(ArrayType(of: $0)) }
    let program = try Program(inputs: tensors, outputs: [function(tensors)])
    return try #require(try ReferenceExecutor().run(program, inputs).first)
  }

  static let numbers = NDArray([1, 2, 3, 4, 5] as [Float], shape: [5])
  static let places = NDArray([-7, -6, -5, -1, 0, 4, 5, 6] as [Int32], shape: [8])

  @Test(
    arguments: [
      (IndexMode.fill, [.nan, .nan, 1, 5, 1, 5, .nan, .nan]),
      (.clip, [1, 1, 1, 1, 1, 5, 5, 5]),
      (.wrap, [4, 5, 1, 5, 1, 5, 1, 2]),
      (.promiseInBounds, [1, 1, 1, 5, 1, 5, 5, 5]),
    ] as [(IndexMode, [Float])])
  func takes(_ mode: IndexMode, _ expected: [Float]) throws {
    let taken = try value(Self.numbers, Self.places) {
      try $0[0].taken($0[1], axis: -1, mode: mode)
    }
    #expect(ulpDistance(taken, NDArray(expected, shape: [8])) == 0, "\(taken.floats)")
    let along = try value(Self.numbers, Self.places) {
      try $0[0].takenAlong(axis: 0, $0[1], mode: mode)
    }
    #expect(ulpDistance(along, NDArray(expected, shape: [8])) == 0, "\(along.floats)")
  }

  @Test func indicesReplaceTheAxis() throws {
    let x = NDArray(counting: [2, 3, 4])
    let indices = NDArray([2, 0, 1, 2] as [UInt8], shape: [2, 2])
    let taken = try value(x, indices) { try $0[0].taken($0[1], axis: 1) }
    #expect(taken.shape == [2, 2, 2, 4])
    #expect(taken.integers.prefix(8) == [8, 9, 10, 11, 0, 1, 2, 3])
    let one = try value(x) { try $0[0].taken(Tensor(-1), axis: 2) }
    #expect(one.shape == [2, 3])
    #expect(one.integers == [3, 7, 11, 15, 19, 23])
  }

  @Test func otherAxesAreBroadcast() throws {
    let x = NDArray(counting: [2, 1, 3])
    let indices = NDArray([0, 2, 1, -1] as [Int32], shape: [1, 4, 1])
    let taken = try value(x, indices) { try $0[0].takenAlong(axis: 2, $0[1]) }
    #expect(taken.shape == [2, 4, 1])
    #expect(taken.integers == [0, 2, 1, 2, 3, 5, 4, 5])
  }

  @Test func nothingOfNothing() throws {
    let (none, noIndices) = (NDArray(counting: [3, 0, 2]), NDArray(counting: [0, 5]))
    let taken = try value(none, noIndices) { try $0[0].taken($0[1], axis: 1) }
    #expect(taken.shape == [3, 0, 5, 2])
    #expect(throws: Diagnostic.self) {
      try value(none, Self.places) { try $0[0].taken($0[1], axis: 1) }
    }
  }

  @Test func startsAreMovedInside() throws {
    for (start, expected) in [(-1, [4, 5]), (-9, [1, 2]), (4, [4, 5]), (2, [3, 4])] {
      let part = try value(Self.numbers, NDArray(Int32(start))) {
        try $0[0].dynamicSlice(starts: [$0[1]], sizes: [2])
      }
      #expect(part.integers == expected.map(Int64.init))
    }
    let updated = try value(Self.numbers, NDArray([8, 9] as [Float], shape: [2])) {
      try $0[0].dynamicUpdateSlice($0[1], starts: [Tensor(-2)])
    }
    #expect(updated.integers == [1, 2, 3, 8, 9])
  }

  @Test func sorts() throws {
    let x = NDArray([3, .nan, -1, 3, -.infinity, 0] as [Float], shape: [2, 3])
    let sorted = try value(x) { try $0[0].sorted() }
    #expect(
      ulpDistance(sorted, NDArray([-1, 3, .nan, -.infinity, 0, 3] as [Float], shape: [2, 3])) == 0)
    let order = try value(x) { try $0[0].argSorted(axis: 0) }
    #expect(order.dtype == .int32)
    #expect(order.integers == [0, 1, 0, 1, 0, 1])
  }

  @Test func misfitsAreRefused() throws {
    let x = Tensor.placeholder(ArrayType(.float32, [4, 5]))
    #expect(throws: Diagnostic.self) { try x.taken(Tensor(1.5), axis: 0) }
    #expect(throws: Diagnostic.self) { try x.taken(Tensor(1), axis: 2) }
    #expect(throws: Diagnostic.self) { try x.takenAlong(axis: 0, Tensor(1)) }
    #expect(throws: Diagnostic.self) { try x.dynamicSlice(starts: [Tensor(1)], sizes: [1, 1]) }
    #expect(throws: Diagnostic.self) {
      try x.dynamicSlice(starts: [Tensor(1), Tensor(1.5)], sizes: [1, 1])
    }
    #expect(throws: Diagnostic.self) {
      try x.dynamicUpdateSlice(x, starts: [Tensor(1)])
    }
    #expect(throws: Diagnostic.self) { try Tensor.sort([], axis: 0) }
    #expect(throws: Diagnostic.self) { try Tensor.sort([x], axis: 2) }
  }
}
