import LiftedScan
import ProgramIR

/// Built-in functions, and constants, by name: a row each.
struct FunctionTable {
  /// All there is to a name.
  struct Row {
    /// The name, without its library.
    var name: String
    /// The parameters; `nil` for what can't be called.
    let signature: RowSignature?
    /// What it does, in a line; empty where nothing is said yet.
    let summary: String
    /// The row whose other name this is, if it is one.
    var original: String?
    /// The function or constant.
    var value: Value
  }

  /// The rows by name.
  private(set) var rows: [String: Row] = [:]

  /// What a name means.
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
  mutating func add(
    _ name: String, _ signature: String, _ summary: String,
    _ body: @escaping (CallParameters) throws -> Value
  ) {
    let signature = RowSignature(signature)
    let function = Function(name) { arguments in
      try body(CallParameters(arguments, row: signature, of: name))
    }
    rows[name] = Row(
      name: name, signature: signature, summary: summary, value: .leaf(.function(function)))
  }

  /// Adds a function of one array.
  mutating func add(
    elementwise name: String, _ signature: String = "(x, /)", _ summary: String,
    _ body: @escaping (Tensor) throws -> Tensor
  ) {
    let signature = RowSignature(signature)
    let function = Function(name) { arguments in
      let parameters = try CallParameters(arguments, row: signature, of: name)
      return .tensor(try body(parameters.tensor(signature.name(at: 0))))
    }
    rows[name] = Row(
      name: name, signature: signature, summary: summary, value: .leaf(.function(function)))
  }

  /// Adds a function of two arrays.
  mutating func add(
    elementwise name: String, _ signature: String = "(x, y, /)", _ summary: String,
    _ body: @escaping (Tensor, Tensor) throws -> Tensor
  ) {
    let signature = RowSignature(signature)
    let function = Function(name) { arguments in
      let parameters = try CallParameters(arguments, row: signature, of: name)
      let (x, y) = (
        try parameters.tensor(signature.name(at: 0)), try parameters.tensor(signature.name(at: 1))
      )
      return .tensor(try body(x, y))
    }
    rows[name] = Row(
      name: name, signature: signature, summary: summary, value: .leaf(.function(function)))
  }

  /// Adds another value.
  mutating func add(_ name: String, _ summary: String = "", value: Value) {
    rows[name] = Row(name: name, signature: nil, summary: summary, value: value)
  }

  /// Adds a row of another table.
  mutating func add(_ row: Row) { rows[row.name] = row }

  /// Puts another function in a row.
  mutating func replace(_ name: String, _ body: @escaping (Arguments) throws -> Value) {
    rows[name]?.value = .leaf(.function(Function(name, body)))
  }

  /// Removes a function.
  mutating func remove(_ name: String) { rows[name] = nil }

  /// Adds another name for what is there.
  mutating func alias(_ name: String, of other: String) {
    guard var row = rows[other] else { return }
    row.original = row.original ?? other
    row.name = name
    rows[name] = row
  }
}

// MARK: Rows without a signature yet

extension FunctionTable {
  /// Adds a function; `parameters` are their names in order, with spaces between.
  mutating func add(
    _ name: String, _ parameters: String, _ body: @escaping (CallParameters) throws -> Value
  ) {
    let names = parameters.split(separator: " ").map { "\($0)=None" }
    add(name, "(\(names.joined(separator: ", ")))", "", body)
  }

  /// Adds a function of any number of positional arguments, found together under `rest`, and of
  /// arguments by name.
  mutating func add(
    _ name: String, _ parameters: String, rest: String, keywords: String = "",
    _ body: @escaping (CallParameters) throws -> Value
  ) {
    let leading = parameters.split(separator: " ").map { "\($0)=None" }
    let following = keywords.split(separator: " ").map { "\($0)=None" }
    let names = leading + ["*\(rest)"] + following
    add(name, "(\(names.joined(separator: ", ")))", "", body)
  }

  /// Adds a function of one array.
  mutating func add(_ name: String, _ body: @escaping (Tensor) throws -> Tensor) {
    add(elementwise: name, "(x)", "", body)
  }

  /// Adds a function of two arrays.
  mutating func add(_ name: String, _ body: @escaping (Tensor, Tensor) throws -> Tensor) {
    add(elementwise: name, "(x1, x2)", "", body)
  }

  /// Adds a function that takes its arguments as they come.
  mutating func add(variadic name: String, _ body: @escaping (Arguments) throws -> Value) {
    add(name, value: .leaf(.function(Function(name, body))))
  }
}
