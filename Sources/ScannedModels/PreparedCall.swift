import ArrayFiles
import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

/// A call of a model, traced, with the arrays that it reads.
package struct PreparedCall {
  /// The model that is called.
  let model: ScannedModel
  /// The program, and the places of its inputs and outputs in arguments, variables and results.
  package var traced: TracedCall
  /// Whether the call is `init` and not `apply`.
  let isInitializing: Bool
  /// The inputs.
  package let binding: CallBinding
  /// The lengths of the sequences, if they are given.
  let lengths: NDArray?
  /// The keys of the streams.
  let keys: [String: RandomKey]
  /// The variables.
  package var variables: Tree<StoredArray> = .dict(.init())
  /// Streams with a key that aren't drawn from.
  package var idleStreams: [String] = []

  /// Warnings of the call.
  package var warnings: [String] {
    traced.warnings + narrowingWarnings
      + idleStreams.map { "nothing draws from the stream '\($0)' (--rng \($0))" }
  }

  /// Warnings of variables that the program uses, which are narrowed.
  package var narrowingWarnings: [String] {
    traced.inputs.compactMap { input in
      if case .variable(let path) = input { variables.part(at: path)?.leaf } else { nil }
    }.narrowingWarnings
  }

  /// Runs the program.
  ///
  /// - Parameter memory: the memory for a leaf of the result, by its position; `nil` where the
  ///   executor is to allocate it.
  /// - Returns: the result, and the variables of the mutable collections.
  package func run(
    _ executor: Executor? = nil, profile: Profile? = nil,
    into memory: (_ leaf: Int, ArrayType) throws -> OutputMemory? = { _, _ in nil }
  ) throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    if isInitializing { try checkMemory(for: traced.variables.leaves, "variables") }
    let executor = try executor ?? self.executor(.allProcessors)
    let resultCount = traced.result.leaves.count
    let outputs = try executor.run(inputs, profile: profile) { index, type in
      index < resultCount ? try memory(index, type) : nil
    }
    return (
      traced.result.replacingLeaves(with: Array(outputs.prefix(resultCount))),
      traced.variables.replacingLeaves(with: Array(outputs.dropFirst(resultCount)))
    )
  }

  /// An executor of the program, for which the variables are the same from run to run.
  package func executor(_ options: PlanOptions) throws -> Executor {
    var options = options
    options.fixedInputs = Set(
      traced.inputs.indices.filter { index in
        if case .variable = traced.inputs[index] { true } else { false }
      })
    return try Executor(traced.program, options: options)
  }

  /// Refuses to make arrays that memory can't hold.
  package func checkMemory(for types: [ArrayType], _ what: String) throws {
    guard let largest = types.max(by: { $0.byteCount < $1.byteCount }) else { return }
    let memory = FileSystem.memoryByteCount
    guard largest.byteCount > memory else { return }
    throw Diagnostic(
      "the \(what) need more memory than there is", expected: "at most \(memory.byteText)",
      got: "\(largest.byteCount.byteText) for \(largest.strong)",
      hint: "check the sizes and features in the config")
  }

  /// The arrays that the program's inputs are; of the variables, those that the program uses are read.
  package var inputs: [NDArray] { get throws { try traced.inputs.map(array) } }

  private func array(_ input: TracedCall.Input) throws -> NDArray {
    let array: NDArray? =
      switch input {
      case .key(let stream): keys[stream]?.array
      case .variable(let path): try variables.part(at: path)?.leaf?.read()
      case .argument(let position, let path): try binding.givenArray(position, path)
      case .lengths: lengths
      }
    guard let array else { throw Diagnostic("an input is missing", code: .internalFault) }
    return array
  }
}

extension ArrayType {
  /// Size in bytes of an array of the type.
  var byteCount: Int { shape.elementCount * dtype.byteCount }
}
