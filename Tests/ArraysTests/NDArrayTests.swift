import Arrays
import Testing

@Suite struct NDArrayTests {
  let array = NDArray((0..<6).map { Int32($0) }, shape: [2, 3])

  @Test func elementsComeBackAsTheyWere() {
    #expect(array.elements(as: Int32.self) == [0, 1, 2, 3, 4, 5])
    #expect(array.dtype == .int32)
    #expect(array.byteCount == 24)
    #expect(NDArray(Float(2)).shape == .scalar)
  }

  @Test func partsAndShapesShareTheBytes() {
    #expect(array.part(1) == NDArray([Int32(3), 4, 5], shape: [3]))
    #expect(array.part(1).part(2) == NDArray(Int32(5)))
    #expect(array.reshaped(to: [3, 2]).part(2) == NDArray([Int32(4), 5], shape: [2]))
    let start = array.withUnsafeBytes { $0.baseAddress }
    #expect(array.reshaped(to: [6]).withUnsafeBytes { $0.baseAddress } == start)
  }

  @Test func equalityIsOfShapeTypeAndBytes() {
    #expect(array != array.reshaped(to: [6]))
    #expect(array != NDArray((0..<6).map { UInt32($0) }, shape: [2, 3]))
    #expect(NDArray(Float.nan) == NDArray(Float.nan))
    #expect(NDArray(Float(0)) != NDArray(-Float(0)))
  }

  @Test func ownedBytesStartOn64ByteBoundaries() {
    for count in [0, 1, 100] {
      let array = NDArray([UInt8](repeating: 1, count: count), shape: [count])
      #expect(array.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) % 64 } == 0)
    }
  }

  @Test func bufferIsReleasedWithItsLastArray() {
    final class Flag: @unchecked Sendable { var isSet = false }
    let flag = Flag()
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 8)
    memory.storeBytes(of: 5, as: Int64.self)
    var part: NDArray?
    do {
      let buffer = Buffer(wrapping: UnsafeRawBufferPointer(memory)) { _ in flag.isSet = true }
      part = NDArray(shape: [1], dtype: .int64, buffer: buffer).part(0)
    }
    #expect(part?.elements(as: Int64.self) == [5])
    #expect(!flag.isSet)
    part = nil
    #expect(flag.isSet)
    memory.deallocate()
  }

  @Test func errorsOfTheInitialiserPassOn() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try NDArray(shape: [2], dtype: .int8) { (_) throws(Stop) in throw Stop() }
    }
  }
}
