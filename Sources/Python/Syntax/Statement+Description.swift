extension Statement: CustomStringConvertible {
  /// The statement in Python, with every operator in parentheses.
  public var description: String { lines.joined(separator: "\n") }

  fileprivate var lines: [String] {
    switch kind {
    case .conditional(let branches, let otherwise):
      branches.enumerated().flatMap { index, branch in
        block("\(index == 0 ? "if" : "elif") \(branch.condition)", branch.body)
      } + clause("else", otherwise)
    case .loop(let target, let items, let body, let otherwise):
      block("for \(target) in \(items)", body) + clause("else", otherwise)
    case .whileLoop(let condition, let body, let otherwise):
      block("while \(condition)", body) + clause("else", otherwise)
    case .with(let items, let body): block("with \(list(items))", body)
    case .try(let statement): statement.lines
    case .match(let subject, let cases):
      ["match \(subject):"] + cases.flatMap { indented($0.lines) }
    case .function(let function): function.lines
    case .class(let definition): definition.lines
    default: [simpleDescription]
    }
  }

  /// A statement without blocks.
  private var simpleDescription: String {
    switch kind {
    case .expression(let value): value.description
    case .assignment(let targets, let value):
      targets.map { "\($0) = " }.joined() + value.description
    case .annotated(let target, let annotation, let value):
      "\(target): \(annotation)" + (value.map { " = \($0)" } ?? "")
    case .augmentedAssignment(let target, let operation, let value):
      "\(target) \(operation.rawValue)= \(value)"
    case .return(let value): value.map { "return \($0)" } ?? "return"
    case .assertion(let condition, let message):
      "assert \(condition)" + (message.map { ", \($0)" } ?? "")
    case .raise(let error, let cause):
      "raise" + (error.map { " \($0)" } ?? "") + (cause.map { " from \($0)" } ?? "")
    case .delete(let targets): targets.isEmpty ? "del ()" : "del \(list(targets))"
    case .nonlocal(let names): "nonlocal \(list(names))"
    case .global(let names): "global \(list(names))"
    case .import(let modules): "import \(list(modules))"
    case .importFrom(let names): names.description
    case .break: "break"
    case .continue: "continue"
    default: "pass"
    }
  }
}

private func list(_ items: [some CustomStringConvertible]) -> String {
  items.map(\.description).joined(separator: ", ")
}

private func block(_ head: String, _ body: [Statement]) -> [String] {
  ["\(head):"] + indented(body.flatMap(\.lines))
}

private func indented(_ lines: [String]) -> [String] { lines.map { "    \($0)" } }

/// `else:` or `finally:` with its block, if there is one.
private func clause(_ head: String, _ body: [Statement]) -> [String] {
  body.isEmpty ? [] : block(head, body)
}

extension FunctionDefinition {
  fileprivate var lines: [String] {
    let head = "def \(name)(\(parameters.text))" + (returned.map { " -> \($0)" } ?? "")
    return decorators.map { "@\($0)" } + block(head, body)
  }
}

extension ClassDefinition {
  fileprivate var lines: [String] {
    let head = arguments.isEmpty ? "class \(name)" : "class \(name)(\(list(arguments)))"
    return decorators.map { "@\($0)" } + block(head, body)
  }
}

extension TryStatement {
  fileprivate var lines: [String] {
    block("try", body) + handlers.flatMap(\.lines) + clause("else", otherwise)
      + clause("finally", finally)
  }
}

extension ExceptionHandler {
  fileprivate var lines: [String] {
    let head = "except" + (type.map { " \($0)" } ?? "") + (name.map { " as \($0)" } ?? "")
    return block(head, body)
  }
}

extension MatchCase {
  fileprivate var lines: [String] {
    block("case \(pattern)" + (condition.map { " if \($0)" } ?? ""), body)
  }
}

extension WithItem: CustomStringConvertible {
  /// The item in Python.
  public var description: String { "\(context)" + (target.map { " as \($0)" } ?? "") }
}

extension ImportedModule: CustomStringConvertible {
  /// The module in Python.
  public var description: String {
    path.joined(separator: ".") + (alias.map { " as \($0)" } ?? "")
  }
}

extension ImportedNames: CustomStringConvertible {
  /// The import in Python.
  public var description: String {
    let dots = String(repeating: ".", count: level)
    return "from \(dots)\(module.joined(separator: ".")) import \(names.map(list) ?? "*")"
  }
}

extension ImportedName: CustomStringConvertible {
  /// The name in Python.
  public var description: String { name + (alias.map { " as \($0)" } ?? "") }
}

extension Pattern: CustomStringConvertible {
  /// The pattern in Python.
  public var description: String {
    switch kind {
    case .value(let value): value.patternDescription
    case .singleton(let value): value.description
    case .wildcard: "_"
    case .capture(let name): name
    case .sequence(let items): "[\(list(items))]"
    case .starred(let name): "*\(name ?? "_")"
    case .mapping(let items, let rest):
      "{\((items.map(\.description) + (rest.map { ["**\($0)"] } ?? [])).joined(separator: ", "))}"
    case .class(let type, let positional, let keywords):
      "\(type)(\((positional.map(\.description) + keywords.map(\.description)).joined(separator: ", ")))"
    case .alternatives(let items):
      "(\(items.map(\.description).joined(separator: " | ")))"
    case .named(let pattern, let name): "(\(pattern) as \(name))"
    }
  }
}

extension MappingPatternItem: CustomStringConvertible {
  /// The item in Python.
  public var description: String { "\(key.patternDescription): \(pattern)" }
}

extension KeywordPattern: CustomStringConvertible {
  /// The pattern in Python.
  public var description: String { "\(name)=\(pattern)" }
}

extension Expression {
  /// The expression as a pattern writes it: numbers with signs stand without parentheses.
  fileprivate var patternDescription: String {
    switch kind {
    case .unary(.minus, let value): "-\(value)"
    case .binary(let operation, let left, let right):
      "\(left.patternDescription) \(operation.rawValue) \(right)"
    default: description
    }
  }
}
