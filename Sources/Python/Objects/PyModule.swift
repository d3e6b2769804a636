import Diagnostics

/// A module: names that an `import` brings.
public final class PyModule: PyReference, @unchecked Sendable {
  /// Dotted name of the module.
  public let name: String
  private let listNames: (() -> [String])?
  private let find: (String) throws -> PyObject?
  /// The error of a name that it lacks; `nil` for the usual one.
  let explain: ((String) -> Diagnostic)?

  /// A module whose names are looked up on first use.
  ///
  /// - Parameter explain: the error of a name that it lacks.
  public init(
    _ name: String, publicNames: (() -> [String])? = nil,
    find: @escaping (String) throws -> PyObject?, explain: ((String) -> Diagnostic)? = nil
  ) {
    (self.name, listNames, self.find, self.explain) = (name, publicNames, find, explain)
    super.init()
  }

  /// A module of these names.
  public convenience init(_ name: String, _ values: [String: PyObject]) {
    self.init(name, publicNames: { values.keys.sorted() }) { values[$0] }
  }

  /// The names that `import *` brings; `nil` if it isn't known.
  public var publicNames: [String]? { listNames?() }

  public override var type: PyClass { .module }

  public override func attribute(_ name: String) throws -> PyObject? {
    if let value = try find(name) { return value }
    return name == "__name__" ? .string(self.name) : nil
  }

  public override var attributeNames: [String] { publicNames ?? [] }

  public override func representation() throws -> String { "<module '\(name)'>" }

  public override var noun: String { "the module \(name)" }
}

/// Placeholder of an import that isn't known here, or of a value made of one: an error where it is
/// used.
public final class PyMissing: PyReference, @unchecked Sendable {
  private let what: String
  /// The error of its use.
  public let refusal: Diagnostic

  /// A placeholder of the name that an import binds.
  init(_ name: String, import text: String, in frame: Frame) {
    what = name
    refusal = Diagnostic(
      "'\(name)' is not known here", hint: "it comes from '\(text)'")
    super.init()
  }

  /// A placeholder of a value that couldn't be made because of an error.
  public init(_ what: String, because error: Diagnostic) {
    self.what = what
    refusal = error
    super.init()
  }

  public override func attribute(_ name: String) throws -> PyObject? { throw refusal }
  public override func setAttribute(_ name: String, to value: PyObject) throws { throw refusal }
  public override func item(_ index: PyObject) throws -> PyObject { throw refusal }
  public override func setItem(_ index: PyObject, to value: PyObject) throws { throw refusal }
  public override func call(_ arguments: PyArguments) throws -> PyObject { throw refusal }
  public override func iterator() throws -> PyIterator? { throw refusal }
  public override func isTrue() throws -> Bool { throw refusal }
  public override func count() throws -> Int? { throw refusal }
  public override func contains(_ item: PyObject) throws -> Bool? { throw refusal }
  public override func unary(_ operation: UnaryOperator) throws -> PyObject? { throw refusal }
  public override func hashKey() throws -> HashKey { throw refusal }
  public override func representation() throws -> String { throw refusal }
  public override var noun: String { "'\(what)', which is not known here" }

  public override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? { throw refusal }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? { throw refusal }
}
