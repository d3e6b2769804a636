import Diagnostics

extension Parser {
  /// Parses the target of a `for`, up to and with its `in`.
  mutating func loopTarget() throws(Diagnostic) -> Target {
    let start = current.position
    var items = [try loopItem()]
    let isTuple = isAt(",")
    while take(","), !isAt(.in) { items.append(try loopItem()) }
    guard take(.in) else { throw unexpected(expected: "'in'") }
    return isTuple
      ? try target(make(.tuple(items), at: start)) : try target(items[0])
  }

  private mutating func loopItem() throws(Diagnostic) -> Expression {
    isAt("*") ? try item(mayBeNamed: false) : try spreadOperand()
  }

  /// `expression` as the target of an assignment.
  func target(_ expression: Expression) throws(Diagnostic) -> Target {
    if case .starred = expression.kind {
      throw failure(
        "a '*' alone", at: expression.position, expected: "'*' in a tuple: 'first, *rest = …'")
    }
    return try part(expression)
  }

  /// `expression` as a single place: a name, an attribute or a subscript.
  func singleTarget(
    _ expression: Expression, of what: String
  ) throws(Diagnostic) -> Target {
    switch expression.kind {
    case .tuple, .list:
      throw failure(
        "\(what) has one target", at: expression.position, hint: "write a line for each")
    default: return try target(expression)
    }
  }

  private func part(_ expression: Expression) throws(Diagnostic) -> Target {
    let kind: Target.Kind
    switch expression.kind {
    case .name(let name):
      try checkBindable(name, at: expression.position)
      kind = .name(name)
    case .attribute(let base, let name):
      try checkBindable(name, at: expression.position)
      kind = .attribute(base, name: name)
    case .subscript(let base, let index): kind = .subscript(base, index: index)
    case .starred(let inner): kind = .starred(try target(inner))
    case .tuple(let items), .list(let items): kind = .tuple(try parts(items))
    default: throw notATarget(expression)
    }
    return Target(kind: kind, position: expression.position)
  }

  private func parts(_ items: [Expression]) throws(Diagnostic) -> [Target] {
    var parts: [Target] = []
    var hasStar = false
    for item in items {
      if case .starred = item.kind {
        if hasStar { throw failure("a second '*' among the targets", at: item.position) }
        hasStar = true
      }
      parts.append(try part(item))
    }
    return parts
  }

  private func notATarget(_ expression: Expression) -> Diagnostic {
    let isComparison = if case .comparison = expression.kind { true } else { false }
    return failure(
      "can't assign to \(expression.kind.noun)", at: expression.position,
      expected: "a name, an attribute, a subscript, or a tuple of them",
      hint: isComparison ? nil : "'=' assigns, '==' compares")
  }
}

extension Expression.Kind {
  /// Kind of the expression, as errors call it.
  var noun: String {
    switch self {
    case .name: "a name"
    case .integer, .float, .imaginary: "a number"
    case .string, .formatted: "a string"
    case .bytes: "bytes"
    case .boolean(let value): value ? "True" : "False"
    case .none: "None"
    case .ellipsis: "'...'"
    case .tuple: "a tuple"
    case .list: "a list"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .starred: "a '*' item"
    case .unary, .binary, .logical: "the result of an operator"
    case .comparison: "a comparison"
    case .conditional: "a conditional expression"
    case .lambda: "a lambda"
    case .call: "the result of a call"
    case .attribute: "an attribute"
    case .subscript: "a subscript"
    case .slice: "a slice"
    case .listComprehension, .setComprehension, .generator, .dictionaryComprehension:
      "a comprehension"
    case .named: "an assignment"
    case .yield, .yieldFrom: "a 'yield'"
    }
  }
}
