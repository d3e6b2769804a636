import ProgramIR

/// A rewriting of programs: what comes out computes the same as what goes in, with less work or in
/// a form that is easier to plan.
struct Pass: Sendable {
  /// Whether the bodies of a program's loops and choices are rewritten before the program or after it.
  enum Order {
    case bodiesFirst
    /// For what moves from a program into the bodies. What is dead in the end is dropped.
    case bodiesLast
    /// Bodies are left as they are: of what is done outside of loops only.
    case outside
  }

  /// A short name for reports.
  let name: String
  private let order: Order
  private let isNeeded: @Sendable (Program) -> Bool
  private let rewrite: @Sendable (Program) throws -> Program

  /// A pass that rewrites one program and leaves the bodies of its loops to `callAsFunction`.
  ///
  /// - Parameter isNeeded: tells programs, with all their loops, that the pass would leave as they are.
  private init(
    _ name: String, _ order: Order = .bodiesFirst,
    isNeeded: @escaping @Sendable (Program) -> Bool = { _ in true },
    _ rewrite: @escaping @Sendable (Program) throws -> Program
  ) {
    self.name = name
    self.order = order
    self.isNeeded = isNeeded
    self.rewrite = rewrite
  }

  /// A pass that rewrites the bodies of scans, with what is known of the scan.
  private init(_ name: String, bodies rewrite: @escaping @Sendable (Scan) throws -> Program) {
    self.init(name) { program in
      try program.rewritingScans { scan in
        var copy = scan
        copy.body = try rewrite(scan)
        return copy
      }
    }
  }

  /// The rewritten program and the rewritten bodies of its loops and choices. Debug builds verify one
  /// that changed: that takes as long as some of the passes.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the pass breaks the program.
  func callAsFunction(_ program: Program) throws -> Program {
    guard isNeeded(program) else { return program }
    let result = try walk(program)
    #if DEBUG
      if result != program { try result.verify() }
    #endif
    return result
  }

  private func walk(_ program: Program) throws -> Program {
    switch order {
    case .bodiesFirst: try rewrite(program.rewritingBodies(walk))
    case .bodiesLast: try rewrite(program).rewritingBodies(walk).eliminatingDeadCode()
    case .outside: try rewrite(program)
    }
  }
}

extension Pass {
  static let makeReadSteps = Pass("make read steps") { try $0.makingReadSteps() }
  static let countSteps = Pass("count steps") { try $0.countingSteps() }
  static let multiplyOuterProducts = Pass("multiply outer products") {
    try $0.multiplyingOuterProducts()
  }
  static let lowerConvolutions = Pass("lower convolutions") { try $0.loweringConvolutions() }
  static let sinkBroadcasts = Pass("sink broadcasts", .bodiesLast) { try $0.sinkingBroadcasts() }
  static let simplify = Pass("simplify", .bodiesLast) { try $0.simplified() }
  static let hoistInvariants = Pass("hoist invariants") { $0.hoistingInvariants() }
  static let chooseBranches = Pass("choose branches", .bodiesLast) { $0.choosingBranches() }
  static let mergeSumsOfSlices = Pass("merge sums of slices") { try $0.mergingSumsOfSlices() }
  static let reorderSums = Pass("reorder sums", bodies: { try $0.bodyReorderingSums() })
  static let mergeDots = Pass("merge dots", bodies: { try $0.bodyMergingDots() })
  static let moveMasks = Pass("move masks into scans") { try $0.movingMasksIntoScans() }
  static let findSequenceEnds = Pass("find ends of sequences", .outside) {
    try $0.findingSequenceEnds()
  }
  static let runMatrixCarriesInChunks = Pass("run matrix carries in chunks") {
    try $0.runningMatrixCarriesInChunks()
  }
  static let writeLinearCarries = Pass(
    "write linear carries", bodies: { try $0.bodyWritingLinearCarries() })

  /// Without a scan nothing was moved since the program was simplified.
  static let simplifyScans = Pass(
    "simplify", .bodiesLast,
    isNeeded: { $0.contains { if case .scan = $0 { true } else { false } } }
  ) { try $0.simplified() }

  /// The passes in the order in which a plan runs them.
  static let all = [
    makeReadSteps, countSteps, multiplyOuterProducts, lowerConvolutions, sinkBroadcasts, simplify,
    moveMasks, hoistInvariants,
    // Before what two branches do is merged.
    chooseBranches, mergeSumsOfSlices, reorderSums, mergeDots,
    // What was merged is made of matrices side by side, which are the same in each step.
    hoistInvariants, simplifyScans, findSequenceEnds, runMatrixCarriesInChunks, writeLinearCarries,
    hoistInvariants,
  ]
}

extension Program {
  /// This program after all passes that rewrite programs.
  func rewrittenForSpeed() throws -> Program {
    try Pass.all.reduce(self) { program, pass in try pass(program) }
  }

  /// This program with other bodies of its loops and choices.
  fileprivate func rewritingBodies(_ rewrite: (Program) throws -> Program) rethrows -> Program {
    var program = self
    for (index, equation) in equations.enumerated() where !equation.primitive.bodies.isEmpty {
      program.equations[index].primitive = try equation.primitive.replacingBodies(rewrite)
    }
    return program
  }

  /// This program with other scans.
  fileprivate func rewritingScans(_ rewrite: (Scan) throws -> Scan) rethrows -> Program {
    var program = self
    for (index, equation) in equations.enumerated() {
      guard case .scan(let scan) = equation.primitive else { continue }
      program.equations[index].primitive = .scan(try rewrite(scan))
    }
    return program
  }

  /// Whether an equation, be it of a body, has such a primitive.
  fileprivate func contains(_ isWanted: (Primitive) -> Bool) -> Bool {
    equations.contains { equation in
      isWanted(equation.primitive)
        || equation.primitive.bodies.contains { $0.contains(isWanted) }
    }
  }

  /// How many equations it has, those of bodies too.
  var equationCount: Int {
    equations.reduce(0) { $0 + 1 + $1.primitive.bodies.map(\.equationCount).reduce(0, +) }
  }
}
