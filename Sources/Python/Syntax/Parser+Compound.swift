import Diagnostics

// Statements with blocks.
extension Parser {
  /// The statement with a block that starts here, if one does.
  mutating func compoundKind() throws(Diagnostic) -> Statement.Kind? {
    switch current.kind {
    case .keyword(.if): return try conditional()
    case .keyword(.for): return try loop()
    case .keyword(.while): return try whileLoop()
    case .keyword(.with): return try with()
    case .keyword(.try): return .try(try tryStatement())
    case .keyword(.def), .keyword(.class), .symbol("@"): return try definition()
    case .name("match") where isBeforeCases && !isAt(":", offset: 1) && !isAt("=", offset: 1):
      return try match()
    default: return nil
    }
  }

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
    let condition = try namedExpression()
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
    let condition = try namedExpression()
    let body = try loopBody(of: start)
    return .whileLoop(condition, body: body, otherwise: try elseBlock())
  }

  private mutating func loopBody(of start: Token) throws(Diagnostic) -> [Statement] {
    scope.loopDepth += 1
    defer { scope.loopDepth -= 1 }
    return try block(of: start)
  }

  private mutating func elseBlock() throws(Diagnostic) -> [Statement] {
    isAt(.else) ? try clauseBlock() : []
  }

  /// `else:` or `finally:`, with its block.
  private mutating func clauseBlock() throws(Diagnostic) -> [Statement] {
    let start = current
    advance()
    return try block(of: start)
  }

  /// Parses `:` and its block: the rest of the line, or indented lines.
  mutating func block(of start: Token) throws(Diagnostic) -> [Statement] {
    try expect(":")
    guard current.kind == .newline else {
      let compound: [Keyword] = [.if, .for, .def, .class, .while, .with, .try]
      if compound.contains(where: { isAt($0) }) || isAt("@") {
        throw unexpected(expected: "a simple statement", hint: "start a new, indented line")
      }
      if let refusal = refusal() { throw refusal }
      return try simpleStatements()
    }
    try enterBlock(of: start)
    return try nested { parser throws(Diagnostic) in
      var statements: [Statement] = []
      while parser.current.kind != .dedent, parser.current.kind != .end {
        statements += try parser.statementLine()
      }
      parser.advance()
      return statements
    }
  }

  /// Moves past the line end and the indentation that start a block.
  mutating func enterBlock(of start: Token) throws(Diagnostic) {
    try expectLineEnd()
    guard current.kind == .indent else {
      throw failure(
        "no indented line follows \(start.description)", at: start.position,
        hint: "indent what belongs to it, or write 'pass'")
    }
    advance()
  }
}

// MARK: - with
extension Parser {
  private mutating func with() throws(Diagnostic) -> Statement.Kind {
    let start = current
    advance()
    let items = try withItems()
    return .with(items, body: try block(of: start))
  }

  private mutating func withItems() throws(Diagnostic) -> [WithItem] {
    guard isAt("("), let end = closingBracket(), isAt(":", offset: end + 1) else {
      return try plainWithItems()
    }
    let problem: Diagnostic
    do throws(Diagnostic) {
      return try attempt { parser throws(Diagnostic) in try parser.parenthesisedWithItems() }
    } catch {
      problem = error
    }
    do throws(Diagnostic) {
      return try attempt { parser throws(Diagnostic) in
        let items = try parser.plainWithItems()
        guard parser.isAt(":") else { throw parser.unexpected(expected: "':'") }
        return items
      }
    } catch {
      throw problem
    }
  }

  /// `(a as b, c as d)`.
  private mutating func parenthesisedWithItems() throws(Diagnostic) -> [WithItem] {
    try expect("(")
    var items = [try withItem()]
    while take(","), !isAt(")") { items.append(try withItem()) }
    guard take(")") else { throw unexpected(expected: "',' or ')'") }
    return items
  }

  private mutating func plainWithItems() throws(Diagnostic) -> [WithItem] {
    var items = [try withItem()]
    while take(",") { items.append(try withItem()) }
    return items
  }

  private mutating func withItem() throws(Diagnostic) -> WithItem {
    let context = try expression()
    guard take(.as) else { return WithItem(context: context, target: nil) }
    return WithItem(context: context, target: try target(try spreadOperand()))
  }
}

// MARK: - try
extension Parser {
  private mutating func tryStatement() throws(Diagnostic) -> TryStatement {
    let start = current
    advance()
    let body = try block(of: start)
    var handlers: [ExceptionHandler] = []
    while isAt(.except) {
      if let last = handlers.last, last.type == nil {
        throw failure(
          "an 'except' without a class is not the last", at: last.position, hint: "put it last")
      }
      handlers.append(try exceptionHandler())
    }
    guard !handlers.isEmpty || isAt(.finally) else {
      throw unexpected(expected: "'except' or 'finally'")
    }
    let otherwise = handlers.isEmpty ? [] : try elseBlock()
    let finally = isAt(.finally) ? try clauseBlock() : []
    return TryStatement(body: body, handlers: handlers, otherwise: otherwise, finally: finally)
  }

  private mutating func exceptionHandler() throws(Diagnostic) -> ExceptionHandler {
    let start = current
    advance()
    if isAt("*") {
      throw failure(
        "'except*' is not supported", hint: "groups of exceptions aren't: leave out '*'")
    }
    let type = isAt(":") ? nil : try expression()
    if isAt(",") {
      throw unexpected(
        expected: "'as' or ':'", hint: "put several classes in parentheses: except (A, B) as e")
    }
    let name = type != nil && take(.as) ? try expectNewName("a name for the exception") : nil
    let body = try block(of: start)
    return ExceptionHandler(type: type, name: name, body: body, position: start.position)
  }
}
