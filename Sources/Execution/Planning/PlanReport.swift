import Arrays
import ProgramIR

extension ExecutionPlan {
  /// A report on the planning of a program, which must be the one that this is the plan of, with the
  /// same options: the changes of each pass, the program after all of them, the parts of scans, the
  /// memory, the steps.
  ///
  /// - Throws: what planning throws.
  public func report(on original: Program, options: PlanOptions = PlanOptions()) throws -> String {
    let (passLines, program) = try original.passLines
    let planned = [
      // Names by which lines can be compared; the program is printed with others.
      passLines.below("passes (variables keep their names from one to the next):"),
      program.text().lines.below("program:"),
      program.scanLines(options).below("scans:"),
    ]
    return (planned + sections).filter { $0.count > 1 }.joined().joined(separator: "\n")
  }
}

extension Program {
  /// The changes that each pass makes, and the program after all of them.
  fileprivate var passLines: (lines: [String], program: Program) {
    get throws {
      var lines: [String] = []
      var program = self
      for pass in Pass.all {
        let next = try pass(program)
        let changes = next.text(naming: .byId).lines
          .changes(from: program.text(naming: .byId).lines)
        let counts = "\(program.equationCount) → \(next.equationCount) equations"
        lines += changes.below("\(pass.name): \(changes.isEmpty ? "nothing changes" : counts)")
        program = next
      }
      return (lines, program)
    }
  }

  /// How each scan is divided, at any depth.
  fileprivate func scanLines(_ options: PlanOptions, depth: Int = 0) -> [String] {
    zip(equations, text().equations).flatMap { equation, lines -> [String] in
      guard case .scan(let scan) = equation.primitive else { return [] }
      let sharing = depth == 0 ? ScanSharing(scan, options) : .none
      return (sharing.lines + LoopParts(scan).lines(of: scan)).below(lines[0])
        + scan.body.scanLines(options, depth: depth + 1).map { "  " + $0 }
    }
  }
}

extension LoopParts {
  /// Which equations of the body are in which part, called as they are when the body is printed.
  fileprivate func lines(of scan: Scan) -> [String] {
    let body = scan.body.text()
    func lines(_ name: String, _ part: Part) -> [String] {
      let results = Set(part.program.equations.map(\.outputs))
      let own = zip(scan.body.equations, body.equations).filter { results.contains($0.0.outputs) }
      return own.isEmpty ? ["\(name): nothing"] : own.flatMap(\.1).below("\(name):")
    }
    let isStretched = !stretchedStages(of: scan).isEmpty
    let block = "\(blockLength(for: scan, isStretched: isStretched)) steps at once"
    return lines("prologue, \(block)", prologue)
      + stages.flatMap { stage in
        (stage.part.program.equations.isEmpty ? [] : lines("between, \(block)", stage.part))
          + (stage.carry.map { ["linear carry, \(block): \($0)"] } ?? [])
      }
      + lines("core, step by step", core)
      + lines("epilogue, \(block)", epilogue)
  }
}
