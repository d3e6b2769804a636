import Arrays
import Kernels
import ProgramIR

/// How to run a scan over sequences that end at different steps: as a loop for each of some numbers of
/// rows, over the rows that haven't ended yet.
struct ScanSequences {
  private let scan: Scan
  private let sequences: ScannedSequences
  private let axis: IndependentAxis
  private let threadCount: Int
  /// How many ranges of rows there are, and how many rows each has at most.
  private let rangeCount, rowCount: Int
  private let blockLength: Int

  /// A plan, if the scan's sequences are known to end and know nothing of each other.
  init?(_ scan: Scan, _ options: PlanOptions) {
    guard let sequences = scan.sequences, scan.length > 1,
      let axis = scan.independentAxis(ofCarry: sequences.batch.part, sequences.batch.axis),
      zip(scan.body.outputs, axis.outputs).dropFirst(scan.carryCount)
        .allSatisfy({ $1 != nil || $0.type.shape.elementCount == 0 })
    else { return nil }
    (self.scan, self.sequences, self.axis) = (scan, sequences, axis)
    threadCount = min(options.threadCount, axis.size)
    let unit = threadCount * Self.mostRows
    rangeCount = threadCount * ((axis.size - 1) / unit + 1)
    // Where sequences are short a range has many.
    rowCount = min(axis.size, ((axis.size - 1) / rangeCount + 1) * (rangeCount > 1 ? 2 : 1))
    let most = scan.resized(axis, to: rowCount)
    let parts = LoopParts(most)
    let isStretched = !LoopParts(scan).stretchedStages(of: scan).isEmpty
    let length = parts.blockLength(for: most, isStretched: isStretched)
    // Loops take over from each other at steps of even numbers.
    blockLength = min(scan.length, (length + 1) / 2 * 2)
  }

  /// At most how many rows a range has when all have as many.
  private static let mostRows = 64

  /// The numbers of rows that there is a loop for: each where a row more or less matters, and fewer
  /// the more rows there are.
  private var rowCounts: [Int] {
    var counts: [Int] = []
    var count = 1
    while count < rowCount {
      counts.append(count)
      count += count < 16 ? 1 : count < 32 ? 2 : count < 64 ? 4 : 8
    }
    return counts + [rowCount]
  }

  /// The axis of each of the body's inputs and outputs.
  var description: String {
    "sequences by length, in ranges of up to \(rowCount) along \(axis.names(in: scan.body)), "
      + "with fewer rows as they end"
  }

  /// Plans the scan for each number of rows.
  func emit(operands: [View], results: [View], _ plan: PlanBuilder) throws {
    plan.needWorkers(rangeCount)
    let layout = SequenceOrder.Layout(
      sequences: axis.size, ranges: rangeCount, rows: rowCount)
    let memory = plan.addMemory(byteCount: layout.byteCount)
    let touched = operands.map(\.slot) + results.map(\.slot) + [memory]
    for slot in touched { plan.touch(slot, at: plan.clock + 1) }
    let outside = plan.slots.count
    let built = try plan.withLoop(isWorkers: true) { () -> (SequenceRows, StepsByLength) in
      let rows = SequenceRows(
        scan, sequences, axis, count: rowCount, operands: operands, results: results, plan)
      let loops = try StepsByLength(rowCounts) { count in
        try planLoop(of: count, rows, plan)
      }
      for slot in rows.ownSlots { plan.touch(slot, at: plan.clock) }
      return (rows, loops)
    }
    let taken = plan.slots.indices.filter { $0 < outside || !plan.isWorkers($0) }
    let (rows, loops) = built.result
    let step = SequencesStep(
      preheader: built.preheader, lengths: operands[sequences.lengths], stepCount: scan.length,
      blockLength: blockLength, isReversed: scan.isReversed,
      needsAllSteps: sequences.needsAllSteps, rangeCount: rangeCount, rowCount: rowCount,
      threadCount: threadCount, memory: memory, order: rows.order, gathers: rows.gathers,
      starts: rows.starts, scatters: rows.scatters, shared: rows.shared, paddings: rows.paddings,
      loops: loops, taken: taken)
    plan.emit(.sequences(step), touching: touched)
  }

  private func planLoop(
    of count: Int, _ rows: SequenceRows, _ plan: PlanBuilder
  ) throws -> StepList {
    try plan.withSection {
      try LoopBuilder(
        scan.resized(axis, to: count), operands: rows.operands.map { $0.part(of: count) },
        results: rows.results.map { $0.part(of: count) }, streams: [], of: scan,
        rows: LoopRows(
          order: rows.order, inputAxes: axis.inputs, outputAxes: axis.outputs,
          blockLength: blockLength), plan
      ).emit()
    }
  }
}

/// The rows that a loop takes from a batch block by block, and puts back.
struct LoopRows {
  /// The slot of the numbers of the rows' sequences.
  var order: Int
  /// For each of the body's inputs and outputs, the axis of rows; `nil` for those without.
  var inputAxes, outputAxes: [Int?]
  /// How many steps a block has.
  var blockLength: Int
}

/// Arrays that the loops over rows of a batch read and write.
private struct SequenceRows {
  /// An array, and the axis of it of which a loop takes the first rows.
  struct Operand {
    var view: View
    var axis: Int?

    func part(of count: Int) -> View { axis.map { view.part(0..<count, axis: $0) } ?? view }
  }

  let order: Int
  private(set) var operands, results: [Operand]
  private(set) var gathers: [RowCopyStep] = []
  private(set) var scatters: [RowCopyStep] = []
  private(set) var starts: [CopyStep] = []
  private(set) var shared: [CopyStep] = []
  private(set) var paddings: [SequencesStep.Padding] = []

  /// The slots of memory that is the range's.
  private(set) var ownSlots: [Int] = []

  init(
    _ scan: Scan, _ sequences: ScannedSequences, _ axis: IndependentAxis, count: Int,
    operands wholes: [View], results resultViews: [View], _ plan: PlanBuilder
  ) {
    order = plan.addCursor()
    operands = wholes.map { Operand(view: $0) }
    results = resultViews.map { Operand(view: $0) }
    for index in 0..<scan.constantCount where axis.inputs[index] != nil {
      takeRows(ofInput: index, axis.inputs[index], count, plan)
    }
    for part in 0..<scan.carryCount {
      let index = scan.constantCount + part
      takeRows(ofInput: index, axis.inputs[index], count, plan)
      results[part] = operands[index]
      let own = operands[index].view
      if let place = axis.inputs[index] {
        scatters.append(
          RowCopyStep(
            batch: .init(view: resultViews[part], axis: place), rows: .init(view: own, axis: place),
            order: order, isBack: true))
      } else {
        shared.append(CopyStep(from: own, to: resultViews[part]))
      }
    }
    addPaddings(scan, sequences, axis, resultViews, Array(wholes[scan.carryInputs]), plan)
  }

  /// Memory of the range's own for an input, and its copy from the batch.
  private mutating func takeRows(
    ofInput index: Int, _ axis: Int?, _ count: Int, _ plan: PlanBuilder
  ) {
    let whole = operands[index].view
    var sizes = whole.sizes
    if let axis { sizes[axis] = count }
    let own = plan.addBuffer(whole.dtype, sizes)
    plan.touch(own.slot, at: plan.clock)
    ownSlots.append(own.slot)
    operands[index] = Operand(view: own, axis: axis)
    if let axis {
      gathers.append(
        RowCopyStep(
          batch: .init(view: whole, axis: axis), rows: .init(view: own, axis: axis), order: order,
          isBack: false))
    } else {
      starts.append(CopyStep(from: whole, to: own))
    }
  }

  private mutating func addPaddings(
    _ scan: Scan, _ sequences: ScannedSequences, _ axis: IndependentAxis, _ views: [View],
    _ firstCarry: [View], _ plan: PlanBuilder
  ) {
    for (index, padding) in sequences.paddings.enumerated() {
      guard let place = axis.outputs[scan.carryCount + index] else { continue }
      let target = views[scan.carryCount + index]
      let source: SequencesStep.Padding.Source
      switch padding {
      case .unread: continue
      case .carry(let part):
        guard let place = axis.inputs[scan.constantCount + part] else { continue }
        // Backwards, what is behind the ends comes before what changes the carry.
        source =
          scan.isReversed
          ? .batch(.init(view: firstCarry[part], axis: place))
          : .rows(.init(view: operands[scan.constantCount + part].view, axis: place))
      case .value(let value):
        var sizes = Array(target.sizes.dropFirst())
        sizes[place] = 1
        let isZero = value.withUnsafeBytes { $0.allSatisfy { $0 == 0 } }
        source = .slice(plan.view(of: value.repeated(to: Shape(sizes))), isZero: isZero)
      }
      paddings.append(
        SequencesStep.Padding(target: .init(view: target, axis: place + 1), source: source))
    }
  }
}

extension NDArray {
  /// An array of which each element is this scalar.
  fileprivate func repeated(to shape: Shape) -> NDArray {
    withUnsafeBytes { element in
      NDArray(shape: shape, dtype: dtype) { bytes in
        for start in stride(from: 0, to: bytes.count, by: element.count) {
          UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: element)
        }
      }
    }
  }
}
