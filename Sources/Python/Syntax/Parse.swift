import Diagnostics

/// Reads the statements of a module.
///
/// - Parameter locate: where a place in the text is in the file.
/// - Throws: the first error, located.
/// - Complexity: O(*n*) in the length of the text.
public func parseModule(
  _ text: String, locate: @escaping (Position) -> SourceLocation
) throws(Diagnostic) -> [Statement] {
  var lexer = Lexer(text, mode: .statements, locate: locate)
  var parser = Parser(try lexer.tokenize(), scope: .module, locate: locate)
  return try parser.checkedStatements()
}

/// Reads the statements of a function's body; at least one.
///
/// - Parameter locate: where a place in the text is in the file.
/// - Throws: the first error, located.
/// - Complexity: O(*n*) in the length of the text.
public func parseStatements(
  _ text: String, locate: @escaping (Position) -> SourceLocation
) throws(Diagnostic) -> [Statement] {
  var lexer = Lexer(text, mode: .statements, locate: locate)
  var parser = Parser(try lexer.tokenize(), scope: .function, locate: locate)
  let statements = try parser.checkedStatements()
  guard !statements.isEmpty else {
    throw parser.failure("an empty body", hint: "write what it returns, or 'pass'")
  }
  return statements
}

/// Reads the one expression in `text`. It may go over several lines.
///
/// - Parameter locate: where a place in the text is in the file.
/// - Throws: the first error, located.
public func parseExpression(
  _ text: String, locate: @escaping (Position) -> SourceLocation
) throws(Diagnostic) -> Expression {
  var lexer = Lexer(text, mode: .expression, locate: locate)
  var parser = Parser(try lexer.tokenize(), scope: .module, locate: locate)
  let expression = try parser.expressionList()
  guard parser.current.kind == .end else {
    throw parser.unexpected(expected: "end of the expression")
  }
  return expression
}

/// Reads parameters, as they stand between the parentheses of a `def`.
///
/// - Parameter locate: where a place in the text is in the file.
/// - Throws: the first error, located.
public func parseParameters(
  _ text: String, locate: @escaping (Position) -> SourceLocation
) throws(Diagnostic) -> [Parameter] {
  var lexer = Lexer(text, mode: .expression, locate: locate)
  var parser = Parser(try lexer.tokenize(), scope: .module, locate: locate)
  return try parser.parameters()
}

extension Parser {
  /// All statements up to the end of the text, as one scope.
  fileprivate mutating func checkedStatements() throws(Diagnostic) -> [Statement] {
    let statements = try statements()
    var names = ScopeAnalysis()
    names.visit(statements)
    try check(names)
    if scope.kind == .module, let name = scope.outerNames.first {
      throw failure(
        "no function around binds '\(name.name)'", at: name.position,
        hint: "a name of the module is declared 'global'")
    }
    return statements
  }
}
