import Diagnostics
import FlaxNames
import Python
import YAMLNodes

/// The statements of a method, a function or a `setup`, and the text they come from.
public struct Body: Sendable {
  /// The statements; at least one.
  public let statements: [Statement]
  /// The scalar that holds the text.
  public let source: YAMLNode

  /// Location of `position` in the YAML file.
  public func location(of position: Position) -> SourceLocation {
    source.location(of: position)
  }
}

extension YAMLNode {
  /// Location in the file of `position` in the scalar's text.
  public func location(of position: Position) -> SourceLocation {
    location(line: position.line, column: position.column)
  }

  /// Whether lines of the file are joined in the text.
  fileprivate var isFolded: Bool {
    guard case .scalar(let text, let style) = value, style != .literal else { return false }
    let end = location(line: 1, column: text.count + 1)
    return end.line > location(line: 1, column: 1).line
  }
}

/// Reads the statements in a scalar, of any style.
///
/// - Throws: the first error, pointing into the YAML file.
public func parseBody(_ node: YAMLNode) throws(Diagnostic) -> Body {
  let text = try bodyText(of: node, expected: "lines of the body language")
  do throws(Diagnostic) {
    let statements = try parseStatements(text, locate: node.location(of:))
    return Body(statements: statements, source: node)
  } catch {
    guard node.isFolded, error.hint == nil else { throw error }
    var hinted = error
    hinted.hint = "put '|' before the first line: it keeps the lines apart"
    throw hinted
  }
}

/// Reads the one expression in a scalar, of any style. It may go over several lines.
///
/// - Throws: the first error, pointing into the YAML file.
public func parseExpression(_ node: YAMLNode) throws(Diagnostic) -> Expression {
  let text = try bodyText(of: node, expected: "an expression of the body language")
  return try parseExpression(text, locate: node.location(of:))
}

extension YAMLField {
  /// The statements in a scalar; errors name this field's path.
  public func asBody() throws(Diagnostic) -> Body {
    do throws(Diagnostic) {
      return try parseBody(node)
    } catch {
      throw path.isEmpty ? error : error.at(path: path)
    }
  }

  /// The one expression in a scalar; errors name this field's path.
  public func asExpression() throws(Diagnostic) -> Expression {
    do throws(Diagnostic) {
      return try parseExpression(node)
    } catch {
      throw path.isEmpty ? error : error.at(path: path)
    }
  }
}

private func bodyText(of node: YAMLNode, expected: String) throws(Diagnostic) -> String {
  guard let text = node.text, !node.isNull else { throw node.wrongType(expected: expected) }
  return text
}

extension Body: CustomStringConvertible {
  /// The statements in Python, with every operator in parentheses.
  public var description: String { statements.map(\.description).joined(separator: "\n") }
}
