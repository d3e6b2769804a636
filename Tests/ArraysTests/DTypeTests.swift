import Arrays
import Testing

@Suite struct DTypeTests {
  @Test func everyTypeIsOfOneKind() {
    for dtype in DType.allCases {
      let kinds = [
        dtype == .bool, dtype.isSigned, dtype.isUnsigned, dtype.isFloating, dtype.isComplex,
      ]
      #expect(kinds.count { $0 } == 1, "\(dtype)")
      #expect(dtype.isInteger == (dtype.isSigned || dtype.isUnsigned))
    }
  }

  @Test func namesTellTheSize() throws {
    for dtype in DType.allCases where dtype != .bool {
      let bits = try #require(Int(dtype.rawValue.drop { !$0.isNumber }))
      #expect(dtype.byteCount * 8 == bits, "\(dtype)")
    }
    #expect(DType.bool.byteCount == 1)
  }

  @Test func canonicalTypesAreJAXsDefaults() {
    let changed = DType.allCases.filter { $0.canonical != $0 }
    #expect(changed == [.uint64, .int64, .float64, .complex128])
    #expect(changed.map(\.canonical) == [.uint32, .int32, .float32, .complex64])
  }

  @Test func elementsHaveTheirTypesSize() {
    func check<T: ArrayElement>(_: T.Type, _ dtype: DType) {
      #expect(T.dtype == dtype)
      #expect(MemoryLayout<T>.stride == dtype.byteCount)
    }
    check(Bool.self, .bool)
    check(UInt8.self, .uint8)
    check(UInt16.self, .uint16)
    check(UInt32.self, .uint32)
    check(UInt64.self, .uint64)
    check(Int8.self, .int8)
    check(Int16.self, .int16)
    check(Int32.self, .int32)
    check(Int64.self, .int64)
    check(Float16.self, .float16)
    check(BFloat16.self, .bfloat16)
    check(Float.self, .float32)
    check(Double.self, .float64)
  }
}
