import Arrays
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
    try program.check(inputs)
    return try ProgramWalk(program).run(inputs)
  }
}
