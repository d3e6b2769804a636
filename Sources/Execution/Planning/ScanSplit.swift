import Arrays
import ProgramIR

/// How to share a scan out between threads: each takes ranges of an independent axis for all steps,
/// and no one waits for another.
struct ScanSplit {
  private let scan: Scan
  private let axis: IndependentAxis
  private let ranges: [Range<Int>]
  /// How many turns each range takes.
  private let turns: Int
  /// Whether all of it takes less than some hundred microseconds.
  private let isShort: Bool

  /// A split, if there is an axis.
  init?(_ scan: Scan, _ options: PlanOptions) {
    guard let axis = scan.independentAxis else { return nil }
    self.scan = scan
    self.axis = axis
    isShort = scan.cost < Self.longCost
    ranges = Self.ranges(
      of: axis.size, threads: options.threadCount,
      perThread: isShort || scan.readsMatricesOfSteps ? 1 : 2)
    turns = max(1, min(Self.mostTurns, scan.cost / ranges.count / options.smallestTurnCost))
  }

  /// At most how many turns a range takes.
  private static let mostTurns = 64

  /// How much work takes some hundred microseconds.
  private static let longCost = 4_000_000

  /// How long the axis is.
  var size: Int { axis.size }

  /// Ranges as even as they can be; several for each thread where they stay long, so that a busy core
  /// doesn't keep the others waiting.
  private static func ranges(of size: Int, threads: Int, perThread: Int) -> [Range<Int>] {
    let count = threads * (size >= threads * perThread * shortestRange ? perThread : 1)
    let length = (size + count - 1) / count
    return stride(from: 0, to: size, by: length).map { $0..<min($0 + length, size) }
  }

  /// How long ranges stay where a thread has several: as many rows as a product computes at a time.
  private static let shortestRange = 8

  /// What it does: the axis of each of the body's inputs and outputs, and the ranges.
  var description: String {
    let names = scan.body.text().names
    let atoms = scan.body.inputs.map(Atom.variable) + scan.body.outputs
    var axes: [String] = []
    for (atom, axis) in zip(atoms, axis.inputs + axis.outputs) {
      guard let axis, let name = atom.variable.flatMap({ names[$0.id] }) else { continue }
      let text = "axis \(axis) of \(name)"
      if !axes.contains(text) { axes.append(text) }
    }
    let lengths = ranges.map { "\($0.count)" }.joined(separator: ", ")
    return "split between threads along \(axes.joined(separator: ", ")) into ranges of \(lengths)"
  }

  /// Plans the scan for each length that a range has.
  func emit(operands: [View], results: [View], _ plan: PlanBuilder) throws {
    plan.needWorkers(ranges.count)
    let touched = operands.map(\.slot) + results.map(\.slot)
    for slot in touched { plan.touch(slot, at: plan.clock + 1) }
    let outside = plan.slots.count
    var cursors: [SplitStep.Cursor] = []
    var shared: [CopyStep] = []
    let (sections, preheader) = try plan.withLoop(isWorkers: true) {
      func part(_ view: View, _ axis: Int?) -> View {
        guard let axis else { return view }
        let part = view.moved(to: plan.addCursor())
        cursors.append(
          SplitStep.Cursor(
            slot: part.slot, base: view.slot, offset: view.offset,
            step: view.strides[axis] * view.dtype.byteCount))
        return part
      }
      let inputAxes = operands.indices.map { index in
        axis.inputs[index].map { scan.scannedInputs.contains(index) ? $0 + 1 : $0 }
      }
      let outputAxes = results.indices.map { index in
        axis.outputs[index].map { index >= scan.carryCount ? $0 + 1 : $0 }
      }
      let operandParts = zip(operands, inputAxes).map { part($0, $1) }
      // A result without the axis is the same for all ranges: the first one's is kept.
      let resultParts = zip(results, outputAxes).map { result, axis in
        guard axis == nil else { return part(result, axis) }
        let own = plan.addBuffer(result.dtype, result.sizes)
        plan.touch(own.slot, at: plan.clock)
        shared.append(CopyStep(from: own, to: result))
        return own
      }
      return try StepsByLength(ranges.map(\.count)) { length in
        func resized(_ view: View, _ axis: Int?) -> View {
          var view = view
          if let axis { view.sizes[axis] = length }
          return view
        }
        let steps = try plan.withSection {
          try LoopBuilder(
            scan.resized(axis, to: length),
            operands: zip(operandParts, inputAxes).map { resized($0, $1) },
            results: zip(resultParts, outputAxes).map { resized($0, $1) },
            streams: Array(operands[scan.scannedInputs] + results.dropFirst(scan.carryCount)),
            of: scan, plan
          ).emit()
        }
        for view in resultParts { plan.touch(view.slot, at: plan.clock) }
        return steps
      }
    }
    let taken = plan.slots.indices.filter { slot in
      slot < outside || !plan.isWorkers(slot)
    }
    plan.emit(
      .split(
        SplitStep(
          preheader: preheader, ranges: ranges, turns: turns, threadCount: plan.options.threadCount,
          isShort: isShort, cursors: cursors, loops: sections, shared: shared, taken: taken)),
      touching: touched)
  }
}
