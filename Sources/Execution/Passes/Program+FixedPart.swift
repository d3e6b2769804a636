import Arrays
import ProgramIR

extension Program {
  /// This program in two: what depends only on these inputs, and the rest.
  ///
  /// Both take the program's inputs; the rest takes the outputs of the first part after them.
  func splittingOffFixed(_ positions: Set<Int>) -> (fixed: Program, rest: Program) {
    var isFixed = [Bool](repeating: false, count: variableCount)
    for position in positions { isFixed[inputs[position].id] = true }
    var (ahead, rest): ([Equation], [Equation]) = ([], [])
    for equation in equations {
      let variables = equation.inputs.compactMap(\.variable)
      if !variables.isEmpty, variables.allSatisfy({ isFixed[$0.id] }) {
        for output in equation.outputs { isFixed[output.id] = true }
        ahead.append(equation)
      } else {
        rest.append(equation)
      }
    }
    var isRead = [Bool](repeating: false, count: variableCount)
    for atom in rest.flatMap(\.inputs) + outputs {
      if let variable = atom.variable { isRead[variable.id] = true }
    }
    let made = ahead.flatMap(\.outputs).filter { isRead[$0.id] }
    return (
      Program(inputs: inputs, equations: ahead, outputs: made.map(Atom.variable)),
      Program(inputs: inputs + made, equations: rest, outputs: outputs)
    )
  }
}
