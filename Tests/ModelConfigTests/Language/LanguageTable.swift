import Arrays
import Diagnostics
import Reference
import Foundation
import LiftedScan
import ProgramIR
import Python
import Python
import TestSupport

@testable import FlaxNames
@testable import ModelConfig

/// The cases of one file of `Tests/Fixtures/language`, and what JAX makes of them.
struct LanguageTable {
  struct Case {
    var text: String
    /// The types of the leaves, a star after a weak one; `nil` where JAX raises.
    var types: [String]?
    var values: [NDArray]
  }

  let cases: [Case]

  init(_ name: String) throws {
    let lines = try String(
      contentsOfFile: fixturePath("language/\(name).tsv"), encoding: .utf8
    ).split(separator: "\n").dropFirst()
    var values = try fixture("language/\(name).npy").leavesInOrderWithPaths.map(\.leaf)[...]
    cases = lines.map { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let text = columns[0].replacing("\\n", with: "\n").replacing("\\\\", with: "\\")
      guard columns[1] != "error" else { return Case(text: text, types: nil, values: []) }
      // JAX calls weak what it compares with a Python number; a bool gives way to nothing.
      let types =
        columns[1].isEmpty
        ? []
        : columns[1].replacing("bool*", with: "bool").replacing("; ", with: "\t")
          .split(separator: "\t").map(String.init)
      defer { values.removeFirst(types.count) }
      return Case(text: text, types: types, values: Array(values.prefix(types.count)))
    }
  }

  /// What is wrong with a case, or nothing.
  static func problem(
    _ test: Case, inputs: [(String, NDArray)], namespace: Namespace
  ) -> String? {
    do {
      let (types, values) = try evaluate(test.text, inputs: inputs, namespace: namespace)
      guard let expected = test.types else { return "no error, but \(types)" }
      guard types == expected else { return "\(types) instead of \(expected)" }
      for (value, reference) in zip(values, test.values) {
        let difference = maximumAbsoluteDifference(value, reference)
        let scale = maximumMagnitude(reference)
        guard difference <= tolerance(value.dtype) * max(1, scale) else {
          return "differs by \(difference): \(describe(value)) instead of \(describe(reference))"
        }
      }
      return nil
    } catch {
      return test.types == nil ? nil : "\(error)"
    }
  }

  /// The types and values of a case's leaves.
  static func evaluate(
    _ text: String, inputs: [(String, NDArray)], namespace: Namespace = Namespace()
  ) throws -> (types: [String], values: [NDArray]) {
    let placeholders = inputs.map { ($0.0, Tensor.placeholder(ArrayType(of: $0.1))) }
    let frame = Frame(inside: namespace.globals, kind: .function, locate: place)
    for (name, tensor) in placeholders { frame.bind(name, to: namespace.object(.tensor(tensor))) }
    let result = try diagnosing {
      try namespace.value(self.result(of: text, in: frame)).tensors("result")
    }
    let leaves = result.leaves
    let program = try Program(inputs: placeholders.map(\.1), outputs: leaves)
    let values = try ReferenceExecutor().run(program, inputs.map(\.1))
    return (leaves.map(\.description), values)
  }

  /// What an expression gives, or what the statements of a function's body return.
  private static func result(of text: String, in frame: Frame) throws -> PyObject {
    guard text.contains("return ") || text.contains("raise ") else {
      return try frame.value(parseExpression(text, locate: place(_:)))
    }
    let statements = try parseStatements(text, locate: place(_:))
    let names = frame.names.keys.sorted()
    let signature = Python.Signature(
      names.map { .init(name: $0, kind: .ordinary, default: nil) })
    let function = PyFunction(
      "body", signature, statements, locals: boundNames(in: statements).union(names), in: frame
    ) { _ in }
    return try function.call(PyArguments(names.compactMap { frame.names[$0] }))
  }

  /// Relative to the largest value: float32 as functions round differently in their last places,
  /// half floats by a few units in the last place; all else is equal.
  private static func tolerance(_ dtype: DType) -> Double {
    switch dtype {
    case .float32: 2e-6
    case .float16: 0x1p-9
    case .bfloat16: 0x1p-6
    default: 0
    }
  }
}

/// The largest finite magnitude in an array of floats; 0 for other types.
private func maximumMagnitude(_ array: NDArray) -> Double {
  guard array.dtype.isFloating else { return 0 }
  return array.converted(to: .float64).elements(as: Double.self)
    .filter(\.isFinite).map(\.magnitude).max() ?? 0
}

private func describe(_ array: NDArray) -> String {
  guard !array.dtype.isComplex else { return "\(array.dtype)" }
  return "\(array.converted(to: .float64).elements(as: Double.self).prefix(12))"
}

private func place(_ position: Position) -> SourceLocation {
  TestSupport.place(line: position.line, column: position.column)
}
