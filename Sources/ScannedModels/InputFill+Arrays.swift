import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

extension InputFill {
  /// An array of a type.
  ///
  /// - Parameter input: the path of the input.
  /// - Throws: when there are no normal numbers of the dtype.
  func array(_ type: ArrayType, input: String) throws -> NDArray {
    switch self {
    case .zeros: return .zeros(type)
    case .ones:
      let ones = [Float](repeating: 1, count: type.shape.elementCount)
      return NDArray(ones, shape: type.shape).converted(to: type.dtype)
    case .normal:
      guard type.dtype.isFloating else {
        throw Diagnostic(
          "normal numbers are floats", code: .usage, path: input, got: "\(type.dtype)",
          hint: "pass zeros, ones or a file")
      }
      let numbers = try Tensor.key(seed: 0).normal(type.shape, type.dtype)
      return try Executor(Program(inputs: [], outputs: [numbers])).run([])[0]
    }
  }
}

extension CallBinding {
  /// The array at a place that a traced program reads.
  ///
  /// - Throws: when it isn't given, and nothing says what to fill it with.
  func givenArray(_ argument: Int, _ path: TreePath) throws -> NDArray {
    switch try array(argument, path) {
    case .array(let array): array
    case .fill(let fill, let type, let input): try fill.array(type, input: input)
    }
  }
}

extension NDArray {
  /// Zeros of a type.
  static func zeros(_ type: ArrayType) -> NDArray {
    NDArray(shape: type.shape, dtype: type.dtype) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}
