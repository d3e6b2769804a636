import Arrays
import Diagnostics
import Reference
import LiftedScan
import ProgramIR
import Python
import TestSupport
import Testing
import YAMLNodes

@testable import FlaxNames
@testable import ModelConfig

/// Every initializer as a config writes it, against the arrays that `jax.nn.initializers` makes.
///
/// A case's name is the expression and the shape: `normal(0.02):3x4`.
struct InitializerFixtureTests {
  @Test(arguments: [
    // Parameters are within 1e-6, in 16 bits within one unit in the last place.
    ("initializers_f32", DType.float32, 1e-6), ("initializers_f16", .float16, 0x1p-10),
    ("initializers_bf16", .bfloat16, 0x1p-7),
  ])
  func makesTheArraysThatJAXMakes(file: String, dtype: DType, tolerance: Double) throws {
    let fields = try fixture("random/\(file).npy").fields ?? .init()
    let key = Tensor(try #require(fields["key"]?.leaf))
    try #require(fields.keys.count > 50 || dtype != .float32)
    for (name, expected) in fields.pairs where name != "key" {
      let parts = name.split(separator: ":")
      let sizes = parts[1] == "scalar" ? [] : parts[1].split(separator: "x").compactMap { Int($0) }
      let made = try array(String(parts[0]), key, sizes, dtype)
      let expected = try #require(expected.leaf)
      let scale = maximumAbsoluteDifference(expected, zeros(expected))
      #expect(
        maximumAbsoluteDifference(made, expected) <= tolerance * max(1, scale), "\(name)")
    }
  }

  private func array(
    _ text: String, _ key: Tensor, _ sizes: [Int], _ dtype: DType
  ) throws -> NDArray {
    let expression = try parseExpression(parseYAML("\"\(text)\"", file: "test"))
    let place = Diagnostics.SourceLocation(file: "test", line: 1, column: 1)
    let namespace = Namespace()
    let frame = Frame(inside: namespace.globals, kind: .function, locate: { _ in place })
    guard case .leaf(.function(let make)) = try namespace.value(frame.value(expression)) else {
      Issue.record("\(text) is no function")
      return NDArray(0.0)
    }
    let made = try make(
      Arguments([.tensor(key), .tuple(sizes.map { .int($0) }), .leaf(.dtype(dtype))]))
    let program = try Program(inputs: [], outputs: [made.tensor()])
    return try #require(try ReferenceExecutor().run(program, []).first)
  }

  private func zeros(_ array: NDArray) -> NDArray {
    NDArray(shape: array.shape, dtype: array.dtype) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}
