import Diagnostics
import YAMLNodes

/// Reads one parameter of `args:`, such as `x`, `scale=1.0`, `x: jax.Array` or `*xs`.
///
/// - Throws: the first error, pointing into the YAML file.
public func parseParameter(_ node: YAMLNode) throws(Diagnostic) -> Parameter {
  guard let text = node.text, !node.isNull else {
    throw node.wrongType(expected: "a parameter, such as x or scale=1.0")
  }
  var lexer = Lexer(text, mode: .expression, locate: node.location(of:))
  var parser = Parser(try lexer.tokenize(), locate: node.location(of:))
  let parameters = try parser.parameters()
  guard let parameter = parameters.first, parameters.count == 1 else {
    throw parser.failure("not one parameter", hint: "write one name for each item of args")
  }
  return parameter
}
