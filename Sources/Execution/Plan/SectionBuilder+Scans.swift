import Arrays
import ProgramIR

extension SectionBuilder {
  /// Plans a scan: a loop over blocks of steps.
  func addScan(_ scan: Scan, _ equation: Equation) throws {
    closeGroup()
    let operands = try equation.inputs.map { try view($0) }
    let results = equation.outputs.map { target(for: $0).first }
    let sharing = plan.depth == PlanBuilder.runLevel ? ScanSharing(scan, plan.options) : .none
    if case .ranges(let split) = sharing {
      try split.emit(operands: operands, results: results, plan)
    } else {
      let builder = LoopBuilder(
        scan, operands: operands, results: results, sharing: sharing, plan)
      try builder.emit()
    }
    for (output, result) in zip(equation.outputs, results) {
      place(output, at: result, alsoAt: Array(targets[output.id].dropFirst()))
    }
  }
}
