import ArrayFiles
import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig

/// A call of a model, traced, with the arrays it reads.
struct PreparedCall {
  /// The program and where its inputs and outputs belong.
  var traced: TracedCall
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
  func run() throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    let outputs = try Executor(traced.program).run(traced.inputs.map(array))
    let resultCount = traced.result.leaves.count
    return (
      traced.result.replacingLeaves(with: Array(outputs.prefix(resultCount))),
      traced.variables.replacingLeaves(with: Array(outputs.dropFirst(resultCount)))
    )
  }

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
