import ProgramIR

/// A scan with a matrix carry as up to three scans, one after another: over what the matrix carry's
/// steps are made of, as far as that is carried; over chunks of steps of the matrix carry; and over
/// the rest of the carry.
struct MatrixCarryScan {
  let scan: Scan
  let carry: MatrixCarry
  /// The parts of the carry of the first scan and of the last one.
  let firstParts, lastParts: [Int]
  /// Equations and values of a chunk's steps.
  let factors: BodySlice
  /// Results of a chunk's sums: the ys at these positions, then values of the last scan.
  let epilogue: BodySlice
  let epilogueYs: [Int]
  /// Next values of the last scan's parts, then its ys.
  let last: BodySlice
  let lastYs: [Int]
  /// Values that the first scan hands to the others, and the chunks to the last scan.
  let handedOn, handedToLast: [Variable]
  /// All equations of the body, and those that make factors.
  let equations: [Equation]

  /// `nil` where the carry's steps depend on what depends on them, or chunks can't be made of them.
  init?(_ scan: Scan, _ carry: MatrixCarry) {
    let bound = Set(carry.equations.flatMap(\.outputs).map(\.id))
    let equations =
      carry.equations
      + scan.body.equations.filter { equation in
        !equation.outputs.contains { bound.contains($0.id) }
      }
    let parts = BodyParts(scan, equations)
    let atoms = carry.factors.map(\.atom)
    guard let first = parts.ancestors(of: atoms, outside: carry.part) else { return nil }
    let lastParts = (0..<scan.carryCount).filter { $0 != carry.part && !first.contains($0) }
    func slice(_ positions: [Int], given: Set<Int>) -> BodySlice {
      BodySlice(of: equations, making: positions.map { scan.body.outputs[$0] }, given: given)
    }

    // What can't be made for many steps at once is made before.
    let sequential = parts.unbatched(in: BodySlice(of: equations, making: atoms))
    let ofFirst = BodySlice(
      of: equations,
      making: first.map { scan.body.outputs[$0] } + sequential.map(Atom.variable))
    let carried = first.map { scan.body.inputs[scan.constantCount + $0] }
    let offered = Set((ofFirst.made + carried).map(\.id))
    let factors = BodySlice(of: equations, making: atoms, given: offered)

    let known = offered.union(carry.reads.map(\.result.id))
    let ys = Array(scan.body.outputs.indices.dropFirst(scan.carryCount))
    var ofChunks = ys.filter { y in
      scan.carryParts(among: slice([y], given: known).inputs).isDisjoint(with: lastParts)
    }
    if !parts.unbatched(in: slice(ofChunks, given: known)).isEmpty { ofChunks = [] }
    let ofLast = ys.filter { !ofChunks.contains($0) }
    let shared = known.union(factors.made.map(\.id))
    let last = slice(lastParts + ofLast, given: shared)
    let handedToLast = last.inputs.filter { shared.contains($0.id) && !offered.contains($0.id) }
    let epilogue = BodySlice(
      of: equations,
      making: ofChunks.map { scan.body.outputs[$0] } + handedToLast.map(Atom.variable),
      given: known)
    var seen: Set<Int> = []
    handedOn = (factors.inputs + epilogue.inputs + last.inputs).filter {
      offered.contains($0.id) && seen.insert($0.id).inserted
    }
    (self.scan, self.carry, self.equations) = (scan, carry, equations)
    (firstParts, self.lastParts) = (first.sorted(), lastParts)
    (self.factors, self.epilogue, self.last) = (factors, epilogue, last)
    (epilogueYs, lastYs, self.handedToLast) = (ofChunks, ofLast, handedToLast)
  }

  /// The parts of the body and what depends on what.
  private struct BodyParts {
    let scan: Scan
    let equations: [Equation]
    private let dependences: Dependences

    init(_ scan: Scan, _ equations: [Equation]) {
      (self.scan, self.equations) = (scan, equations)
      var written = scan
      written.body.equations = equations
      dependences = Dependences(of: written)
    }

    /// The parts of the carry that values are made of, in this or another step; `nil` where a part is
    /// one of them.
    func ancestors(of atoms: [Atom], outside part: Int) -> Set<Int>? {
      var found: Set<Int> = []
      var targets = atoms
      while true {
        let read = scan.carryParts(
          among: BodySlice(of: equations, making: targets).inputs)
        if read.contains(part) { return nil }
        if read.isSubset(of: found) { return found }
        found.formUnion(read)
        targets = atoms + found.map { scan.body.outputs[$0] }
      }
    }

    /// Values that differ from step to step and can't be computed for many steps at once.
    func unbatched(in slice: BodySlice) -> [Variable] {
      slice.equations.filter { !$0.canBeBatched { _ in true } && dependences[$0] > .invariant }
        .flatMap(\.outputs)
    }
  }
}
