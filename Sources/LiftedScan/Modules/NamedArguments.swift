import Diagnostics
import ProgramIR

/// The arguments of a built-in module's method by its parameters' names. `None` counts as not
/// given.
struct NamedArguments {
  private let callee: String
  private let values: [String: Value]

  /// - Throws: when arguments and parameters don't match.
  init(_ arguments: Arguments, _ method: Method, of callee: String) throws {
    let names = method.parameterNames
    let positionalCount = method.parameters.firstIndex(where: \.isKeywordOnly) ?? names.count
    guard arguments.positional.count <= positionalCount else {
      var parts = names
      if positionalCount < names.count { parts.insert("*", at: positionalCount) }
      throw Diagnostic(
        "\(callee) takes at most \(positionalCount) arguments by position",
        expected: "(\(parts.joined(separator: ", ")))", got: "\(arguments.positional.count)")
    }
    self.callee = callee
    var values: [String: Value] = [:]
    for (name, value) in zip(names, try arguments.matched(to: names, of: callee)) {
      if case .none = value ?? .none { continue }
      values[name] = value
    }
    self.values = values
  }

  /// The value of a parameter, if it is given.
  subscript(_ name: String) -> Value? { values[name] }

  /// An array that must be given.
  func tensor(_ name: String) throws -> Tensor {
    guard let value = values[name] else {
      throw Diagnostic("\(callee) needs the argument '\(name)'")
    }
    return try value.tensor("argument '\(name)' of \(callee)")
  }

  /// An array, if it is given.
  func optionalTensor(_ name: String) throws -> Tensor? {
    try values[name].map { try $0.tensor("argument '\(name)' of \(callee)") }
  }

  /// A truth value known while tracing, if it is given.
  func optionalBool(_ name: String) throws -> Bool? {
    guard let value = values[name] else { return nil }
    guard case .leaf(.bool(let truth)) = value else {
      throw Diagnostic(
        "the argument '\(name)' of \(callee) must be True or False", got: value.text)
    }
    return truth
  }

  /// A setting that is given either by a field or by this argument (`nn.merge_param`).
  ///
  /// - Throws: when it is given by both or by neither.
  ///
  /// - Parameter default: the setting where nothing depends on it, which may then be an array; `nil`
  ///   where something does.
  func merged(_ name: String, field: Bool?, default: Bool? = nil) throws -> Bool {
    let isArray = if case .leaf(.tensor) = self[name] { true } else { false }
    switch (field, try isArray ? `default` ?? optionalBool(name) : optionalBool(name)) {
    case (let value?, nil), (nil, let value?): return value
    case (nil, nil):
      throw Diagnostic(
        "\(callee) must be told '\(name)', by its field or in the call",
        hint: "add \(name)=True or \(name)=False")
    case (.some, .some):
      throw Diagnostic(
        "\(callee) is told '\(name)' both by its field and in the call", hint: "drop one of them")
    }
  }
}
