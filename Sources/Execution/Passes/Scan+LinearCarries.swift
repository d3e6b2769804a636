import ProgramIR

extension Scan {
  /// The body with the parts of the carry that are linear in themselves written so that `LinearCarry`
  /// finds them: an exponential mean `h + α·(x - h)` is `h + (-α·h + α·x)`.
  ///
  /// The coefficients are new values, which don't depend on the carry.
  func bodyWritingLinearCarries() throws -> Program {
    var unwritten: Set<Atom> = []
    let found = try LinearCarrySearch(of: self).run { next, isWritten in
      if !isWritten { unwritten.formUnion(next) }
      return true
    }
    if unwritten.isEmpty { return body }
    let nextParts = found.flatMap { result in
      result.parts.map { (body.outputs[$0], result.reading) }
    }
    let readings = Dictionary(nextParts) { first, _ in first }
    let carry = Dictionary(
      uniqueKeysWithValues: carryInputs.enumerated().map { part, index in
        (part, Atom.variable(body.inputs[index]))
      })
    var rewriter = ProgramRewriter(body)
    for var equation in body.equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      let output = Atom.variable(equation.outputs[0])
      if unwritten.contains(output), var reading = readings[output],
        let next = try reading.form(of: output, &rewriter)?.write(carry, with: &rewriter)
      {
        rewriter.replace(equation.outputs[0], by: next)
      } else {
        rewriter.append(equation)
      }
    }
    return rewriter.program(inputs: body.inputs, outputs: body.outputs).eliminatingDeadCode()
  }
}
