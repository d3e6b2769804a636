import Diagnostics

// Python's operators, from those that bind least to those that bind most.
extension Parser {
  /// `x if c else y`, a `lambda`, or anything that binds tighter.
  mutating func expression() throws(Diagnostic) -> Expression {
    try nested { parser throws(Diagnostic) in
      if parser.isAt(.lambda) { return try parser.lambda() }
      let start = parser.current.position
      let value = try parser.disjunction()
      guard parser.take(.if) else { return value }
      let condition = try parser.disjunction()
      guard parser.take(.else) else {
        throw parser.unexpected(
          expected: "'else'", hint: "an 'if' inside an expression needs 'else'")
      }
      return try parser.make(
        .conditional(condition: condition, then: value, otherwise: try parser.expression()),
        at: start)
    }
  }

  /// `name := value` or an expression.
  mutating func namedExpression() throws(Diagnostic) -> Expression {
    let start = current.position
    if case .name(let name) = current.kind, isAt(":=", offset: 1) {
      try checkBindable(name, at: start)
      advance()
      advance()
      return try make(.named(name, value: try expression()), at: start)
    }
    let value = try expression()
    if isAt(":=") {
      throw failure(
        "':=' can't assign to \(value.kind.noun)", at: start, expected: "a name before ':='")
    }
    return value
  }

  /// `yield`, `yield x` or `yield from x`.
  mutating func yieldExpression() throws(Diagnostic) -> Expression {
    let start = current.position
    guard scope.kind == .function else { throw failure("'yield' outside a function") }
    advance()
    if take(.from) { return try make(.yieldFrom(try expression()), at: start) }
    return try make(
      .yield(current.startsExpression ? try expressionList() : nil), at: start)
  }

  private mutating func lambda() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    let parameters = try parameters(until: ":", areAnnotated: false)
    try expect(":")
    let body = try scoped(.function) { parser throws(Diagnostic) in try parser.expression() }
    var names = ScopeAnalysis(parameters: parameters)
    names.visit(body)
    let lambda = Lambda(parameters: parameters, body: body, locals: names.locals)
    return try make(.lambda(lambda), at: start)
  }

  /// Parses the operand of `in` and `if` in a comprehension, which is no conditional expression.
  mutating func clauseOperand() throws(Diagnostic) -> Expression {
    try nested { parser throws(Diagnostic) in try parser.disjunction() }
  }

  /// Parses the operand of `*` and `**` in brackets, or a target of a `for`, which is no
  /// comparison.
  mutating func spreadOperand() throws(Diagnostic) -> Expression {
    try nested { parser throws(Diagnostic) in try parser.arithmetic() }
  }

  /// `a or b or c`.
  private mutating func disjunction() throws(Diagnostic) -> Expression {
    try logical(.or, keyword: .or) { parser throws(Diagnostic) in
      try parser.logical(.and, keyword: .and) { inner throws(Diagnostic) in
        try inner.inversion()
      }
    }
  }

  private mutating func logical(
    _ operation: LogicalOperator, keyword: Keyword,
    operand: (inout Parser) throws(Diagnostic) -> Expression
  ) throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try operand(&self)
    guard isAt(keyword) else { return first }
    var operands = [first]
    let focus = current.position
    while take(keyword) { operands.append(try operand(&self)) }
    return try make(.logical(operation, operands), at: start, focus: focus)
  }

  private mutating func inversion() throws(Diagnostic) -> Expression {
    guard isAt(.not) else { return try comparison() }
    let start = current.position
    advance()
    return try nested { parser throws(Diagnostic) in
      try parser.make(.unary(.not, try parser.inversion()), at: start)
    }
  }

  private mutating func comparison() throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try arithmetic()
    let focus = current.position
    var steps: [ComparisonStep] = []
    while let comparison = takeComparison() {
      steps.append(ComparisonStep(comparison: comparison, operand: try arithmetic()))
    }
    if steps.isEmpty { return first }
    return try make(.comparison(first, steps), at: start, focus: focus)
  }

  private mutating func takeComparison() -> ComparisonOperator? {
    switch current.kind {
    case .symbol(let symbol):
      guard let comparison = ComparisonOperator(rawValue: symbol) else { return nil }
      advance()
      return comparison
    case .keyword(.in):
      advance()
      return .isIn
    case .keyword(.not) where peek(1).kind == .keyword(.in):
      advance()
      advance()
      return .isNotIn
    case .keyword(.is):
      advance()
      return take(.not) ? .isNotSame : .isSame
    default: return nil
    }
  }

  /// `a | b`, or anything that binds tighter: operators that bind at least as tightly as
  /// `precedence`, those of one precedence from left to right. A chain is as high as a fifth of
  /// its operators.
  mutating func arithmetic(precedence: Int = 1) throws(Diagnostic) -> Expression {
    let start = current.position
    var left = try unary()
    var height = left.height
    var links = 0
    while case .symbol(let symbol) = current.kind,
      let operation = BinaryOperator(rawValue: symbol),
      let tightness = operation.precedence, tightness >= precedence
    {
      let focus = current.position
      advance()
      let right = try arithmetic(precedence: tightness + 1)
      height = max(height, right.height)
      links += 1
      left = try make(
        .binary(operation, left, right), at: start, focus: focus, height: height + (links + 4) / 5)
    }
    return left
  }

  /// `-x`: binds tighter than `*`, less than `**`.
  private mutating func unary() throws(Diagnostic) -> Expression {
    guard case .symbol(let symbol) = current.kind, let operation = UnaryOperator(rawValue: symbol)
    else { return try power() }
    let start = current.position
    advance()
    if operation == .minus, current.kind == .largestInteger, !isAt("**", offset: 1) {
      advance()
      return try make(.integer(.min), at: start)
    }
    return try nested { parser throws(Diagnostic) in
      try parser.make(.unary(operation, try parser.unary()), at: start)
    }
  }

  /// `a ** b`: from right to left, and `b` may have a sign.
  private mutating func power() throws(Diagnostic) -> Expression {
    let start = current.position
    let base = try primary()
    guard isAt("**") else { return base }
    let focus = current.position
    advance()
    return try nested { parser throws(Diagnostic) in
      try parser.make(
        .binary(.power, base, try parser.unary()), at: start, focus: focus)
    }
  }

  /// An atom with the calls, subscripts and attributes behind it.
  private mutating func primary() throws(Diagnostic) -> Expression {
    let start = current.position
    var value = try atom()
    while true {
      let focus = current.position
      if take(".") {
        let place = current.position
        let name = try expectName("a name")
        value = try make(.attribute(value, name: name), at: start, focus: place)
      } else if isAt("(") {
        value = try make(
          .call(value, try arguments()), at: start, focus: value.focus)
      } else if take("[") {
        let index = try subscriptIndex()
        try expect("]")
        value = try make(.subscript(value, index: index), at: start, focus: focus)
      } else {
        return value
      }
    }
  }
}
