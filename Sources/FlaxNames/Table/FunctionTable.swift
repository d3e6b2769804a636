import Diagnostics
import LiftedScan
import ProgramIR

/// Built-in functions, and constants, by name: a row each.
struct FunctionTable {
  /// A row of the table: name, signature, documentation, traits and implementation.
  struct Row {
    /// The name, without its library.
    var name: String
    /// Signature of a callable; `nil` for any other value.
    let signature: RowSignature?
    /// Description of the function, in a line; empty where there is none.
    let summary: String
    /// Name of the row whose alias this is; `nil` if it isn't one.
    var original: String?
    /// The function or constant.
    var value: Value
    /// Whether the row only gives the reason why the name isn't supported.
    var isRefused = false
  }

  /// The rows by name.
  private(set) var rows: [String: Row] = [:]

  /// Value of a name; `nil` if the table lacks it.
  subscript(_ name: String) -> Value? { rows[name]?.value }

  /// The names.
  var names: some Sequence<String> { rows.keys }

  /// Adds a function.
  ///
  /// - Parameters:
  ///   - signature: The parameters as Python writes them: `(a, axis=None, *, keepdims=False)`. A
  ///     default that is a literal is the argument where none is given; any other, such as `_NoValue`,
  ///     is for readers only.
  ///   - summary: What it does, in a line.
  ///   - ignored: The parameters whose arguments change nothing here. An argument of any other that
  ///     `body` doesn't look at is refused.
  ///   - ignoresAll: Whether that is so for all parameters.
  mutating func add(
    _ name: String, _ signature: String, _ summary: String, ignoring ignored: [String] = [],
    ignoresAll: Bool = false, _ body: @escaping (CallParameters) throws -> Value
  ) {
    let signature = RowSignature(signature)
    let function = Function(name) { arguments in
      let parameters = try CallParameters(arguments, row: signature, of: name)
      let result = try body(parameters)
      if !ignoresAll { try parameters.checkAllRead(ignoring: ignored) }
      return result
    }
    rows[name] = Row(
      name: name, signature: signature, summary: summary, value: .leaf(.function(function)))
  }

  /// Adds a function of one array, which is given by position.
  mutating func add(
    elementwise name: String, _ summary: String, _ body: @escaping (Tensor) throws -> Tensor
  ) {
    add(elementwise: name, "(x, /)", summary, body)
  }

  /// Adds a function of one array.
  mutating func add(
    elementwise name: String, _ signature: String, _ summary: String,
    _ body: @escaping (Tensor) throws -> Tensor
  ) {
    let row = RowSignature(signature)
    add(name, signature, summary) {
      .tensor(try body($0.tensor(row.name(at: 0))))
    }
  }

  /// Adds a function of two arrays.
  mutating func add(
    elementwise name: String, _ signature: String, _ summary: String,
    _ body: @escaping (Tensor, Tensor) throws -> Tensor
  ) {
    let row = RowSignature(signature)
    add(name, signature, summary) {
      .tensor(try body($0.tensor(row.name(at: 0)), $0.tensor(row.name(at: 1))))
    }
  }

  /// Adds another value.
  mutating func add(_ name: String, _ summary: String = "", value: Value) {
    rows[name] = Row(name: name, signature: nil, summary: summary, value: value)
  }

  /// Adds a known name without support, and the reason.
  mutating func refuse(_ name: String, _ reason: Diagnostic) {
    let function = Function(name) { _ in throw reason }
    rows[name] = Row(
      name: name, signature: nil, summary: reason.problem, value: .leaf(.function(function)),
      isRefused: true)
  }

  /// Gives a function another signature. It is called with the arguments that it knows, the first
  /// by position.
  mutating func replaceSignature(
    _ name: String, _ signature: String, ignoring ignored: [String] = []
  ) {
    guard let row = rows[name], case .leaf(.function(let function)) = row.value,
      let inner = row.signature
    else { return }
    let outer = RowSignature(signature)
    add(name, signature, row.summary, ignoring: ignored) { parameters in
      let first = try parameters.required(outer.name(at: 0))
      let further = inner.names.dropFirst().compactMap { name in
        parameters[name].map { (name: name, value: $0) }
      }
      return try function(Arguments([first], keywords: further))
    }
  }

  /// Adds a row of another table.
  mutating func add(_ row: Row) { rows[row.name] = row }

  /// Puts another function in a row.
  mutating func replace(_ name: String, _ body: @escaping (Arguments) throws -> Value) {
    replace(name, Function(name, body))
  }

  /// Puts another function in a row.
  mutating func replace(_ name: String, _ function: Function) {
    rows[name]?.value = .leaf(.function(function))
  }

  /// Removes a function.
  mutating func remove(_ name: String) { rows[name] = nil }

  /// Adds an alias of a name.
  mutating func alias(_ name: String, of other: String) {
    guard var row = rows[other] else { return }
    row.original = row.original ?? other
    row.name = name
    rows[name] = row
  }
}
