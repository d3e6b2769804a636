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

  /// Streams that a key is given for, though the model seems to have none of that name.
  var idleStreams: [String] = []

  /// Says what the user should know though nothing is wrong.
  func reportWarnings() {
    reportPrinted(traced.printed)
    for warning in traced.warnings { report("warning: \(warning)") }
    for stream in idleStreams {
      report("warning: nothing draws from the stream '\(stream)' (--rng \(stream))")
    }
  }

  /// Runs the program.
  ///
  /// - Parameter memory: gives the memory for a leaf of the result, by its position, if it has any.
  /// - Returns: the result, and the variables of the mutable collections.
  func run(
    _ settings: ExecutionSettings = ExecutionSettings(),
    into memory: (_ leaf: Int, ArrayType) throws -> OutputMemory? = { _, _ in nil }
  ) throws -> (result: Tree<NDArray>, variables: Tree<NDArray>) {
    if isInitializing { try checkMemory(for: traced.variables.leaves, "variables") }
    let executor = try executor(settings.plan)
    if settings.printsPlan { report("plan\n\(try executor.plan.report(on: traced.program))") }
    let inputs = try self.inputs
    let resultCount = traced.result.leaves.count
    let profile = settings.profiles ? Profile() : nil
    let outputs = try executor.run(inputs, profile: profile) { index, type in
      index < resultCount ? try memory(index, type) : nil
    }
    if let profile { report("profile\n\(profile)") }
    if settings.plan.storesWeightsAsBFloat16, settings.tellsDifference {
      let matrixCount = executor.plan.narrowMatrixCount
      report("weights in bfloat16: " + (try difference(outputs, inputs, settings, matrixCount)))
    }
    return (
      traced.result.replacingLeaves(with: Array(outputs.prefix(resultCount))),
      traced.variables.replacingLeaves(with: Array(outputs.dropFirst(resultCount)))
    )
  }

  /// What runs the program; the variables mostly are the same from run to run.
  func executor(_ options: PlanOptions) throws -> Executor {
    var options = options
    options.fixedInputs = Set(
      traced.inputs.indices.filter { index in
        if case .variable = traced.inputs[index] { true } else { false }
      })
    return try Executor(traced.program, options: options)
  }

  /// Refuses to make arrays that memory can't hold.
  func checkMemory(for types: [ArrayType], _ what: String) throws {
    let byteCount = { (type: ArrayType) in type.shape.elementCount * type.dtype.byteCount }
    guard let largest = types.max(by: { byteCount($0) < byteCount($1) }) else { return }
    let memory = FileSystem.memoryByteCount
    guard byteCount(largest) > memory else { return }
    throw Diagnostic(
      "the \(what) need more memory than there is", expected: "at most \(memory.byteText)",
      got: "\(byteCount(largest).byteText) for \(largest.strong)",
      hint: "check the sizes and features in the config")
  }

  /// The arrays that the program's inputs are.
  var inputs: [NDArray] { get throws { try traced.inputs.map(array) } }

  /// How far outputs are from those with weights as they are, in words; found by another run, if
  /// that is one of moderate size and there is a difference.
  func difference(
    _ outputs: [NDArray], _ inputs: [NDArray], _ settings: ExecutionSettings, _ matrixCount: Int
  ) throws -> String {
    guard matrixCount > 0 else {
      return "none, as no loop multiplies by the same matrix again and again"
    }
    let matrices = "\(matrixCount) \(matrixCount == 1 ? "matrix" : "matrices")"
    let byteCount = (inputs + outputs).map(\.byteCount).reduce(0, +)
    let limit = settings.largestComparedByteCount
    guard byteCount <= limit else {
      return "\(matrices); the difference isn't measured for more than \(limit.byteText) of arrays"
    }
    var plain = settings.plan
    plain.storesWeightsAsBFloat16 = false
    let exact = try executor(plain).run(inputs)
    let largest = zip(outputs, exact).map(largestDifference).max() ?? 0
    return "\(matrices); outputs differ by at most \(largest)"
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

/// The largest difference of two arrays' elements, as far as they are floats.
private func largestDifference(_ a: NDArray, _ b: NDArray) -> Float {
  guard a.dtype.isFloating else { return 0 }
  let (a, b) = (a.converted(to: .float32), b.converted(to: .float32))
  return zip(a.elements(as: Float.self), b.elements(as: Float.self)).reduce(0) { largest, pair in
    pair.0 == pair.1 ? largest : max(largest, (pair.0 - pair.1).magnitude)
  }
}
