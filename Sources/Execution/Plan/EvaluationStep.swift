import ProgramIR

/// Runs an equation by the reference executor: what there are no kernels for.
struct EvaluationStep: StepContent {
  let primitive: Primitive
  let resultTypes: [ArrayType]
  let operands: [View]
  let results: [View]

  init(_ equation: Equation, operands: [View], results: [View]) {
    primitive = equation.primitive
    resultTypes = equation.outputs.map(\.type)
    self.operands = operands
    self.results = results
  }

  var lines: [String] {
    [
      results.map(\.description).joined(separator: ", ") + " = \(primitive.name) "
        + operands.map(\.description).joined(separator: ", ")
    ]
  }
}
