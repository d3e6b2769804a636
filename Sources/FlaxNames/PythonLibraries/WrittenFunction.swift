import Diagnostics
import LiftedScan
import Python

/// A function of the table that is written in Python, in terms of other rows. Its text is read when
/// it is first called.
final class WrittenFunction {
  private let name: String
  private let signature: RowSignature
  private let text: String
  private let namespace: Namespace
  private let ignored: [String]
  private var known: PyFunction?

  /// A function of the names that `namespace` knows.
  init(
    _ name: String, _ signature: RowSignature, _ text: String, ignoring ignored: [String] = [],
    in namespace: Namespace
  ) {
    (self.name, self.signature, self.text, self.namespace) = (name, signature, text, namespace)
    self.ignored = ignored
  }

  /// Calls the function; its errors are those of the call.
  func callAsFunction(_ arguments: Arguments) throws -> Value {
    let parameters = try CallParameters(arguments, row: signature, of: name)
    do {
      let names = usedNames
      let given = names.map { namespace.object(parameters[$0] ?? Value.none) }
      try parameters.checkAllRead(ignoring: ignored)
      return try namespace.value(function(names).call(PyArguments(given)))
    } catch var fault as Diagnostic {
      if fault.location == Self.place { fault.location = nil }
      throw fault
    } catch var error as PyError {
      if error.diagnostic.location == Self.place { error.diagnostic.location = nil }
      throw error
    }
  }

  private func function(_ names: [String]) throws -> PyFunction {
    if let known { return known }
    let statements = try parseStatements(text) { _ in Self.place }
    let made = PyFunction(
      name,
      Signature(names.map { .init(name: $0, kind: .ordinary, default: nil) }), statements,
      locals: boundNames(in: statements).union(names),
      in: Frame(inside: namespace.globals, kind: .function, locate: { _ in Self.place })
    ) { _ in }
    known = made
    return made
  }

  /// Stands for any place in the text, which no user sees.
  private static let place = SourceLocation(file: "", line: 0, column: 0)

  /// The parameters that the text names: an argument of any other would be lost.
  private var usedNames: [String] {
    let words = Set(
      text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    return signature.names.filter { words.contains($0) }
  }
}

extension FunctionTable {
  /// Adds a function that is written in Python.
  mutating func add(
    _ name: String, _ signature: String, _ summary: String, ignoring ignored: [String] = [],
    in namespace: Namespace, python text: String
  ) {
    let written = WrittenFunction(
      name, RowSignature(signature), text, ignoring: ignored, in: namespace)
    add(name, signature, summary) { _ in .none }
    replace(name) { try written($0) }
  }

  /// Adds a Python version of a function for calls with a complex array among the arguments.
  mutating func wrap(
    _ name: String, _ signature: String, in namespace: Namespace, python text: String
  ) {
    let written = WrittenFunction(name, RowSignature(signature), text, in: namespace)
    wrap(name) { try written($1) }
  }
}
