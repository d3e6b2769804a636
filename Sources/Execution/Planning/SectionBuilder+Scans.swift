import Arrays
import ProgramIR

extension SectionBuilder {
  /// Plans a scan: a loop over blocks of steps.
  func addScan(_ scan: Scan, _ equation: Equation) throws {
    closeGroup()
    let operands = try equation.inputs.map { try view($0) }
    let results = equation.outputs.map { target(for: $0).first }
    let sharing = plan.depth == PlanBuilder.runLevel ? ScanSharing(scan, plan.options) : .none
    switch sharing {
    case .ranges(let split): try split.emit(operands: operands, results: results, plan)
    case .sequences(let sequences):
      try sequences.emit(operands: operands, results: results, plan)
    case .none, .steps, .blocks:
      try LoopBuilder(scan, operands: operands, results: results, sharing: sharing, plan).emit()
    }
    place(equation.outputs, at: results)
  }

  /// Plans a while loop: rounds of its body, whose carry changes places between two buffers.
  func addWhileLoop(_ loop: WhileLoop, _ equation: Equation) throws {
    closeGroup()
    let operands = try equation.inputs.map { try view($0) }
    let results = equation.outputs.map { target(for: $0).first }
    let initial = Array(operands[loop.carryInputs])
    var carry: [LoopStep.Carry] = []
    var next = operands[operands.count - 1]
    let start = plan.clock
    let (body, preheader) = try plan.withLoop {
      let level = plan.depth - 1
      carry = initial.map { view in
        let buffers = (0..<2).map { _ in plan.addBuffer(view.dtype, view.sizes, level: level) }
        return LoopStep.Carry(
          first: buffers[0], second: buffers[1], input: plan.addCursor(), output: plan.addCursor())
      }
      next = plan.addBuffer(.bool, [], level: level)
      for buffer in carry.flatMap({ [$0.first, $0.second] }) + [next] {
        plan.touch(buffer.slot, at: start)
      }
      return try plan.withSection {
        try SectionBuilder.plan(
          loop.body,
          inputs: operands[..<loop.constantCount] + carry.map { $0.first.moved(to: $0.input) },
          targets: carry.map { $0.first.moved(to: $0.output) } + [next], in: plan)
      }
    }
    let ends = carry.indices.map { index in
      LoopStep.CarryEnds(
        start: CopyStep(from: initial[index], to: carry[index].first),
        end: CopyStep(from: carry[index].first.moved(to: carry[index].input), to: results[index]))
    }
    let memory = carry.flatMap { [$0.first.slot, $0.second.slot] } + [next.slot]
    plan.emit(
      .whileLoop(
        WhileStep(
          body: body, preheader: preheader, carry: carry, ends: ends,
          first: operands[operands.count - 1], next: next)),
      touching: (operands + results).map(\.slot) + memory)
    place(equation.outputs, at: results)
  }
}
