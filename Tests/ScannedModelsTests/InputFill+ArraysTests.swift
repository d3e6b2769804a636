import Arrays
import Diagnostics
import ModelConfig
import TestSupport
import Testing

@testable import ScannedModels

struct InputFillArraysTests {
  @Test(arguments: [DType.float32, .bfloat16, .int32, .bool])
  func zerosAndOnesHaveTheDtype(_ dtype: DType) throws {
    let type = ArrayType(dtype, [2, 3])
    let zeros = try InputFill.zeros.array(type, input: "x")
    let ones = try InputFill.ones.array(type, input: "x")
    #expect(zeros.dtype == dtype && zeros.shape == [2, 3])
    #expect(zeros.floats == Array(repeating: 0, count: 6))
    #expect(ones.dtype == dtype && ones.floats == Array(repeating: 1, count: 6))
  }

  /// `jax.random.normal(jax.random.key(0), (3,))`.
  @Test func normalNumbersAreJAXs() throws {
    let numbers = try InputFill.normal.array(ArrayType(.float32, [3]), input: "x").floats
    let expected: [Float] = [1.6226422, 2.0252647, -0.43359444]
    #expect(zip(numbers, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func normalNumbersAreFloats() throws {
    let error = try #require(throws: Diagnostic.self) {
      try InputFill.normal.array(ArrayType(.int32, [3]), input: "x")
    }
    #expect(error.problem == "normal numbers are floats" && error.path == "x")
  }
}
