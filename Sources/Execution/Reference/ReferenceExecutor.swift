import Arrays
import Diagnostics
import ProgramIR

/// Runs programs one equation at a time and loops a scan step by step: the reference that faster
/// ways of running a program are compared with.
public struct ReferenceExecutor: Sendable {
  /// An executor; it has no state.
  public init() {}

  /// The program's outputs for these inputs.
  ///
  /// Values are released after the last equation that reads them.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the inputs aren't those the program
  ///   takes, or the program is broken.
  public func run(_ program: Program, _ inputs: [NDArray]) throws -> [NDArray] {
    try program.verify()
    try check(inputs, for: program)
    return try ProgramWalk(program).run(inputs)
  }

  private func check(_ inputs: [NDArray], for program: Program) throws {
    guard inputs.count == program.inputs.count else {
      throw Diagnostic(
        "the program takes another number of inputs", code: .internalFault,
        expected: "\(program.inputs.count)", got: "\(inputs.count)")
    }
    for (index, (variable, input)) in zip(program.inputs, inputs).enumerated()
    where !variable.type.matches(ArrayType(of: input)) {
      throw Diagnostic(
        "an input doesn't fit the program", code: .internalFault, path: "input \(index)",
        expected: "\(variable.type)", got: "\(ArrayType(of: input))")
    }
  }
}
