import Diagnostics

/// Reads statements and expressions from tokens, by recursive descent.
struct Parser {
  /// Expressions and blocks may be this deep in one another.
  static let maximumDepth = 50
  /// `a + b + …` and `a.b.c…` may be this long.
  static let maximumHeight = 200

  let locate: (Position) -> SourceLocation
  private var tokens: [Token]
  private var index = 0
  private var depth = 0
  /// How many loops the statement is in, inside its function.
  var loopDepth = 0

  /// A parser of `tokens`, which close with `end`.
  init(_ tokens: [Token], locate: @escaping (Position) -> SourceLocation) {
    self.tokens = tokens
    self.locate = locate
  }

  /// A parser of tokens inside what `outer` reads, and as deep.
  init(_ tokens: [Token], in outer: Parser) {
    self.init(tokens, locate: outer.locate)
    depth = outer.depth
  }
}

// MARK: - Walking over the tokens
extension Parser {
  /// The token to be read next; at the end always `end`.
  var current: Token { peek(0) }

  /// The token `offset` places behind the next.
  func peek(_ offset: Int) -> Token {
    let place = index + offset
    if tokens.indices.contains(place) { return tokens[place] }
    return tokens.last ?? Token(kind: .end, position: Position(line: 1, column: 1))
  }

  mutating func advance() { index += 1 }

  func isAt(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }
  func isAt(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

  /// Moves past `symbol` if it is next.
  mutating func take(_ symbol: String) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  /// Moves past `keyword` if it is next.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  /// Moves past `symbol`, which must be next.
  mutating func expect(_ symbol: String, hint: String? = nil) throws(Diagnostic) {
    guard take(symbol) else { throw unexpected(expected: "'\(symbol)'", hint: hint) }
  }

  /// Reads a name.
  mutating func expectName(_ what: String) throws(Diagnostic) -> String {
    if case .name(let name) = current.kind {
      advance()
      return name
    }
    if case .keyword(let keyword) = current.kind {
      throw failure("'\(keyword.rawValue)' is a word of Python's own", expected: what)
    }
    throw unexpected(expected: what)
  }

  /// Does `read` one level deeper.
  mutating func nested<Result>(
    _ read: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard depth < Self.maximumDepth else {
      throw failure("more than \(Self.maximumDepth) levels in one another")
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  /// An expression that isn't too deep to be worked with.
  func make(
    _ kind: Expression.Kind, at position: Position, focus: Position? = nil
  ) throws(Diagnostic) -> Expression {
    let expression = Expression(kind, at: position, focus: focus)
    guard expression.height <= Self.maximumHeight else {
      throw failure(
        "the expression is too long", at: expression.focus, hint: "cut it over several lines")
    }
    return expression
  }
}

// MARK: - Errors
extension Parser {
  /// An error at `position`, or at the current token.
  func failure(
    _ problem: String, at position: Position? = nil, expected: String? = nil, got: String? = nil,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      problem, expected: expected, got: got, hint: hint,
      location: locate(position ?? current.position))
  }

  /// The error that the current token can't stand where it stands.
  func unexpected(expected: String, hint: String? = nil) -> Diagnostic {
    if let refusal = refusal() { return refusal }
    let ownHint: String? =
      switch current.kind {
      case .symbol("="): "'=' assigns, '==' compares"
      case .symbol(":="): "put parentheses around '(name := value)'"
      case .symbol("&"): "for truth values write 'and'"
      case .symbol("|"): "for truth values write 'or'"
      default: nil
      }
    return failure("unexpected \(current.description)", expected: expected, hint: hint ?? ownHint)
  }

  /// The error for a construct of Python that isn't one of the body language.
  func refusal() -> Diagnostic? {
    guard case .keyword(let keyword) = current.kind else { return nil }
    let hint: String
    switch keyword {
    case .class: hint = "define modules under 'modules:'"
    case .import, .from: hint = "modules and functions are there by name: Dense, jnp.tanh, lax.rev"
    case .yield: hint = "return a tuple or a list"
    case .try, .except, .finally: hint = "errors can't be caught here"
    case .global: hint = "pass values as arguments and return them"
    case .async, .await: hint = "leave it out: a body is traced once, in order"
    default: return nil
    }
    return failure("'\(keyword.rawValue)' is not part of the body language", hint: hint)
  }
}
