import Arrays
import Diagnostics
import ProgramIR
import Reference
import TestSupport
import Testing

/// `Tensor.einsum` and padding with an array's own elements; the numbers are those of `jax.numpy`.
struct TensorEinsumTests {
  func value(
    _ inputs: NDArray..., of function: ([Tensor]) throws -> Tensor
  ) throws -> NDArray {
    let tensors = inputs.map { Tensor.placeholder(ArrayType(of: $0)) }
    let program = try Program(inputs: tensors, outputs: [function(tensors)])
    return try #require(try ReferenceExecutor().run(program, inputs).first)
  }

  @Test(arguments: [
    ("ij,jk", [10, 13, 28, 40], [2, 2]), ("ij,jk->ki", [10, 28, 13, 40], [2, 2]),
    ("ij,ji->", [50], []), ("ij,ji", [50], []), ("...j,jk->...k", [10, 13, 28, 40], [2, 2]),
    ("ij,jk->j", [3, 25, 63] as [Int64], [3]),
  ])
  func multiplies(_ subscripts: String, _ expected: [Int64], _ sizes: [Int]) throws {
    let (a, b) = (NDArray(counting: [2, 3]), NDArray(counting: [3, 2]))
    let result = try value(a, b) { try .einsum(subscripts, $0) }
    #expect(result.shape == Shape(sizes))
    #expect(result.dtype == .int32)
    #expect(result.integers == expected)
  }

  @Test(arguments: [
    ("ii->i", [0, 4, 8]), ("ii", [12]), ("ij->j", [9, 12, 15]), ("ij", Array(0..<9)),
    ("ji", [0, 3, 6, 1, 4, 7, 2, 5, 8]), ("...i->i...", [0, 3, 6, 1, 4, 7, 2, 5, 8]),
  ])
  func rearranges(_ subscripts: String, _ expected: [Int64]) throws {
    #expect(
      try value(NDArray(counting: [3, 3])) { try .einsum(subscripts, $0) }.integers == expected)
  }

  @Test func axesOfSizeOneStretch() throws {
    let (a, b) = (NDArray(counting: [2, 1, 3]), NDArray(counting: [4, 3]))
    let result = try value(a, b) { try .einsum("...i,...i->...", $0) }
    #expect(result.shape == [2, 4])
    #expect(result.integers == [5, 14, 23, 32, 14, 50, 86, 122])
  }

  @Test func threeOperands() throws {
    let a = NDArray(counting: [2, 2])
    let result = try value(a, a, a) { try .einsum("ab,bc,cd->ad", $0) }
    #expect(result.integers == [6, 11, 22, 39])
  }

  @Test(arguments: ["i1->1i", "_+->+_", "αβ->βα", "ä0->0ä"])
  func anyCharacterIsALabel(_ subscripts: String) throws {
    let x = Tensor.placeholder(ArrayType(.float32, [2, 3]))
    #expect(try Tensor.einsum(subscripts, [x]).shape == [3, 2])
  }

  @Test(arguments: [
    "ij,jk->ik", "ij->ik", "ij->ii", "i", "i.j->ij", "i..j", "jji", "ij.->ij", "i-->i", "ij->->ij",
  ])
  func misfitsAreRefused(_ subscripts: String) {
    let x = Tensor.placeholder(ArrayType(.float32, [2, 3]))
    #expect(throws: Diagnostic.self) { try Tensor.einsum(subscripts, [x]) }
  }

  @Test func sizesMustAgree() {
    let x = Tensor.placeholder(ArrayType(.float32, [2, 3]))
    #expect(throws: Diagnostic.self) { try Tensor.einsum("ij,jk->ik", [x, x]) }
    #expect(throws: Diagnostic.self) { try Tensor.einsum("ii->i", [x]) }
  }

  // MARK: Padding

  @Test(arguments: [
    (PadMode.wrap, 3, [2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]),
    (.reflect, 3, [0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2]),
    (.symmetric, 3, [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]),
    (.edge, 3, [0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2]),
    (.wrap, 1, Array(repeating: 0, count: 9)), (.reflect, 1, Array(repeating: 0, count: 9)),
  ])
  func pads(_ mode: PadMode, _ count: Int, _ expected: [Int64]) throws {
    let padded = try value(NDArray(counting: [count])) {
      try $0[0].padded(low: [4], high: [4], mode: mode)
    }
    #expect(padded.integers == expected)
  }

  @Test func paddingNeedsElementsAndSizes() {
    let x = Tensor.placeholder(ArrayType(.float32, [0, 3]))
    #expect(throws: Diagnostic.self) { try x.padded(low: [1, 0], high: [0, 0], mode: .wrap) }
    #expect(throws: Diagnostic.self) { try x.padded(low: [0, -1], high: [0, 0], mode: .wrap) }
    #expect(throws: Diagnostic.self) { try x.padded(low: [0, .max], high: [0, 0], mode: .edge) }
    #expect(throws: Diagnostic.self) { try x.padded(low: [0], high: [0], mode: .edge) }
  }
}
