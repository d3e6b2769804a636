import Arrays
import ProgramIR

extension Scan {
  /// Writes, outside of the scan, the values that a variable of the body has in all steps,
  /// `[length, …]`. It depends on constants, xs and counters of steps only, by equations that can be
  /// batched.
  func writeAllSteps(
    of variable: Variable, _ operands: [Atom], to rewriter: inout ProgramRewriter
  ) throws -> Atom {
    let equations = body.equations(for: variable)
    let read = Set(equations.flatMap(\.inputs).compactMap { $0.variable?.id } + [variable.id])
    let positions = body.inputs.indices.filter { read.contains(body.inputs[$0].id) }
    let counters = stepCounters
    var values: [Atom] = []
    for position in positions {
      let counter = carryInputs.contains(position) ? counters[body.inputs[position].id] : nil
      values.append(
        try counter.map { try writeCounts(from: operands[position], by: $0, to: &rewriter) }
          ?? operands[position])
    }
    let program = Program(
      inputs: positions.map { body.inputs[$0] }, equations: equations,
      outputs: [.variable(variable)])
    let scanned = positions.indices.filter { positions[$0] >= constantCount }
    return rewriter.write(try program.batched(length, inputs: Set(scanned)), on: values)[0]
  }

  /// Writes the values of a counter before each step, in the order of the xs.
  private func writeCounts(
    from first: Atom, by number: NDArray, to rewriter: inout ProgramRewriter
  ) throws -> Atom {
    var steps = try rewriter.append(.iota(dtype: .int32, shape: [length], axis: 0), [])
    if isReversed { steps = try rewriter.append(.reverse(axes: [0]), [steps]) }
    let counted = try rewriter.append(
      .binary(.mul), [steps, .constant(number, isWeak: false)])
    return try rewriter.append(.binary(.add), [counted, first])
  }
}

extension ProgramRewriter {
  /// Writes the equations of another program.
  ///
  /// - Returns: its outputs.
  mutating func write(_ program: Program, on values: [Atom]) -> [Atom] {
    var known: [Int: Atom] = [:]
    for (input, value) in zip(program.inputs, values) { known[input.id] = value }
    func current(_ atom: Atom) -> Atom { atom.variable.flatMap { known[$0.id] } ?? atom }
    for var equation in program.equations {
      equation.inputs = equation.inputs.map(current)
      let outputs = equation.outputs.map { fresh($0.type) }
      for (old, new) in zip(equation.outputs, outputs) { known[old.id] = .variable(new) }
      equation.outputs = outputs
      append(equation)
    }
    return program.outputs.map(current)
  }
}
