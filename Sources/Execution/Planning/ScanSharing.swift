import ProgramIR

/// How threads share a scan.
enum ScanSharing {
  /// One has it all.
  case none
  /// Each takes ranges of an independent axis.
  case ranges(ScanSplit)
  /// Each takes sequences that end at different steps.
  case sequences(ScanSequences)
  /// All do each step together.
  case steps
  /// One does the steps, while others do what doesn't depend on the carry, or what the carry doesn't
  /// depend on, of blocks before and after.
  case blocks

  /// How to share a scan that is in no other.
  init(_ scan: Scan, _ options: PlanOptions) {
    self = .none
    if options.endsSequences, scan.sequences != nil, scan.cost > options.smallestRangesCost,
      let sequences = ScanSequences(scan, options)
    {
      self = .sequences(sequences)
      return
    }
    let smallestCost = min(options.smallestRangesCost, options.smallestSplitCost)
    guard options.threadCount > 1, scan.cost > smallestCost else { return }
    let parts = LoopParts(scan)
    let core = parts.core.program.cost
    let isSlight =
      scan.body.cost
      < (parts.coreCarries.isEmpty ? Self.slightCost : options.smallestRangesStepCost)
    let fewestRows = scan.readsMatricesOfSteps ? Self.fewestRowsOfSteps : Self.fewestRows
    if options.sharesRanges, !isSlight, let split = ScanSplit(scan, options),
      parts.core.program.largestRowCount >= fewestRows * options.threadCount
        || core / split.size < options.smallestSharedStepCost
    {
      self = .ranges(split)
      return
    }
    guard scan.cost > options.smallestSplitCost else { return }
    if core >= options.smallestSharedStepCost {
      self = .steps
      return
    }
    let others = parts.prologue.program.cost + parts.epilogue.program.cost
    let isStretched = !parts.stretchedStages(of: scan).isEmpty
    let blockLength = parts.blockLength(for: scan, isStretched: isStretched)
    if others > core / 8, scan.length >= 2 * blockLength { self = .blocks }
  }

  /// How many rows each thread must have of a product for it to read the matrix by itself: of one that
  /// comes from memory anew in each step, and of one that is in a cache.
  private static let fewestRowsOfSteps = 6
  private static let fewestRows = 4

  /// How much work a step must be for ranges of it to pay where nothing runs step by step.
  private static let slightCost = 4_000
}

extension ScanSharing {
  /// A line that tells how several threads share the scan, if they do.
  var lines: [String] {
    switch self {
    case .none: []
    case .ranges(let split): [split.description]
    case .sequences(let sequences): [sequences.description]
    case .steps: ["threads do each step together"]
    case .blocks: ["threads do prologues and epilogues of other blocks"]
    }
  }
}
