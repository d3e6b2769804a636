import Diagnostics

extension Parser {
  /// The arguments of a call, from `(` to `)`.
  mutating func arguments() throws(Diagnostic) -> [Argument] {
    let start = current.position
    try expect("(")
    var arguments: [Argument] = []
    var given = GivenArguments()
    while !take(")") {
      let argument = try argument()
      try given.add(argument, in: self)
      arguments.append(argument)
      if isAt(.for) || isAt(.async), argument.kind == .positional {
        arguments = [try generatorArgument(argument, among: arguments, at: start)]
      }
      guard take(",") || isAt(")") else { throw unexpected(expected: "',' or ')'") }
    }
    return arguments
  }

  private mutating func argument() throws(Diagnostic) -> Argument {
    let start = current.position
    if take("**") {
      return Argument(kind: .keywordSpread, value: try expression(), position: start)
    }
    if take("*") {
      return Argument(kind: .spread, value: try expression(), position: start)
    }
    if case .name(let name) = current.kind, isAt("=", offset: 1) {
      try checkBindable(name, at: start)
      advance()
      advance()
      return Argument(kind: .keyword(name), value: try expression(), position: start)
    }
    let value = try namedExpression()
    if isAt("=") {
      throw failure(
        "not a name of an argument", at: start, expected: "name=value",
        hint: "'=' assigns, '==' compares")
    }
    return Argument(kind: .positional, value: value, position: start)
  }

  /// `sum(x for x in y)`: a generator needs no parentheses if it is alone.
  private mutating func generatorArgument(
    _ argument: Argument, among arguments: [Argument], at start: Position
  ) throws(Diagnostic) -> Argument {
    let clauses = try clauses(of: [argument.value])
    guard arguments.count == 1, isAt(")") else {
      throw failure(
        "a generator among other arguments", at: argument.position, hint: "put it in parentheses")
    }
    return Argument(
      kind: .positional, value: try make(.generator(argument.value, clauses), at: start),
      position: argument.position)
  }

  /// Parses the index in `[…]` behind a value.
  mutating func subscriptIndex() throws(Diagnostic) -> Expression {
    let start = current.position
    let first = try indexItem()
    guard isAt(",") else {
      guard case .starred = first.kind else { return first }
      return try make(.tuple([first]), at: start)
    }
    var items = [first]
    while take(","), !isAt("]") { items.append(try indexItem()) }
    return try make(.tuple(items), at: start)
  }

  /// An index or a slice.
  private mutating func indexItem() throws(Diagnostic) -> Expression {
    let start = current.position
    if isAt("*") { return try item() }
    let lower = isAt(":") ? nil : try namedExpression()
    guard take(":") else {
      if let lower { return lower }
      throw unexpected(expected: "an index")
    }
    let upper = endsSlicePart ? nil : try expression()
    let step = take(":") && !endsSlicePart ? try expression() : nil
    return try make(.slice(lower: lower, upper: upper, step: step), at: start)
  }

  private var endsSlicePart: Bool { isAt(":") || isAt(",") || isAt("]") }
}

/// The arguments of a call that were read so far.
private struct GivenArguments {
  var names: Set<String> = []
  var hasSpreadKeywords = false

  mutating func add(_ argument: Argument, in parser: Parser) throws(Diagnostic) {
    switch argument.kind {
    case .keyword(let name):
      guard names.insert(name).inserted else {
        throw parser.failure("the argument '\(name)' is given twice", at: argument.position)
      }
    case .positional:
      if hasSpreadKeywords || !names.isEmpty {
        throw parser.failure(
          "a positional argument follows one with a name", at: argument.position,
          hint: "put it first, or give it its name")
      }
    case .spread:
      if hasSpreadKeywords { throw parser.failure("'*' follows '**'", at: argument.position) }
    case .keywordSpread: hasSpreadKeywords = true
    }
  }
}
