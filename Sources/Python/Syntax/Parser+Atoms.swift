import Diagnostics

extension Parser {
  /// A name, a literal, or anything in brackets.
  mutating func atom() throws(Diagnostic) -> Expression {
    let token = current
    if let literal = literal(token.kind) {
      advance()
      return try make(literal, at: token.position)
    }
    switch token.kind {
    case .string, .formatted: return try strings()
    case .symbol("("): return try parenthesised()
    case .symbol("["): return try list()
    case .symbol("{"): return try dictionary()
    default: throw unexpected(expected: "an expression")
    }
  }

  private func literal(_ kind: Token.Kind) -> Expression.Kind? {
    switch kind {
    case .name(let name): .name(name)
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    case .imaginary(let value): .imaginary(value)
    case .keyword(.true): .boolean(true)
    case .keyword(.false): .boolean(false)
    case .keyword(.none): Expression.Kind.none
    case .symbol("..."): .ellipsis
    default: nil
    }
  }

  /// Strings side by side are one.
  private mutating func strings() throws(Diagnostic) -> Expression {
    let start = current.position
    var parts: [FormattedPart] = []
    var isFormatted = false
    while true {
      switch current.kind {
      case .string(let text): parts.append(text: text)
      case .formatted(let pieces):
        isFormatted = true
        for piece in pieces { try append(piece, to: &parts) }
      default:
        if isFormatted { return try make(.formatted(parts), at: start) }
        if case .text(let text)? = parts.first { return try make(.string(text), at: start) }
        return try make(.string(""), at: start)
      }
      advance()
    }
  }

  private func append(
    _ piece: Token.Piece, to parts: inout [FormattedPart]
  ) throws(Diagnostic) {
    switch piece {
    case .text(let text): parts.append(text: text)
    case .expression(let tokens, let isRepresented, let format):
      var parser = Parser(tokens, in: self)
      let value = try parser.expressionList()
      guard parser.current.kind == .end else { throw parser.unexpected(expected: "'}'") }
      var formatParts: [FormattedPart] = []
      for piece in format { try append(piece, to: &formatParts) }
      parts.append(.expression(value, isRepresented: isRepresented, format: formatParts))
    }
  }

  /// `(a)`, `()`, `(a, b)` or a generator.
  private mutating func parenthesised() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    if take(")") { return try make(.tuple([]), at: start) }
    let first = try item()
    if isAt(.for) || isAt(.async) {
      let clauses = try clauses(of: first)
      try expect(")")
      return try make(.generator(first, clauses), at: start)
    }
    guard isAt(",") else {
      try expect(")")
      try refuseStar(first)
      return first
    }
    let items = try items(after: first, until: ")")
    return try make(.tuple(items), at: start)
  }

  private mutating func list() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    if take("]") { return try make(.list([]), at: start) }
    let first = try item()
    if isAt(.for) || isAt(.async) {
      let clauses = try clauses(of: first)
      try expect("]")
      return try make(.listComprehension(first, clauses), at: start)
    }
    return try make(.list(try items(after: first, until: "]")), at: start)
  }

  /// The items of a bracket that holds `first`, up to and with its end.
  private mutating func items(
    after first: Expression, until end: String
  ) throws(Diagnostic) -> [Expression] {
    var items = [first]
    while take(","), !isAt(end) { items.append(try item()) }
    guard take(end) else { throw unexpected(expected: "',' or '\(end)'") }
    return items
  }

  /// `a` or `*a`.
  mutating func item() throws(Diagnostic) -> Expression {
    guard isAt("*") else { return try expression() }
    let start = current.position
    advance()
    return try make(.starred(try spreadOperand()), at: start)
  }

  /// `a`, or `a, b` as a tuple without parentheses; `*a` in a tuple only.
  mutating func expressionList() throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try item()
    guard isAt(",") else {
      try refuseStar(first)
      return first
    }
    var items = [first]
    while take(","), current.startsExpression { items.append(try item()) }
    return try make(.tuple(items), at: start)
  }

  private func refuseStar(_ expression: Expression) throws(Diagnostic) {
    guard case .starred = expression.kind else { return }
    throw failure(
      "'*' spreads a sequence into a tuple, a list or a call", at: expression.position,
      hint: "for a tuple write '*items,'")
  }
}

// MARK: - Dictionaries and comprehensions
extension Parser {
  private mutating func dictionary() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    var items: [DictionaryItem] = []
    while !take("}") {
      if take("**") {
        items.append(.spread(try spreadOperand()))
      } else {
        if isAt("*") { throw set(at: start) }
        let key = try expression()
        guard take(":") else { throw items.isEmpty ? set(at: start) : unexpected(expected: "':'") }
        let value = try expression()
        if items.isEmpty, isAt(.for) || isAt(.async) {
          let clauses = try clauses(of: value)
          try expect("}")
          return try make(
            .dictionaryComprehension(key: key, value: value, clauses: clauses), at: start)
        }
        items.append(.entry(key: key, value: value))
      }
      guard take(",") || isAt("}") else { throw unexpected(expected: "',' or '}'") }
    }
    return try make(.dictionary(items), at: start)
  }

  /// The error that `{a, b}` is; or that a key lacks its value.
  private func set(at start: Position) -> Diagnostic {
    guard isAt("*") || isAt(",") || isAt("}") || isAt(.for) else {
      return unexpected(expected: "':'")
    }
    return failure(
      "sets are not supported", at: start, hint: "write a list [a, b], or a dictionary {a: b}")
  }

  /// `for target in iterable if condition`, once or more, behind `element`.
  mutating func clauses(
    of element: Expression
  ) throws(Diagnostic) -> [ComprehensionClause] {
    if case .starred = element.kind {
      throw failure("'*' can't spread in a comprehension", at: element.position)
    }
    var clauses: [ComprehensionClause] = []
    while isAt(.for) || isAt(.async) {
      if let refusal = refusal() { throw refusal }
      advance()
      let target = try loopTarget()
      let iterable = try clauseOperand()
      var conditions: [Expression] = []
      while take(.if) { conditions.append(try clauseOperand()) }
      clauses.append(
        ComprehensionClause(target: target, iterable: iterable, conditions: conditions))
    }
    return clauses
  }
}

extension [FormattedPart] {
  /// Adds text, to the text before it if there is any.
  fileprivate mutating func append(text: String) {
    if case .text(let before)? = last {
      self[count - 1] = .text(before + text)
    } else if !text.isEmpty {
      append(.text(text))
    }
  }
}
