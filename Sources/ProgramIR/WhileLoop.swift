import Arrays
import Diagnostics

/// The parameters of a `while` equation (`lax.while_loop`).
///
/// The equation's inputs are the constants, the initial carry, and whether there is a first round, a
/// `bool`; its outputs are the last carry. The body's inputs are the constants and the carry; its
/// outputs are the next carry and whether there is another round.
public struct WhileLoop: Hashable, Codable, Sendable {
  /// Program of one round.
  public var body: Program
  /// Number of constants among the inputs.
  public var constantCount: Int

  /// Parameters as their properties describe them.
  public init(body: Program, constantCount: Int) {
    self.body = body
    self.constantCount = constantCount
  }

  /// Positions of the carry among the inputs.
  public var carryInputs: Range<Int> { constantCount..<body.inputs.count }

  /// The last carry's types.
  public func resultTypes(of operands: [ArrayType]) throws -> [ArrayType] {
    guard (0...body.inputs.count).contains(constantCount),
      body.outputs.count == carryInputs.count + 1
    else {
      throw Diagnostic(
        "while has no such constants and carry", got: "\(constantCount) of \(body.inputs.count)")
    }
    let goesOn = ArrayType(.bool, .scalar)
    let expected = body.inputs.map(\.type) + [goesOn]
    guard operands.count == expected.count, zip(operands, expected).allSatisfy({ $0.matches($1) })
    else {
      throw Diagnostic(
        "operands of while don't fit its body", expected: "\(expected)", got: "\(operands)")
    }
    let results = body.outputs.map(\.type)
    guard zip(results, expected[constantCount...]).allSatisfy({ $0.matches($1) }) else {
      throw Diagnostic(
        "the carry of while changes its type", expected: "\(expected[constantCount...])",
        got: "\(results)")
    }
    return Array(results.dropLast())
  }

  /// The loop with only the outputs in `wanted`, and the carries that they and the number of rounds
  /// depend on.
  ///
  /// - Returns: the loop, and which inputs and outputs of the old one it has, in order.
  func keeping(outputs wanted: Set<Int>) -> (loop: WhileLoop, inputs: [Int], outputs: [Int]) {
    let goesOn = body.outputs.count - 1
    var carries = wanted
    var reached = body.inputs(reachedFrom: carries.union([goesOn]))
    while true {
      let grown = carries.union(reached.intersection(carryInputs).map { $0 - constantCount })
      if grown == carries { break }
      carries = grown
      reached = body.inputs(reachedFrom: carries.union([goesOn]))
    }
    // A carry nobody reads but whose last value is wanted still has an input.
    reached.formUnion(carries.map { $0 + constantCount })
    let (inputs, outputs) = (reached.sorted(), carries.sorted())
    let kept = Program(
      inputs: inputs.map { body.inputs[$0] }, equations: body.equations,
      outputs: (outputs + [goesOn]).map { body.outputs[$0] })
    let loop = WhileLoop(
      body: kept.eliminatingDeadCode(), constantCount: inputs.count { $0 < constantCount })
    return (loop, inputs + [body.inputs.count], outputs)
  }
}
