import Arrays
import Testing

@testable import FlaxNames

/// `numpy.result_type`, where it differs from `jax.numpy.result_type`.
struct NumPyPromotionTests {
  @Test(
    arguments: [
      (.int32, .float32, .float64), (.int64, .float32, .float64), (.int16, .float32, .float32),
      (.int8, .float16, .float16), (.uint8, .float16, .float16), (.int16, .float16, .float32),
      (.uint8, .int8, .int16), (.uint32, .int32, .int64), (.uint64, .int64, .float64),
      (.uint8, .int64, .int64), (.uint8, .uint16, .uint16), (.bool, .int8, .int8),
      (.bool, .bool, .bool), (.float16, .float64, .float64),
    ] as [(DType, DType, DType)])
  func arraysPromoteAsInNumPy(_ a: DType, _ b: DType, _ expected: DType) {
    #expect(NumPyPromotion.result(a, b) == expected)
    #expect(NumPyPromotion.result(b, a) == expected)
  }

  @Test func pythonsNumbersAdaptToArrays() {
    #expect(NumPyPromotion.result(.float16, withFloat: true) == .float16)
    #expect(NumPyPromotion.result(.int8, withFloat: true) == .float64)
    #expect(NumPyPromotion.result(.int8, withFloat: false) == .int8)
    #expect(NumPyPromotion.result(.bool, withFloat: false) == .int64)
  }

  /// `numpy.can_cast(…, casting='same_kind')`.
  @Test(
    arguments: [
      (.float64, .float32, true), (.float32, .int32, false), (.int64, .int8, true),
      (.int32, .bool, false), (.bool, .int8, true), (.int32, .float16, true),
      (.uint8, .int8, true), (.int8, .uint8, false),
    ] as [(DType, DType, Bool)])
  func outputsTakeResultsOfTheSameKind(_ dtype: DType, _ out: DType, _ expected: Bool) {
    #expect(NumPyPromotion.canStore(dtype, in: out) == expected)
  }
}
