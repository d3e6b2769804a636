import Arrays
import Testing
import TestSupport

@Suite struct ComparisonTests {
  private func floats(_ values: Float...) -> NDArray { NDArray(values, shape: [values.count]) }

  @Test func largestDifferenceCounts() {
    #expect(maximumAbsoluteDifference(floats(1, 2, 3), floats(1, 2.5, 2.75)) == 0.5)
    #expect(maximumAbsoluteDifference(floats(), floats()) == 0)
    let (a, b) = (NDArray(Float16(1)), NDArray(Float16(3)))
    #expect(maximumAbsoluteDifference(a, b) == 2)
    #expect(maximumAbsoluteDifference(NDArray(BFloat16(1)), NDArray(BFloat16(4))) == 3)
    #expect(maximumAbsoluteDifference(NDArray(1.0), NDArray(1.25)) == 0.25)
    #expect(maximumAbsoluteDifference(NDArray(true), NDArray(false)) == 1)
  }

  @Test func nanAndInfinityEqualThemselvesOnly() {
    let odd = floats(.nan, .infinity, -.infinity)
    #expect(maximumAbsoluteDifference(odd, odd) == 0)
    #expect(maximumUlpDifference(odd, odd) == 0)
    for other in [floats(0, .infinity, -.infinity), floats(.nan, -.infinity, -.infinity)] {
      #expect(maximumAbsoluteDifference(odd, other) == .infinity)
      #expect(maximumAbsoluteDifference(other, odd) == .infinity)
      #expect(maximumUlpDifference(odd, other) > 1 << 24)
    }
  }

  @Test func shapesAndTypesMustAgree() {
    let a = floats(1, 2)
    for b in [a.reshaped(to: [2, 1]), NDArray([1.0, 2.0], shape: [2]), floats(1)] {
      #expect(maximumAbsoluteDifference(a, b) == .infinity)
      #expect(maximumUlpDifference(a, b) == .max)
    }
  }

  @Test func ulpsAreCountedAcrossZero() {
    let one: Float = 1
    #expect(maximumUlpDifference(floats(one), floats(one.nextUp.nextUp)) == 2)
    #expect(maximumUlpDifference(floats(0), floats(-0.0)) == 0)
    let tiny = Float.leastNonzeroMagnitude
    #expect(maximumUlpDifference(floats(tiny), floats(-tiny)) == 2)
  }
}
