import Arrays
import Testing

@testable import ArrayFiles

@Suite struct NarrowingTests {
  @Test func float64IsRoundedToTheNearest() {
    let values = [0.1, 1 + 0x1p-24, 1 + 0x1.8p-23, 1e300, -.infinity, -0.0]
    let (array, wasNarrowed) = NDArray(values, shape: [6]).narrowed()
    #expect(wasNarrowed)
    #expect(
      array == NDArray([Float(0.1), 1, 1 + 0x1p-22, .infinity, -.infinity, -0.0], shape: [6]))
    #expect(NDArray(Double.nan).narrowed().array.elements(as: Float.self)[0].isNaN)
  }

  @Test func integersKeepTheirLowerBits() {
    let signed = NDArray([Int64.min, -1, 1 << 31, (1 << 32) + 5], shape: [2, 2]).narrowed()
    #expect(signed == (NDArray([Int32(0), -1, .min, 5], shape: [2, 2]), true))
    let unsigned = NDArray([UInt64.max, 1 << 32], shape: [2]).narrowed()
    #expect(unsigned == (NDArray([UInt32.max, 0], shape: [2]), true))
  }

  @Test func complex128BecomesComplex64() {
    #expect(NDArray.numbers(.complex128).narrowed() == (.numbers(.complex64), true))
  }

  @Test(arguments: DType.allCases.filter { $0.canonical == $0 })
  func othersStay(_ dtype: DType) {
    #expect(NDArray.numbers(dtype).narrowed() == (.numbers(dtype), false))
  }

  @Test func treeTellsWhichLeavesWere() throws {
    let tree: Tree<NDArray> = [
      "a": .leaf(.numbers(.float64)), "b": .leaf(.numbers(.int8)),
      "c": .tuple([.leaf(.numbers(.int64))]),
    ]
    let stored = tree.map { StoredArray($0) }.narrowed(in: "x.npz")
    #expect(try stored.map { try $0.read() }.leaves.map(\.dtype) == [.float32, .int8, .int32])
    #expect(stored.leaves.map(\.form.dtype) == [.float32, .int8, .int32])
    let narrowings = stored.leaves.map(\.narrowing)
    #expect(narrowings.map { $0?.path } == ["a", nil, "c/0"])
    #expect(narrowings.map { $0?.dtype } == [.float64, nil, .int64])
  }
}
