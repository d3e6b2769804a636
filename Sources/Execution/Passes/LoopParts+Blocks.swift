import Arrays
import Kernels
import ProgramIR

extension LoopParts {
  /// How many steps to run at a time.
  ///
  /// As many as keep what a block's parts hand to each other in the second-level cache, and enough
  /// that the matrix products of the prologue have rows to share what they read, and that few steps
  /// of a plan do much where nothing runs step by step. Stretches of time are whole in a block.
  func blockLength(for scan: Scan, isStretched: Bool = false) -> Int {
    let byteCount = stepByteCount(of: scan)
    let fitting = (256 << 10) / byteCount
    let largest = max(1, (32 << 20) / byteCount)
    let fewest = min(8, max(1, Self.sharingRows / max(prologue.program.largestRowCount, 1)))
    let length = min(largest, max(fewest, min(fitting, hasSteps ? 64 : 1024)))
    let unit = isStretched ? Recurrence.stretchedSteps : hasSteps || length < 16 ? 1 : 8
    return max(1, min(scan.length, max(unit, length / unit * unit)))
  }

  /// How many rows share what they read of a matrix well enough.
  private static let sharingRows = 512

  /// The stages that run in stretches of time: those of few elements, where nothing runs step by
  /// step. Depends on nothing but the scan.
  func stretchedStages(of scan: Scan) -> Set<Int> {
    guard !hasSteps, stepByteCount(of: scan) < (32 << 20) / Recurrence.stretchedSteps else {
      return []
    }
    return Set(
      stages.indices.filter { stage in
        guard let carry = stages[stage].carry, case .single = carry.form else { return false }
        let type = scan.body.inputs[scan.constantCount + carry.parts[0]].type
        return Recurrence.isFasterInStretches(elementCount: type.shape.elementCount)
      })
  }

  /// Whether anything runs step by step.
  private var hasSteps: Bool { stages.isEmpty || !core.program.outputs.isEmpty }

  /// How much memory what the parts read, make and hand to each other in a step takes.
  private func stepByteCount(of scan: Scan) -> Int {
    let xs = scan.scannedInputs.map { scan.body.inputs[$0].type }
    let ys = scan.body.outputs.dropFirst(scan.carryCount).map(\.type)
    let states = stages.compactMap(\.carry).flatMap(\.parts).map {
      scan.body.inputs[scan.constantCount + $0].type
    }
    let results = (stages.map(\.part) + [prologue]).flatMap(\.program.outputs).map(\.type)
    let types = xs + ys + states + results
    return max(1, types.map { $0.shape.elementCount * $0.dtype.byteCount }.reduce(0, +))
  }
}

extension LoopParts {
  /// Whether each step of a scan has another value of this.
  func isScanned(_ source: Source, in scan: Scan) -> Bool {
    switch source {
    case .input(let index): scan.scannedInputs.contains(index)
    case .constant: false
    default: true
    }
  }
}
