import ProgramIR

/// A scan in parts, with programs for blocks of steps.
struct BlockedScan {
  let parts: LoopParts
  /// The stages that run in stretches of time.
  let stretchedStages: Set<Int>
  /// How many steps a block has.
  let blockLength: Int
  /// How many steps a block has, and how many the last one if those are fewer.
  let blockLengths: [Int]
  /// For each length of blocks, the part for all steps of a block at once: what differs from step
  /// to step, and all results, have a leading axis.
  let prologue, epilogue: [Int: Program]
  /// The same for each stage.
  let stages: [[Int: Program]]

  /// - Parameters:
  ///   - whole: the scan that this is a part of, which decides what changes bits.
  ///   - given: how many steps a block has, if that is decided.
  init(_ scan: Scan, of whole: Scan? = nil, blockLength given: Int? = nil) throws {
    let parts = LoopParts(scan)
    self.parts = parts
    stretchedStages =
      whole.map { LoopParts($0).stretchedStages(of: $0) } ?? parts.stretchedStages(of: scan)
    blockLength =
      given ?? parts.blockLength(for: scan, isStretched: !stretchedStages.isEmpty)
    let lengths = [blockLength, scan.length % blockLength].filter { $0 > 0 }
    func blocks(_ part: LoopParts.Part) throws -> [Int: Program] {
      let scanned = part.sources.indices.filter { parts.isScanned(part.sources[$0], in: scan) }
      return try Dictionary(
        uniqueKeysWithValues: Set(lengths).map { length in
          (length, try Pass.simplify(part.program.batched(length, inputs: Set(scanned))))
        })
    }
    blockLengths = lengths
    prologue = try blocks(parts.prologue)
    epilogue = try blocks(parts.epilogue)
    stages = try parts.stages.map { try blocks($0.part) }
  }
}
