import Arrays
import ProgramIR

extension Program {
  /// This program with the carries of scans that are linear in themselves written as
  /// `LinearCarry` reads them: an exponential mean `h + α·(x - h)` is `h + (-α·h + α·x)`.
  ///
  /// The coefficients are new values, which don't depend on the carry.
  func writingLinearCarries() throws -> Program {
    guard containsScan else { return self }
    var program = self
    for (index, equation) in equations.enumerated() {
      guard case .scan(var scan) = equation.primitive else { continue }
      scan.body = try scan.body.writingLinearCarries()
      program.equations[index].primitive = .scan(try scan.writingLinearCarries())
    }
    return program
  }
}

extension Scan {
  fileprivate func writingLinearCarries() throws -> Scan {
    let readings = try readingsOfLinearCarries
    if readings.isEmpty { return self }
    var rewriter = ProgramRewriter(body)
    for var equation in body.equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      if var reading = readings[equation.outputs[0].id],
        let next = try reading.write(.variable(equation.outputs[0]), with: &rewriter)
      {
        rewriter.replace(equation.outputs[0], by: next)
      } else {
        rewriter.append(equation)
      }
    }
    var scan = self
    scan.body = rewriter.program(inputs: body.inputs, outputs: body.outputs).eliminatingDeadCode()
    return scan
  }

  /// For the parts of the carry that are linear and not written so, by the id of their next value,
  /// what reads its form.
  private var readingsOfLinearCarries: [Int: LinearFormReading] {
    get throws {
      let definitions = body.definitions
      var readings: [Int: LinearFormReading] = [:]
      _ = try linearCarries { index, dependences -> Int? in
        if let carry = LinearCarry(index, of: self, definitions), carry.isKnown(dependences) {
          return index
        }
        guard let next = body.outputs[index].variable, definitions[next.id] != nil else {
          return nil
        }
        let h = body.inputs[constantCount + index]
        let reading = LinearFormReading(of: h, definitions, dependences)
        var (attempt, scratch) = (reading, ProgramRewriter(body))
        if try attempt.write(.variable(next), with: &scratch) == nil { return nil }
        readings[next.id] = reading
        return index
      }
      return readings
    }
  }
}
