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
      } + (otherwise.isEmpty ? [] : block("else", otherwise))
    case .loop(let target, let items, let body): block("for \(target) in \(items)", body)
    case .function(let function):
      block("def \(function.name)(\(function.parameters.text))", function.body)
    case .assertion(let condition, let message):
      [message.map { "assert \(condition), \($0)" } ?? "assert \(condition)"]
    case .break: ["break"]
    case .continue: ["continue"]
    case .pass: ["pass"]
    }
  }

  private func block(_ head: String, _ body: [Statement]) -> [String] {
    ["\(head):"] + body.flatMap { $0.lines.map { "    \($0)" } }
  }
}

extension Body: CustomStringConvertible {
  /// The statements in Python, with every operator in parentheses.
  public var description: String { statements.map(\.description).joined(separator: "\n") }
}
