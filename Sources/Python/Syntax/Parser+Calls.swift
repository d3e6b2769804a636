import Diagnostics

extension Parser {
  /// The arguments of a call, from `(` to `)`.
  mutating func arguments() throws(Diagnostic) -> [Argument] {
    let start = current.position
    try expect("(")
    var arguments: [Argument] = []
    while !take(")") {
      let argument = try argument()
      try check(argument, after: arguments)
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
    if case .name(let name) = current.kind, peek(1).kind == .symbol("=") {
      advance()
      advance()
      return Argument(kind: .keyword(name), value: try expression(), position: start)
    }
    let value = try expression()
    if isAt("=") {
      throw failure(
        "not a name of an argument", at: start, expected: "name=value",
        hint: "'=' assigns, '==' compares")
    }
    return Argument(kind: .positional, value: value, position: start)
  }

  private func check(_ argument: Argument, after others: [Argument]) throws(Diagnostic) {
    let hasSpreadKeywords = others.contains { $0.kind == .keywordSpread }
    switch argument.kind {
    case .keyword(let name):
      if others.contains(where: { $0.kind == argument.kind }) {
        throw failure("the argument '\(name)' is given twice", at: argument.position)
      }
    case .positional:
      if hasSpreadKeywords || others.contains(where: \.isKeyword) {
        throw failure(
          "a positional argument follows one with a name", at: argument.position,
          hint: "put it first, or give it its name")
      }
    case .spread:
      if hasSpreadKeywords { throw failure("'*' follows '**'", at: argument.position) }
    case .keywordSpread: break
    }
  }

  /// `sum(x for x in y)`: a generator needs no parentheses if it is alone.
  private mutating func generatorArgument(
    _ argument: Argument, among arguments: [Argument], at start: Position
  ) throws(Diagnostic) -> Argument {
    let clauses = try clauses(of: argument.value)
    guard arguments.count == 1, isAt(")") else {
      throw failure(
        "a generator among other arguments", at: argument.position, hint: "put it in parentheses")
    }
    return Argument(
      kind: .positional, value: try make(.generator(argument.value, clauses), at: start),
      position: argument.position)
  }

  /// What stands in `[…]` behind a value.
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
    let lower = isAt(":") ? nil : try expression()
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

// MARK: - Parameters
extension Parser {
  /// The parameters of a function or a lambda, up to but without `end`; without one, all there are.
  mutating func parameters(
    until end: String? = nil, areAnnotated: Bool = true
  ) throws(Diagnostic) -> [Parameter] {
    var parameters: [Parameter] = []
    var kind = Parameter.Kind.ordinary
    func isAtEnd() -> Bool { end.map { isAt($0) } ?? (current.kind == .end) }
    while !isAtEnd() {
      if let last = parameters.last, last.kind == .keywordRest {
        throw failure("nothing may follow '**\(last.name)'")
      }
      if isAt("*"), peek(1).kind == .symbol(",") {
        try startKeywordOnly(&kind)
      } else if isAt("/"), !parameters.isEmpty {
        // Those before it may be given by name, too.
        advance()
      } else {
        let parameter = try parameter(kind: &kind, isAnnotated: areAnnotated)
        try check(parameter, after: parameters)
        parameters.append(parameter)
      }
      guard take(",") || isAtEnd() else {
        throw unexpected(expected: "','" + (end.map { " or '\($0)'" } ?? ""))
      }
    }
    return parameters
  }

  /// Reads the `*` that stands alone.
  private mutating func startKeywordOnly(_ kind: inout Parameter.Kind) throws(Diagnostic) {
    guard kind == .ordinary else { throw failure("a second '*'") }
    guard case .name = peek(2).kind else { throw failure("a name must follow '*,'") }
    kind = .keywordOnly
    advance()
  }

  private mutating func parameter(
    kind: inout Parameter.Kind, isAnnotated: Bool
  ) throws(Diagnostic) -> Parameter {
    var ownKind = kind
    if take("**") {
      ownKind = .keywordRest
    } else if isAt("*") {
      guard kind == .ordinary else { throw failure("a second '*'") }
      advance()
      ownKind = .rest
      kind = .keywordOnly
    }
    let position = current.position
    let name = try expectName("the name of a parameter")
    if isAnnotated, take(":") { _ = try expression() }
    let takesDefault = ownKind == .ordinary || ownKind == .keywordOnly
    let value = takesDefault && take("=") ? try expression() : nil
    return Parameter(kind: ownKind, name: name, default: value, position: position)
  }

  private func check(_ parameter: Parameter, after others: [Parameter]) throws(Diagnostic) {
    if others.contains(where: { $0.name == parameter.name }) {
      throw failure("two parameters are called '\(parameter.name)'", at: parameter.position)
    }
    if parameter.kind == .ordinary, parameter.default == nil,
      others.contains(where: { $0.default != nil })
    {
      throw failure(
        "a parameter without a default follows one with a default", at: parameter.position)
    }
  }
}

extension Argument {
  fileprivate var isKeyword: Bool { if case .keyword = kind { true } else { false } }
}
