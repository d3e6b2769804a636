extension Statement: CustomStringConvertible {
  /// The statement in Python, with every operator in parentheses.
  public var description: String { lines.joined(separator: "\n") }

  private var lines: [String] {
    switch kind {
    case .expression(let value): ["\(value)"]
    case .assignment(let targets, let value):
      [targets.map { "\($0) = " }.joined() + value.description]
    case .augmentedAssignment(let target, let operation, let value):
      ["\(target) \(operation.rawValue)= \(value)"]
    case .return(let value): [value.map { "return \($0)" } ?? "return"]
    case .conditional(let branches, let otherwise):
      branches.enumerated().flatMap { index, branch in
        block("\(index == 0 ? "if" : "elif") \(branch.condition)", branch.body)
      } + elseBlock(otherwise)
    case .loop(let target, let items, let body, let otherwise):
      block("for \(target) in \(items)", body) + elseBlock(otherwise)
    case .whileLoop(let condition, let body, let otherwise):
      block("while \(condition)", body) + elseBlock(otherwise)
    case .with(let contexts, let body):
      block("with \(contexts.map(\.description).joined(separator: ", "))", body)
    case .function(let function):
      function.decorators.map { "@\($0)" }
        + block("def \(function.name)(\(function.parameters.text))", function.body)
    case .assertion(let condition, let message):
      [message.map { "assert \(condition), \($0)" } ?? "assert \(condition)"]
    case .raise(let error): [error.map { "raise \($0)" } ?? "raise"]
    case .delete(let targets): ["del \(targets.map(\.description).joined(separator: ", "))"]
    case .nonlocal(let names): ["nonlocal \(names.joined(separator: ", "))"]
    case .break: ["break"]
    case .continue: ["continue"]
    case .pass: ["pass"]
    }
  }

  private func elseBlock(_ otherwise: [Statement]) -> [String] {
    otherwise.isEmpty ? [] : block("else", otherwise)
  }

  private func block(_ head: String, _ body: [Statement]) -> [String] {
    ["\(head):"] + body.flatMap { $0.lines.map { "    \($0)" } }
  }
}

extension Body: CustomStringConvertible {
  /// The statements in Python, with every operator in parentheses.
  public var description: String { statements.map(\.description).joined(separator: "\n") }
}
