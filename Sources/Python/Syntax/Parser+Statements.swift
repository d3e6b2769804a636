import Diagnostics

extension Parser {
  /// All statements up to the end of the text.
  mutating func statements() throws(Diagnostic) -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .end { statements += try statementLine() }
    return statements
  }

  /// A compound statement, or the simple statements of one line.
  mutating func statementLine() throws(Diagnostic) -> [Statement] {
    if current.kind == .indent {
      throw failure("unexpected indentation", hint: "align the line with the one before")
    }
    if let refusal = refusal() { throw refusal }
    let start = current.position
    guard let kind = try compoundKind() else { return try simpleStatements() }
    return [Statement(kind: kind, position: start)]
  }

  /// The simple statements of one line.
  mutating func simpleStatements() throws(Diagnostic) -> [Statement] {
    var statements = [try simpleStatement()]
    while take(";"), current.kind != .newline { statements.append(try simpleStatement()) }
    try expectLineEnd()
    return statements
  }

  mutating func expectLineEnd() throws(Diagnostic) {
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
    guard case .keyword(let keyword) = current.kind else {
      if isAt(softKeyword: "type"), case .name = peek(1).kind { return try typeAlias() }
      return try assignmentOrExpression()
    }
    switch keyword {
    case .return: return try returned()
    case .assert:
      advance()
      let condition = try expression()
      return .assertion(condition, message: take(",") ? try expression() : nil)
    case .raise: return try raise()
    case .del: return try deletion()
    case .nonlocal, .global: return try declaration(keyword)
    case .import: return try importedModules()
    case .from: return try importedNames()
    case .break, .continue:
      guard scope.loopDepth > 0 else { throw failure("\(current.description) outside a loop") }
      advance()
      return keyword == .break ? .break : .continue
    case .pass:
      advance()
      return .pass
    case .else, .elif, .except, .finally: throw strayClause(keyword)
    default: return try assignmentOrExpression()
    }
  }

  private mutating func returned() throws(Diagnostic) -> Statement.Kind {
    guard scope.kind == .function else { throw failure("'return' outside a function") }
    advance()
    return .return(current.startsExpression ? try expressionList() : nil)
  }

  private mutating func raise() throws(Diagnostic) -> Statement.Kind {
    advance()
    guard current.startsExpression else { return .raise(nil, cause: nil) }
    let error = try expression()
    if isAt(",") {
      throw unexpected(expected: "end of the line", hint: "write raise Error(message)")
    }
    return .raise(error, cause: take(.from) ? try expression() : nil)
  }

  private mutating func deletion() throws(Diagnostic) -> Statement.Kind {
    advance()
    let list = try expressionList()
    let targets = try target(list)
    try refuseStars(in: targets)
    if case .tuple(let parts) = targets.kind, case .tuple = list.kind { return .delete(parts) }
    return .delete([targets])
  }

  private func refuseStars(in target: Target) throws(Diagnostic) {
    switch target.kind {
    case .tuple(let parts): for part in parts { try refuseStars(in: part) }
    case .starred: throw failure("can't delete a '*' item", at: target.position)
    default: break
    }
  }

  private mutating func declaration(_ keyword: Keyword) throws(Diagnostic) -> Statement.Kind {
    let what = keyword == .global ? "a name of the module" : "a name of a function around"
    if keyword == .nonlocal, scope.kind == .module {
      throw failure("'nonlocal' outside a function", hint: "leave it out")
    }
    advance()
    var names = [try expectName(what)]
    while take(",") { names.append(try expectName(what)) }
    return keyword == .global ? .global(names) : .nonlocal(names)
  }

  private func strayClause(_ keyword: Keyword) -> Diagnostic {
    let owner = keyword == .except || keyword == .finally ? "try" : "if"
    return failure(
      "\(current.description) without \(owner == "if" ? "an" : "a") '\(owner)'",
      hint: "align it with its '\(owner)'")
  }
}

// MARK: - Assignments
extension Parser {
  private mutating func assignmentOrExpression() throws(Diagnostic) -> Statement.Kind {
    let first = try assignable()
    if isAt("=") { return try assignment(first) }
    if case .symbol(let symbol) = current.kind, symbol.utf8.count > 1, symbol.hasSuffix("="),
      let operation = BinaryOperator(rawValue: String(symbol.dropLast()))
    {
      let target = try singleTarget(first, of: "'\(symbol)'")
      advance()
      return .augmentedAssignment(target, operation, value: try assignedValue())
    }
    if isAt(":") { return try annotatedAssignment(first) }
    if case .starred = first.kind { _ = try target(first) }
    return .expression(first)
  }

  /// Parses an expression that may be the target of an assignment; only the token behind it tells.
  private mutating func assignable() throws(Diagnostic) -> Expression {
    if isAt(.yield) { return try yieldExpression() }
    let isStarred = isAt("*")
    let start = current.position
    let first = try item(mayBeNamed: false)
    guard isAt(",") else {
      guard isStarred, isAt("=") || current.kind == .newline else { return first }
      throw failure(
        "a '*' alone", at: start, expected: "'*' in a tuple: 'first, *rest = …'")
    }
    return try make(.tuple(try remainingItems(after: first)), at: start)
  }

  /// `yield x`, or `a, b` as a tuple without parentheses.
  mutating func assignedValue() throws(Diagnostic) -> Expression {
    isAt(.yield) ? try yieldExpression() : try expressionList()
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
    let annotation = try expression()
    if take("=") {
      return .annotated(target, annotation: annotation, value: try assignedValue())
    }
    guard isAtLineEnd || isAt(";") else { throw unexpected(expected: "'='") }
    return .annotated(target, annotation: annotation, value: nil)
  }

  /// `type Name[T] = value`: for type checkers only.
  private mutating func typeAlias() throws(Diagnostic) -> Statement.Kind {
    advance()
    _ = try expectNewName("the name of the type")
    try skipTypeParameters()
    try expect("=")
    _ = try expression()
    return .pass
  }
}
