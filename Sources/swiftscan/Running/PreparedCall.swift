import ArrayFiles
import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

/// A call of a model, traced, with the arrays it reads.
struct PreparedCall {
  /// The program and where its inputs and outputs belong.
  var traced: TracedCall
  /// Whether this is `init`.
  let isInitializing: Bool
  /// The inputs.
  let binding: CallBinding
  /// The keys of the streams.
  let keys: [String: RandomKey]
  /// The variables there are.
  var variables: Tree<NDArray> = .dict(.init())

  /// Says what the user should know though nothing is wrong.
  func reportWarnings() {
    for warning in traced.warnings { report("warning: \(warning)") }
  }

  /// Runs the program.
  ///
  /// - Returns: the result, and the variables of the mutable collections.
  /// - Throws: when what is to be made is larger than memory.
  func run() throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    if isInitializing { try checkMemory() }
    let outputs = try Executor(traced.program).run(inputs)
    let resultCount = traced.result.leaves.count
    return (
      traced.result.replacingLeaves(with: Array(outputs.prefix(resultCount))),
      traced.variables.replacingLeaves(with: Array(outputs.dropFirst(resultCount)))
    )
  }

  /// Refuses variables that memory can't hold.
  private func checkMemory() throws {
    let types = traced.variables.leaves
    let byteCount = { (type: ArrayType) in type.shape.elementCount * type.dtype.byteCount }
    guard let largest = types.max(by: { byteCount($0) < byteCount($1) }) else { return }
    let memory = FileSystem.memoryByteCount
    guard byteCount(largest) > memory else { return }
    throw Diagnostic(
      "the variables need more memory than there is", expected: "at most \(memory.byteText)",
      got: "\(byteCount(largest).byteText) for \(largest.strong)",
      hint: "check the sizes and features in the config")
  }

  /// The arrays that the program's inputs are.
  var inputs: [NDArray] { get throws { try traced.inputs.map(array) } }

  /// The array that an input of the program is.
  private func array(_ input: TracedCall.Input) throws -> NDArray {
    let array: NDArray? =
      switch input {
      case .key(let stream): keys[stream]?.array
      case .variable(let path): variables.part(at: path)?.leaf
      case .argument(let position, let path): try binding.array(position, path)
      }
    guard let array else { throw Diagnostic("an input is missing", code: .internalFault) }
    return array
  }
}
