import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python
import Reference
import TestSupport
import Testing

@testable import FlaxNames

/// Expects that lines of Python that begin with `- ` are true, after those without have run. They are
/// true of JAX: `scripts/fixtures/laws.py` checks that.
func expectLaws(
  _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let lines = text.split(separator: "\n").map(String.init)
  let laws = lines.filter { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
  let given = lines.filter { !$0.hasPrefix("- ") }
  let results = laws.map { "(\($0))" }.joined(separator: ", ")
  let values = try arrays(returnedBy: (given + ["return [\(results)]"]).joined(separator: "\n"))
  #expect(values.count == laws.count, sourceLocation: sourceLocation)
  for (law, value) in zip(laws, values) {
    #expect(value == NDArray(true), "\(law)", sourceLocation: sourceLocation)
  }
}

/// The arrays that the statements of a function's body return.
private func arrays(returnedBy body: String) throws -> [NDArray] {
  let namespace = Namespace()
  let locate = { (at: Position) in place(line: at.line, column: at.column) }
  let frame = Frame(inside: namespace.globals, kind: .function, locate: locate)
  let statements = try parseStatements(body, locate: locate)
  let function = PyFunction(
    "laws", Python.Signature([]), statements, locals: boundNames(in: statements), in: frame
  ) { _ in }
  let result = try namespace.value(function.call(PyArguments([]))).tensors("laws")
  let program = try Program(inputs: [], outputs: result.leaves)
  return try ReferenceExecutor().run(program, [])
}
