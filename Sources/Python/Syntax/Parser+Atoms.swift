import Diagnostics

extension Parser {
  /// Parses a name, a literal, or an expression in brackets.
  mutating func atom() throws(Diagnostic) -> Expression {
    let token = current
    if let literal = literal(token.kind) {
      advance()
      return try make(literal, at: token.position)
    }
    switch token.kind {
    case .string, .formatted: return try strings()
    case .bytes: return try bytes()
    case .largestInteger:
      throw failure("the number is too large", expected: "an integer of 64 bits")
    case .symbol("("): return try parenthesised()
    case .symbol("["): return try list()
    case .symbol("{"): return try setOrDictionary()
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

  /// `(a)`, `()`, `(a, b)`, `(yield a)` or a generator.
  private mutating func parenthesised() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    if take(")") { return try make(.tuple([]), at: start) }
    if isAt(.yield) {
      let value = try nested { parser throws(Diagnostic) in try parser.yieldExpression() }
      try expect(")")
      return value
    }
    let first = try item()
    if isAt(.for) || isAt(.async) {
      let clauses = try clauses(of: [first])
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
      let clauses = try clauses(of: [first])
      try expect("]")
      return try make(.listComprehension(first, clauses), at: start)
    }
    return try make(.list(try items(after: first, until: "]")), at: start)
  }

  /// The items of a bracket that holds `first`, up to and with its end.
  mutating func items(
    after first: Expression, until end: String
  ) throws(Diagnostic) -> [Expression] {
    var items = [first]
    while take(","), !isAt(end) { items.append(try item()) }
    guard take(end) else { throw unexpected(expected: "',' or '\(end)'") }
    return items
  }

  /// `a`, `*a` or, in brackets, `name := a`.
  mutating func item(mayBeNamed: Bool = true) throws(Diagnostic) -> Expression {
    guard isAt("*") else { return mayBeNamed ? try namedExpression() : try expression() }
    let start = current.position
    advance()
    return try make(.starred(try spreadOperand()), at: start)
  }

  /// `a`, or `a, b` as a tuple without parentheses; `*a` in a tuple only.
  mutating func expressionList() throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try item(mayBeNamed: false)
    guard isAt(",") else {
      try refuseStar(first)
      return first
    }
    return try make(.tuple(try remainingItems(after: first)), at: start)
  }

  /// The items of a tuple without parentheses.
  mutating func remainingItems(after first: Expression) throws(Diagnostic) -> [Expression] {
    var items = [first]
    while take(","), current.startsExpression { items.append(try item(mayBeNamed: false)) }
    return items
  }

  private func refuseStar(_ expression: Expression) throws(Diagnostic) {
    guard case .starred = expression.kind else { return }
    throw failure(
      "'*' spreads a sequence into a tuple, a list or a call", at: expression.position,
      hint: "for a tuple write '*items,'")
  }
}

// MARK: - Strings
extension Parser {
  /// Strings side by side are one.
  mutating func strings() throws(Diagnostic) -> Expression {
    let start = current.position
    var parts: [FormattedPart] = []
    var isFormatted = false
    while true {
      switch current.kind {
      case .string(let text): parts.append(text: text)
      case .formatted(let pieces):
        isFormatted = true
        for piece in pieces { try append(piece, to: &parts) }
      case .bytes: throw mixedStrings()
      default:
        if isFormatted { return try make(.formatted(parts), at: start) }
        if case .text(let text)? = parts.first { return try make(.string(text), at: start) }
        return try make(.string(""), at: start)
      }
      advance()
    }
  }

  private mutating func bytes() throws(Diagnostic) -> Expression {
    let start = current.position
    var bytes: [UInt8] = []
    while case .bytes(let more) = current.kind {
      bytes += more
      advance()
    }
    if case .string = current.kind { throw mixedStrings() }
    if case .formatted = current.kind { throw mixedStrings() }
    return try make(.bytes(bytes), at: start)
  }

  private func mixedStrings() -> Diagnostic {
    failure("bytes and text side by side", hint: "write both with a 'b', or neither")
  }

  private func append(
    _ piece: Token.Piece, to parts: inout [FormattedPart]
  ) throws(Diagnostic) {
    switch piece {
    case .text(let text): parts.append(text: text)
    case .expression(let tokens, let conversion, let format):
      var parser = Parser(tokens, in: self)
      let value = try parser.assignedValue()
      guard parser.current.kind == .end else { throw parser.unexpected(expected: "'}'") }
      var formatParts: [FormattedPart] = []
      for piece in format { try append(piece, to: &formatParts) }
      parts.append(.expression(value, conversion: conversion, format: formatParts))
    }
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
