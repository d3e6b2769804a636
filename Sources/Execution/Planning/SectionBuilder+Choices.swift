import ProgramIR

extension SectionBuilder {
  /// Plans a choice: a list of steps for each branch, which all leave their results in one place.
  func addChoice(_ conditional: Conditional, _ equation: Equation) throws {
    closeGroup()
    let operands = try equation.inputs.map { try view($0) }
    let results = equation.outputs.map { target(for: $0).first }
    let branches = try conditional.branches.map { branch in
      try plan.withSection {
        try SectionBuilder.plan(
          branch, inputs: Array(operands.dropFirst()), targets: results, in: plan)
      }
    }
    plan.emit(
      .choice(ChoiceStep(index: operands[0], branches: branches)),
      touching: (operands + results).map(\.slot))
    place(equation.outputs, at: results)
  }
}
