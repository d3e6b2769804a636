import Arrays
import ProgramIR

extension Program {
  /// This program with what is repeated for a scan's body repeated inside of it, where it costs
  /// nothing and shows what is repeated. The repeated arrays stay as dead code.
  func sinkingBroadcasts() throws -> Program {
    guard containsScan else { return self }
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      if case .scan(let scan) = equation.primitive {
        equation = try scan.sinkingBroadcasts(equation, rewriter.definition)
      }
      rewriter.append(equation)
    }
    return rewriter.program(inputs: inputs, outputs: outputs)
  }
}

extension Scan {
  /// The scan's equation with broadcasts among its constants made in the body.
  fileprivate func sinkingBroadcasts(
    _ equation: Equation, _ definition: (Atom) -> Equation?
  ) throws -> Equation {
    var scan = self
    var operands = equation.inputs
    var rewriter = ProgramRewriter(body)
    for index in 0..<constantCount {
      guard let outer = definition(operands[index]), outer.primitive.isBroadcast else { continue }
      let operand = outer.inputs[0]
      let inner = rewriter.fresh(operand.type)
      operands[index] = operand
      scan.body.inputs[index] = inner
      let repeated = try rewriter.append(outer.primitive, [.variable(inner)])
      rewriter.replace(body.inputs[index], by: repeated)
    }
    for var inner in body.equations {
      inner.inputs = inner.inputs.map(rewriter.current)
      rewriter.append(inner)
    }
    scan.body = rewriter.program(inputs: scan.body.inputs, outputs: body.outputs)
    return Equation(.scan(scan), inputs: operands, outputs: equation.outputs)
  }
}
