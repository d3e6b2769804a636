import Diagnostics

extension Parser {
  /// `match subject:`, with its cases.
  mutating func match() throws(Diagnostic) -> Statement.Kind {
    let start = current
    advance()
    let subject = try matchSubject()
    try expect(":")
    try enterBlock(of: start)
    return try nested { parser throws(Diagnostic) in
      var cases: [MatchCase] = []
      while parser.current.kind != .dedent, parser.current.kind != .end {
        if let last = cases.last, last.condition == nil { try parser.checkLast(last.pattern) }
        cases.append(try parser.matchCase())
      }
      parser.advance()
      return .match(subject, cases: cases)
    }
  }

  /// Parses the subject of a `match`: `a`, `a, b` or `*a, b`.
  private mutating func matchSubject() throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try item()
    guard isAt(",") else { return first }
    var items = [first]
    while take(","), current.startsExpression { items.append(try item()) }
    return try make(.tuple(items), at: start)
  }

  private mutating func matchCase() throws(Diagnostic) -> MatchCase {
    guard isAt(softKeyword: "case") else { throw unexpected(expected: "'case'") }
    let start = current
    advance()
    let pattern = try openPattern()
    var names: Set<String> = []
    try checkCaptures(pattern, &names)
    let condition = take(.if) ? try namedExpression() : nil
    return MatchCase(pattern: pattern, condition: condition, body: try block(of: start))
  }

  /// A pattern, or `a, b` as a sequence without brackets.
  private mutating func openPattern() throws(Diagnostic) -> Pattern {
    let start = current.position
    let first = try sequenceItem()
    guard isAt(",") else {
      if case .starred = first.kind {
        throw failure("a '*' alone", at: start, expected: "'*' in a sequence: 'first, *rest'")
      }
      return first
    }
    var items = [first]
    while take(","), !isAt(":"), !isAt(.if) { items.append(try sequenceItem()) }
    return Pattern(kind: .sequence(items), position: start)
  }

  /// `a | b as name`.
  private mutating func pattern() throws(Diagnostic) -> Pattern {
    try nested { parser throws(Diagnostic) in
      let start = parser.current.position
      var alternatives = [try parser.closedPattern()]
      while parser.take("|") {
        if let last = alternatives.last { try parser.checkLast(last) }
        alternatives.append(try parser.closedPattern())
      }
      let pattern =
        alternatives.count == 1
        ? alternatives[0] : Pattern(kind: .alternatives(alternatives), position: start)
      guard parser.take(.as) else { return pattern }
      let place = parser.current.position
      let name = try parser.expectNewName("a name behind 'as'")
      if name == "_" { throw parser.failure("'_' binds nothing", at: place, hint: "leave it out") }
      return Pattern(kind: .named(pattern, name), position: start)
    }
  }

  /// A pattern without operators outside brackets.
  private mutating func closedPattern() throws(Diagnostic) -> Pattern {
    let start = current.position
    switch current.kind {
    case .name: return try namePattern()
    case .keyword(.none), .keyword(.true), .keyword(.false):
      return Pattern(kind: .singleton(try atom()), position: start)
    case .integer, .float, .imaginary, .string, .bytes, .formatted, .symbol("-"):
      return Pattern(kind: .value(try literalPattern()), position: start)
    case .symbol("("): return try parenthesisedPattern()
    case .symbol("["):
      advance()
      return Pattern(kind: .sequence(try sequenceItems(until: "]")), position: start)
    case .symbol("{"): return try mappingPattern()
    default: throw unexpected(expected: "a pattern")
    }
  }

  /// A number with a sign, a complex number, or strings.
  private mutating func literalPattern() throws(Diagnostic) -> Expression {
    let start = current.position
    let number = try signedLiteral()
    guard isAt("+") || isAt("-"), number.isReal else { return number }
    let operation: BinaryOperator = isAt("+") ? .add : .subtract
    let focus = current.position
    advance()
    guard case .imaginary = current.kind else { throw unexpected(expected: "an imaginary number") }
    return try make(.binary(operation, number, try atom()), at: start, focus: focus)
  }

  private mutating func signedLiteral() throws(Diagnostic) -> Expression {
    let start = current.position
    let isNegative = take("-")
    let isNumber =
      switch current.kind {
      case .integer, .float, .imaginary: true
      default: false
      }
    if isNegative, !isNumber { throw unexpected(expected: "a number") }
    let literal = try atom()
    if case .formatted = literal.kind {
      throw failure("an f-string is no pattern", at: start, hint: "compare it behind 'if'")
    }
    return isNegative ? try make(.unary(.minus, literal), at: start) : literal
  }

  /// `_`, a name, a dotted name, or a class with patterns for its attributes.
  private mutating func namePattern() throws(Diagnostic) -> Pattern {
    let start = current.position
    let name = try expectName("a name")
    if !isAt("."), !isAt("(") {
      if name == "_" { return Pattern(kind: .wildcard, position: start) }
      try checkBindable(name, at: start)
      return Pattern(kind: .capture(name), position: start)
    }
    let value = try dottedName(from: name, at: start)
    guard isAt("(") else { return Pattern(kind: .value(value), position: start) }
    return try classPattern(value, at: start)
  }

  private mutating func dottedName(
    from name: String, at start: Position
  ) throws(Diagnostic) -> Expression {
    var value = try make(.name(name), at: start)
    while take(".") {
      let focus = current.position
      let name = try expectName("a name")
      value = try make(.attribute(value, name: name), at: start, focus: focus)
    }
    return value
  }

  private mutating func classPattern(
    _ type: Expression, at start: Position
  ) throws(Diagnostic) -> Pattern {
    try expect("(")
    var positional: [Pattern] = []
    var keywords: [KeywordPattern] = []
    while !take(")") {
      if case .name(let name) = current.kind, isAt("=", offset: 1) {
        if keywords.contains(where: { $0.name == name }) {
          throw failure("the attribute '\(name)' is matched twice")
        }
        advance()
        advance()
        keywords.append(KeywordPattern(name: name, pattern: try pattern()))
      } else {
        guard keywords.isEmpty else {
          throw failure(
            "a positional pattern follows one with a name",
            hint: "put it first, or give it its name")
        }
        positional.append(try pattern())
      }
      guard take(",") || isAt(")") else { throw unexpected(expected: "',' or ')'") }
    }
    let kind = Pattern.Kind.class(type, positional: positional, keywords: keywords)
    return Pattern(kind: kind, position: start)
  }
}

// MARK: - Sequences and mappings
extension Parser {
  /// `(a)`, or a sequence in parentheses.
  private mutating func parenthesisedPattern() throws(Diagnostic) -> Pattern {
    let start = current.position
    advance()
    if take(")") { return Pattern(kind: .sequence([]), position: start) }
    let first = try sequenceItem()
    if take(")") {
      guard case .starred = first.kind else { return first }
      throw failure("a '*' alone", at: first.position, expected: "'*' in a sequence: '(*rest,)'")
    }
    guard take(",") else { throw unexpected(expected: "',' or ')'") }
    let items = try sequenceItems(until: ")")
    return Pattern(kind: .sequence([first] + items), position: start)
  }

  /// The items of a sequence, up to and with its end.
  private mutating func sequenceItems(until end: String) throws(Diagnostic) -> [Pattern] {
    var items: [Pattern] = []
    while !take(end) {
      items.append(try sequenceItem())
      guard take(",") || isAt(end) else { throw unexpected(expected: "',' or '\(end)'") }
    }
    return items
  }

  private mutating func sequenceItem() throws(Diagnostic) -> Pattern {
    let start = current.position
    guard take("*") else { return try pattern() }
    let name = try expectNewName("a name behind '*'")
    return Pattern(kind: .starred(name == "_" ? nil : name), position: start)
  }

  private mutating func mappingPattern() throws(Diagnostic) -> Pattern {
    let start = current.position
    advance()
    var items: [MappingPatternItem] = []
    var rest: String?
    while !take("}") {
      if let rest { throw failure("nothing may follow '**\(rest)'") }
      if take("**") {
        rest = try expectNewName("a name behind '**'")
        if rest == "_" { throw failure("'**_' binds nothing", hint: "leave it out") }
      } else {
        let item = try mappingItem()
        if items.contains(where: { $0.key.kind == item.key.kind }) {
          throw failure("the key \(item.key) is matched twice", at: item.key.position)
        }
        items.append(item)
      }
      guard take(",") || isAt("}") else { throw unexpected(expected: "',' or '}'") }
    }
    return Pattern(kind: .mapping(items, rest: rest), position: start)
  }

  private mutating func mappingItem() throws(Diagnostic) -> MappingPatternItem {
    let start = current.position
    let key: Expression
    switch current.kind {
    case .name(let name):
      guard isAt(".", offset: 1) else {
        throw failure("a name is no key of a pattern", hint: "write a literal or a dotted name")
      }
      advance()
      key = try dottedName(from: name, at: start)
    case .keyword(.none), .keyword(.true), .keyword(.false): key = try atom()
    case .integer, .float, .imaginary, .string, .bytes, .formatted, .symbol("-"):
      key = try literalPattern()
    default: throw unexpected(expected: "a key")
    }
    try expect(":")
    return MappingPatternItem(key: key, pattern: try pattern())
  }
}

// MARK: - Checks
extension Parser {
  /// Refuses a pattern that matches anything before another one.
  private func checkLast(_ pattern: Pattern) throws(Diagnostic) {
    let what: String
    switch pattern.kind {
    case .wildcard: what = "'_'"
    case .capture(let name): what = "the name '\(name)'"
    case .named(let inner, _): return try checkLast(inner)
    case .alternatives(let items): return try items.last.map(checkLast) ?? ()
    default: return
    }
    throw failure(
      "\(what) matches anything: what follows is never reached", at: pattern.position,
      hint: "put it last")
  }

  /// Refuses names that are bound twice and alternatives that bind different names.
  private func checkCaptures(
    _ pattern: Pattern, _ names: inout Set<String>
  ) throws(Diagnostic) {
    switch pattern.kind {
    case .value, .singleton, .wildcard: break
    case .capture(let name): try add(name, to: &names, at: pattern)
    case .starred(let name): if let name { try add(name, to: &names, at: pattern) }
    case .named(let inner, let name):
      try checkCaptures(inner, &names)
      try add(name, to: &names, at: pattern)
    case .sequence(let items):
      let stars = items.filter { if case .starred = $0.kind { true } else { false } }
      if stars.count > 1 { throw failure("a second '*' in a pattern", at: stars[1].position) }
      for item in items { try checkCaptures(item, &names) }
    case .mapping(let items, let rest):
      for item in items { try checkCaptures(item.pattern, &names) }
      if let rest { try add(rest, to: &names, at: pattern) }
    case .class(_, let positional, let keywords):
      for item in positional + keywords.map(\.pattern) { try checkCaptures(item, &names) }
    case .alternatives(let items): try checkAlternatives(items, &names)
    }
  }

  private func checkAlternatives(
    _ items: [Pattern], _ names: inout Set<String>
  ) throws(Diagnostic) {
    let outer = names
    var first: Set<String>?
    for item in items {
      var own = outer
      try checkCaptures(item, &own)
      if let first, first != own {
        throw failure("the alternatives of a pattern bind different names", at: item.position)
      }
      first = own
    }
    names = first ?? outer
  }

  private func add(
    _ name: String, to names: inout Set<String>, at pattern: Pattern
  ) throws(Diagnostic) {
    guard names.insert(name).inserted else {
      throw failure("the pattern binds '\(name)' twice", at: pattern.position)
    }
  }
}

extension Expression {
  /// Whether the expression is an integer or a float, with or without a sign.
  fileprivate var isReal: Bool {
    switch kind {
    case .integer, .float: true
    case .unary(_, let value): value.isReal
    default: false
    }
  }
}
