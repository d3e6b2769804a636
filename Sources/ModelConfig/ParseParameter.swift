import Diagnostics
import FlaxNames
import Python
import YAMLNodes

/// Reads one parameter of `args:`, such as `x`, `scale=1.0`, `x: jax.Array` or `*xs`.
///
/// - Throws: the first error, pointing into the YAML file.
public func parseParameter(_ node: YAMLNode) throws(Diagnostic) -> Parameter {
  guard let text = node.text, !node.isNull else {
    throw node.wrongType(expected: "a parameter, such as x or scale=1.0")
  }
  let parameters = try parseParameters(text, locate: node.location(of:))
  guard let parameter = parameters.first, parameters.count == 1 else {
    throw Diagnostic(
      "not one parameter", hint: "write one name for each item of args",
      location: node.location(of: Position(line: 1, column: 1)))
  }
  return parameter
}
