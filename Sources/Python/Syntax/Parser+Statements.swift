import Diagnostics

extension Parser {
  /// All statements up to the end of the text.
  mutating func statements() throws(Diagnostic) -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .end {
      if current.kind == .indent {
        throw failure("unexpected indentation", hint: "align the line with the one before")
      }
      statements += try statementLine()
    }
    return statements
  }

  /// A compound statement, or the simple statements of one line.
  private mutating func statementLine() throws(Diagnostic) -> [Statement] {
    if let refusal = refusal() { throw refusal }
    let start = current.position
    switch current.kind {
    case .keyword(.if): return [Statement(kind: try conditional(), position: start)]
    case .keyword(.for): return [Statement(kind: try loop(), position: start)]
    case .keyword(.while): return [Statement(kind: try whileLoop(), position: start)]
    case .keyword(.with): return [Statement(kind: try with(), position: start)]
    case .keyword(.def), .symbol("@"):
      return [Statement(kind: try function(), position: start)]
    default: return try simpleStatements()
    }
  }

  private mutating func simpleStatements() throws(Diagnostic) -> [Statement] {
    var statements = [try simpleStatement()]
    while take(";"), current.kind != .newline { statements.append(try simpleStatement()) }
    try expectLineEnd()
    return statements
  }

  private mutating func expectLineEnd() throws(Diagnostic) {
    guard current.kind == .newline else {
      throw unexpected(expected: "end of the line")
    }
    advance()
  }

  private mutating func simpleStatement() throws(Diagnostic) -> Statement {
    let start = current.position
    return Statement(kind: try simpleKind(), position: start)
  }

  private mutating func simpleKind() throws(Diagnostic) -> Statement.Kind {
    switch current.kind {
    case .keyword(.return):
      advance()
      return .return(current.startsExpression ? try expressionList() : nil)
    case .keyword(.pass):
      advance()
      return .pass
    case .keyword(.assert):
      advance()
      let condition = try expression()
      return .assertion(condition, message: take(",") ? try expression() : nil)
    case .keyword(.raise):
      advance()
      return .raise(current.startsExpression ? try expression() : nil)
    case .keyword(.del):
      advance()
      let targets = try target(expressionList())
      if case .tuple(let parts) = targets.kind { return .delete(parts) }
      return .delete([targets])
    case .keyword(.nonlocal):
      advance()
      var names = [try expectName("a name of a function around")]
      while take(",") { names.append(try expectName("a name of a function around")) }
      return .nonlocal(names)
    case .keyword(.break), .keyword(.continue):
      let isBreak = isAt(.break)
      guard loopDepth > 0 else { throw failure("\(current.description) outside a loop") }
      advance()
      return isBreak ? .break : .continue
    default: return try assignmentOrExpression()
    }
  }

  private mutating func assignmentOrExpression() throws(Diagnostic) -> Statement.Kind {
    if case .keyword(.else) = current.kind { throw strayElse() }
    if case .keyword(.elif) = current.kind { throw strayElse() }
    let first = try assignable()
    if isAt("=") { return try assignment(first) }
    if case .symbol(let symbol) = current.kind, symbol.hasSuffix("="),
      let operation = BinaryOperator(rawValue: String(symbol.dropLast()))
    {
      let target = try singleTarget(first, of: "'\(symbol)'")
      advance()
      return .augmentedAssignment(target, operation, value: try expressionList())
    }
    if isAt(":") { return try annotatedAssignment(first) }
    if case .starred = first.kind { _ = try target(first) }
    return .expression(first)
  }

  /// What may be a target or an expression; only what comes behind it tells.
  private mutating func assignable() throws(Diagnostic) -> Expression {
    let isStarred = isAt("*")
    let start = current.position
    let first = try item()
    guard isAt(",") else {
      guard isStarred, isAt("=") || current.kind == .newline else { return first }
      throw failure(
        "a '*' alone", at: start, expected: "'*' in a tuple: 'first, *rest = …'")
    }
    var items = [first]
    while take(","), current.startsExpression { items.append(try item()) }
    return try make(.tuple(items), at: start)
  }

  private mutating func assignment(_ first: Expression) throws(Diagnostic) -> Statement.Kind {
    var targets: [Target] = []
    var value = first
    while take("=") {
      targets.append(try target(value))
      value = try assignable()
    }
    if case .starred = value.kind { _ = try target(value) }
    return .assignment(targets, value: value)
  }

  private mutating func annotatedAssignment(
    _ first: Expression
  ) throws(Diagnostic) -> Statement.Kind {
    let target = try singleTarget(first, of: "an annotation")
    try expect(":")
    _ = try expression()
    guard take("=") else {
      // An annotation alone binds nothing.
      if current.kind == .newline { return .pass }
      throw unexpected(expected: "'='")
    }
    return .assignment([target], value: try expressionList())
  }

  private func strayElse() -> Diagnostic {
    failure("\(current.description) without an 'if'", hint: "align it with its 'if'")
  }
}

// MARK: - Compound statements
extension Parser {
  private mutating func conditional() throws(Diagnostic) -> Statement.Kind {
    var branches = [try branch()]
    while isAt(.elif) { branches.append(try branch()) }
    if isAt(.else), peek(1).kind == .keyword(.if) {
      advance()
      throw failure("'else if' is not Python", hint: "write 'elif'")
    }
    return .conditional(branches, otherwise: try elseBlock())
  }

  /// `if condition:` or `elif condition:`, with its block.
  private mutating func branch() throws(Diagnostic) -> Branch {
    let start = current
    advance()
    let condition = try expression()
    return Branch(condition: condition, body: try block(of: start))
  }

  private mutating func loop() throws(Diagnostic) -> Statement.Kind {
    let start = current
    advance()
    let target = try loopTarget()
    let items = try expressionList()
    let body = try loopBody(of: start)
    return .loop(target, over: items, body: body, otherwise: try elseBlock())
  }

  private mutating func whileLoop() throws(Diagnostic) -> Statement.Kind {
    let start = current
    advance()
    let condition = try expression()
    let body = try loopBody(of: start)
    return .whileLoop(condition, body: body, otherwise: try elseBlock())
  }

  private mutating func loopBody(of start: Token) throws(Diagnostic) -> [Statement] {
    loopDepth += 1
    defer { loopDepth -= 1 }
    return try block(of: start)
  }

  private mutating func elseBlock() throws(Diagnostic) -> [Statement] {
    guard isAt(.else) else { return [] }
    let start = current
    advance()
    return try block(of: start)
  }

  private mutating func with() throws(Diagnostic) -> Statement.Kind {
    let start = current
    advance()
    var contexts = [try expression()]
    while take(",") { contexts.append(try expression()) }
    if isAt(.as) {
      throw failure("'as' of a 'with' is not supported", hint: "leave out the 'with'")
    }
    return .with(contexts, body: try block(of: start))
  }

  private mutating func function() throws(Diagnostic) -> Statement.Kind {
    var decorators: [Expression] = []
    while take("@") {
      decorators.append(try expression())
      try expectLineEnd()
    }
    let start = current
    guard take(.def) else { throw unexpected(expected: "'def' behind a decorator") }
    let name = try expectName("the name of the function")
    try expect("(")
    let parameters = try parameters(until: ")", areAnnotated: true)
    try expect(")")
    if take("->") { _ = try expression() }
    let outerLoops = loopDepth
    loopDepth = 0
    let body = try block(of: start)
    loopDepth = outerLoops
    return .function(
      FunctionDefinition(
        name: name, parameters: parameters, body: body, decorators: decorators))
  }

  /// `:` and what belongs to it: the rest of the line, or an indented block.
  private mutating func block(of start: Token) throws(Diagnostic) -> [Statement] {
    try expect(":")
    guard current.kind == .newline else {
      if [.if, .for, .def, .while, .with].contains(where: { isAt($0) }) {
        throw unexpected(expected: "a simple statement", hint: "start a new, indented line")
      }
      if let refusal = refusal() { throw refusal }
      return try simpleStatements()
    }
    advance()
    guard current.kind == .indent else {
      throw failure(
        "no indented line follows \(start.description)", at: start.position,
        hint: "indent what belongs to it, or write 'pass'")
    }
    advance()
    return try nested { parser throws(Diagnostic) in
      var statements: [Statement] = []
      while parser.current.kind != .dedent, parser.current.kind != .end {
        if parser.current.kind == .indent {
          throw parser.failure(
            "unexpected indentation", hint: "align the line with the one before")
        }
        statements += try parser.statementLine()
      }
      parser.advance()
      return statements
    }
  }
}
