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

  /// The split axis of each of the body's inputs and outputs, and the lengths of the ranges.
  var description: String {
    let lengths = ranges.map { "\($0.count)" }.joined(separator: ", ")
    return "split between threads along \(axis.names(in: scan.body)) into ranges of \(lengths)"
  }

  /// Plans the scan for each length that a range has.
  func emit(operands: [View], results: [View], _ plan: PlanBuilder) throws {
    plan.needWorkers(ranges.count)
    let touched = operands.map(\.slot) + results.map(\.slot)
    for slot in touched { plan.touch(slot, at: plan.clock + 1) }
    let outside = plan.slots.count
    var access = RangeAccess(operands, results, of: scan, along: axis)
    let (loops, preheader) = try plan.withLoop(isWorkers: true) {
      access.addCursors(to: plan)
      return try StepsByLength(ranges.map(\.count)) { length in
        try planRange(of: length, access, plan)
      }
    }
    let taken = plan.slots.indices.filter { $0 < outside || !plan.isWorkers($0) }
    plan.emit(
      .split(
        SplitStep(
          preheader: preheader, ranges: ranges, turns: turns, threadCount: plan.options.threadCount,
          isShort: isShort, cursors: access.cursors, loops: loops, shared: access.shared,
          taken: taken)),
      touching: touched)
  }

  /// Plans the scan for a range of so many places.
  private func planRange(
    of length: Int, _ access: RangeAccess, _ plan: PlanBuilder
  ) throws -> StepList {
    let steps = try plan.withSection {
      try LoopBuilder(
        scan.resized(axis, to: length), operands: access.operands.map { $0.part(of: length) },
        results: access.results.map { $0.part(of: length) }, streams: access.streams, of: scan, plan
      ).emit()
    }
    for result in access.results { plan.touch(result.view.slot, at: plan.clock) }
    return steps
  }
}

/// The arrays that a range of a scan reads and writes.
private struct RangeAccess {
  /// An array and which of its axes is split, if one is.
  struct Operand {
    var view: View
    var axis: Int?

    /// The part of it that belongs to a range of so many places.
    func part(of length: Int) -> View {
      var view = view
      if let axis { view.sizes[axis] = length }
      return view
    }
  }

  /// The operands and results; those of the range once there are cursors.
  private(set) var operands, results: [Operand]
  /// The xs and ys, whole.
  let streams: [View]
  private(set) var cursors: [SplitStep.Cursor] = []
  /// Copies of results that only the first range makes.
  private(set) var shared: [CopyStep] = []

  /// The operands and results of a scan, whole.
  init(_ operands: [View], _ results: [View], of scan: Scan, along axis: IndependentAxis) {
    self.operands = operands.enumerated().map { index, view in
      let isScanned = scan.scannedInputs.contains(index)
      return Operand(view: view, axis: axis.inputs[index].map { isScanned ? $0 + 1 : $0 })
    }
    self.results = results.enumerated().map { index, view in
      Operand(
        view: view, axis: axis.outputs[index].map { index >= scan.carryCount ? $0 + 1 : $0 })
    }
    streams = Array(operands[scan.scannedInputs] + results.dropFirst(scan.carryCount))
  }

  /// Adds a cursor for each array with the axis, and memory of the range's own for results without it:
  /// these are the same for all ranges, of which the first one's are kept.
  mutating func addCursors(to plan: PlanBuilder) {
    for index in operands.indices where operands[index].axis != nil {
      operands[index] = moved(operands[index], plan)
    }
    for index in results.indices {
      if results[index].axis != nil {
        results[index] = moved(results[index], plan)
      } else {
        let whole = results[index].view
        results[index].view = plan.addBuffer(whole.dtype, whole.sizes)
        plan.touch(results[index].view.slot, at: plan.clock)
        shared.append(CopyStep(from: results[index].view, to: whole))
      }
    }
  }

  /// An operand behind a cursor.
  private mutating func moved(_ operand: Operand, _ plan: PlanBuilder) -> Operand {
    guard let axis = operand.axis else { return operand }
    let view = operand.view
    let cursor = plan.addCursor()
    cursors.append(
      SplitStep.Cursor(
        slot: cursor, base: view.slot, offset: view.offset,
        step: view.strides[axis] * view.dtype.byteCount))
    return Operand(view: view.moved(to: cursor), axis: axis)
  }
}
