import ProgramIR

/// A rewriting of programs: what comes out computes the same as what goes in, with less work or in
/// a form that is easier to plan.
struct Pass: Sendable {
  /// What it does, in a word or two.
  let name: String
  private let rewrite: @Sendable (Program) throws -> Program

  private init(_ name: String, _ rewrite: @escaping @Sendable (Program) throws -> Program) {
    self.name = name
    self.rewrite = rewrite
  }

  /// The passes in the order in which a plan runs them.
  static let all = [
    Pass("scan counts in pieces") { try $0.scanningCountsInPieces() },
    Pass("multiply outer products") { try $0.multiplyingOuterProducts() },
    Pass("lower convolutions") { try $0.loweringConvolutions() },
    Pass("sink broadcasts") { try $0.sinkingBroadcasts() },
    Pass("simplify") { try $0.simplified() },
    Pass("hoist invariants") { try $0.hoistingInvariants() },
    Pass("merge sums of slices") { try $0.mergingSumsOfSlices() },
    Pass("reorder sums") { try $0.reorderingSums() },
    Pass("merge dots") { try $0.mergingDots() },
    // What was merged is made of matrices side by side, which are the same in each step.
    Pass("hoist invariants") { try $0.hoistingInvariants() },
    // Without a loop nothing was moved since it was simplified.
    Pass("simplify") { $0.containsScan ? try $0.simplified() : $0 },
    Pass("write linear carries") { try $0.writingLinearCarries() },
    Pass("hoist invariants") { try $0.hoistingInvariants() },
  ]

  /// The rewritten program, verified in debug builds: that takes as long as some of the passes.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`, when the pass breaks the program.
  func callAsFunction(_ program: Program) throws -> Program {
    let result = try rewrite(program)
    #if DEBUG
      try result.verify()
    #endif
    return result
  }
}

extension Program {
  /// Whether an equation, be it of a loop's body, has such a primitive.
  func contains(_ isWanted: (Primitive) -> Bool) -> Bool {
    equations.contains { isWanted($0.primitive) || $0.primitive.body?.contains(isWanted) ?? false }
  }

  /// This program after all passes that rewrite programs.
  func rewrittenForSpeed() throws -> Program {
    try Pass.all.reduce(self) { program, pass in try pass(program) }
  }

  /// How many equations it has, those of loops' bodies too.
  var equationCount: Int {
    equations.reduce(0) { $0 + 1 + ($1.primitive.body?.equationCount ?? 0) }
  }
}
