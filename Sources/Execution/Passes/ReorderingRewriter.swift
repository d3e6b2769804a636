import ProgramIR

/// Writes a program in place of another, as `ProgramRewriter` does, with equations further up than they
/// were where something new needs what they make.
struct ReorderingRewriter {
  private let program: Program
  var rewriter: ProgramRewriter
  /// For each equation, whether it, or one in its place, is there.
  private(set) var isWritten: [Bool]

  /// Starts with nothing written.
  init(_ program: Program) {
    self.program = program
    rewriter = ProgramRewriter(program)
    isWritten = [Bool](repeating: false, count: program.equations.count)
  }

  /// Writes an equation as it is, unless it is there.
  mutating func write(_ index: Int) {
    if isWritten[index] { return }
    write(program.equations[index], for: index)
  }

  /// Writes another equation in place of one.
  mutating func write(_ equation: Equation, for index: Int) {
    var equation = equation
    equation.inputs = equation.inputs.map(rewriter.current)
    rewriter.append(equation)
    isWritten[index] = true
  }

  /// Leaves out an equation, whose result is another value.
  mutating func replace(_ index: Int, by atom: Atom) {
    rewriter.replace(program.equations[index].outputs[0], by: rewriter.current(atom))
    isWritten[index] = true
  }

  /// Writes the equations that values depend on, if they aren't there yet.
  mutating func writeMakers(of atoms: [Atom]) {
    var needed = Set(atoms.compactMap { $0.variable?.id })
    var missing: [Int] = []
    for (index, equation) in program.equations.enumerated().reversed()
    where !isWritten[index] && equation.outputs.contains(where: { needed.contains($0.id) }) {
      missing.append(index)
      needed.formUnion(equation.inputs.compactMap { $0.variable?.id })
    }
    for index in missing.reversed() { write(index) }
  }

  /// The new program.
  func result() -> Program {
    rewriter.program(inputs: program.inputs, outputs: program.outputs)
  }
}

extension Program {
  /// The ids of the variables that depend on the results of an equation, those among them.
  func dependents(of index: Int) -> Set<Int> {
    var made = Set(equations[index].outputs.map(\.id))
    for equation in equations[(index + 1)...]
    where equation.inputs.contains(where: { $0.variable.map { made.contains($0.id) } ?? false }) {
      made.formUnion(equation.outputs.map(\.id))
    }
    return made
  }
}
