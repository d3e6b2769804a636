import Diagnostics

/// Reads statements and expressions from tokens, by recursive descent.
struct Parser {
  /// Expressions and blocks may be this deep in one another.
  static let maximumDepth = 50
  /// `a.b.c…` may be this long, and `a + b + …` five times that.
  static let maximumHeight = 200

  /// The block around statements, which decides on the statements allowed.
  struct Scope {
    enum Kind { case module, classBody, function }
    var kind: Kind
    /// Number of loops around the statement.
    var loopDepth = 0
    /// Names that functions inside declare `nonlocal` and none of them binds.
    var outerNames: [ScopeAnalysis.OuterName] = []
  }

  let locate: (Position) -> SourceLocation
  var scope: Scope
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// A parser of `tokens`, which close with `end`.
  init(
    _ tokens: [Token], scope: Scope.Kind, locate: @escaping (Position) -> SourceLocation
  ) {
    self.tokens = tokens
    self.scope = Scope(kind: scope)
    self.locate = locate
  }

  /// A parser of tokens within the text that `outer` parses, at the same depth.
  init(_ tokens: [Token], in outer: Parser) {
    self.init(tokens, scope: outer.scope.kind, locate: outer.locate)
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
    if place >= 0, place < tokens.count { return tokens[place] }
    return tokens.last ?? Token(kind: .end, position: Position(line: 1, column: 1))
  }

  mutating func advance() { index += 1 }

  func isAt(_ symbol: String) -> Bool { isAt(symbol, offset: 0) }

  /// Whether `symbol` is `offset` places behind the next token.
  func isAt(_ symbol: String, offset: Int) -> Bool {
    let place = index + offset
    guard place < tokens.count, case .symbol(let text) = tokens[place].kind else { return false }
    return text == symbol
  }

  func isAt(_ keyword: Keyword) -> Bool {
    guard index < tokens.count, case .keyword(let word) = tokens[index].kind else { return false }
    return word == keyword
  }

  /// Whether the name `word`, which is a keyword in some places only, is next.
  func isAt(softKeyword word: String) -> Bool {
    guard index < tokens.count, case .name(let name) = tokens[index].kind else { return false }
    return name == word
  }

  /// Whether a line, a block or the text ends here.
  var isAtLineEnd: Bool { !current.isVisible }

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

  /// Reads a name that is bound here.
  mutating func expectNewName(_ what: String) throws(Diagnostic) -> String {
    let position = current.position
    let name = try expectName(what)
    try checkBindable(name, at: position)
    return name
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

  /// Does `read`, or goes back to where it started if it fails.
  mutating func attempt<Result>(
    _ read: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let start = self
    do throws(Diagnostic) {
      return try read(&self)
    } catch {
      self = start
      throw error
    }
  }

  /// An expression that isn't too deep to be worked with.
  func make(
    _ kind: Expression.Kind, at position: Position, focus: Position? = nil, height: Int? = nil
  ) throws(Diagnostic) -> Expression {
    let expression = Expression(kind, at: position, focus: focus, height: height)
    guard expression.height <= Self.maximumHeight else {
      throw failure(
        "the expression is too long", at: expression.focus, hint: "cut it over several lines")
    }
    return expression
  }

  /// Number of tokens from the next one, an opening bracket, to its closing one; `nil` if there is
  /// none.
  func closingBracket() -> Int? {
    var depth = 0
    for offset in 0..<max(0, tokens.count - index) {
      guard case .symbol(let symbol) = tokens[index + offset].kind else { continue }
      if ["(", "[", "{"].contains(symbol) { depth += 1 }
      if [")", "]", "}"].contains(symbol) { depth -= 1 }
      if depth == 0 { return offset }
    }
    return nil
  }

  /// Whether the line ends with a `:` that a block of `case`s belongs to.
  var isBeforeCases: Bool {
    guard let end = tokens[index...].firstIndex(where: { $0.kind == .newline }),
      end + 2 < tokens.count
    else { return false }
    return tokens[end - 1].kind == .symbol(":") && tokens[end + 1].kind == .indent
      && tokens[end + 2].kind == .name("case")
  }
}
