import Arrays
import Kernels
import ProgramIR

/// A plan under construction: slots, the order of steps, the loops around.
final class PlanBuilder {
  /// A loop whose inside is being planned.
  struct OpenLoop {
    /// Steps that run once, before it.
    var preheader: [Step] = []
    /// Views that the preheader has made, by how they were made.
    var made: [Preparation: View] = [:]
    /// The step count when it began.
    var start: Int
    /// Buffers from outside that it reads or writes.
    var touched: Set<Int> = []
    /// Whether each thread has its own arena inside.
    var isWorkers: Bool
  }

  /// A form that a value is put into before it can be used.
  enum Preparation: Hashable {
    case dense(View)
    case packed(View, Packing, isTransposed: Bool)
    case packedStack(View, Packing, isTransposed: Bool)
    case converted(View, DType)
  }

  /// An array of which a loop reads one part after another along the leading axis.
  struct SteppedArray {
    /// The array, whole.
    var array: View
    /// How many loops are around that loop.
    var depth: Int
    /// Makes the loop step through another array of as many parts: gives the view of a part.
    var steps: (_ array: View) -> View
  }

  private(set) var slots: [Slot] = []
  private(set) var loops: [OpenLoop] = []
  /// Steps so far, counted in the order in which they run first.
  private(set) var clock = 0
  /// How many frames besides the main one there must be, for what is shared out between threads.
  private(set) var workerCount = 0
  /// Whether a loop frees memory of inputs and outputs as it goes.
  var freesMemory = false
  /// How many matrices have been packed in a narrower storage, and in float32 instead.
  var narrowMatrixCount = 0
  var wideMatrixCount = 0
  /// Arrays that loops step through, by the slot of the cursor that does.
  var steppedArrays: [Int: SteppedArray] = [:]
  /// The steps of the section that is being planned, and those of them that a team does without
  /// waiting before the next.
  private var steps: [Step] = []
  private var unawaited: Set<Int> = []
  private(set) var constants: [ExecutionPlan.Constant] = []
  let instructions = InstructionSet.current
  let options: PlanOptions

  init(options: PlanOptions) { self.options = options }

  /// How many loops are around what is done in each run: the runs themselves.
  static let runLevel = 1

  /// How many loops are around.
  var depth: Int { loops.count }

  /// How many threads may share a step out: one where the threads have other parts of the work.
  var threadsForStep: Int {
    loops.contains { $0.isWorkers } ? 1 : options.threadCount
  }

  /// Makes sure that there are so many workers' frames.
  func needWorkers(_ count: Int) { workerCount = max(workerCount, count) }

  /// The threads that may run the loop that is being planned together.
  var team: PlannedTeam?

  /// Threads that may run a loop together.
  struct PlannedTeam {
    /// How many there are.
    let size: Int
    /// How wide the parts of the carry are, the widest first.
    let carryWidths: [Int]
    /// The memory of which each of them has its own.
    var scratch: [LoopStep.Scratch] = []

    /// How they share columns; `nil` if there are few. Those of one row belong to parts of the carry,
    /// one such part beside another, so that what reads both is shared in the same way; others are
    /// several rows in one piece.
    func parts(of columns: Int, areOfOneRow: Bool = true) -> ColumnParts? {
      let fewest = size * Self.fewestColumns
      guard columns >= fewest else { return nil }
      let width =
        areOfOneRow ? carryWidths.first { $0 >= fewest && columns % $0 == 0 } : nil
      return ColumnParts(width: width ?? columns, count: size)
    }

    /// How many columns are worth a part.
    private static let fewestColumns = 32
  }

  /// Memory for what doesn't outlive a step.
  func addScratch(byteCount: Int) -> Int {
    guard let team else { return addMemory(byteCount: byteCount) }
    let apart = (byteCount + 127) / 128 * 128
    let slot = addMemory(byteCount: apart * team.size)
    self.team?.scratch.append(LoopStep.Scratch(slot: slot, byteCount: apart))
    return slot
  }

  // MARK: Slots

  func addSlot(_ kind: Slot.Kind, level: Int) -> Int {
    slots.append(Slot(kind: kind, level: level))
    return slots.count - 1
  }

  /// A cursor that the innermost loop moves.
  func addCursor() -> Int { addSlot(.cursor, level: depth) }

  /// Memory for an array, filled inside so many loops.
  func addBuffer(_ dtype: DType, _ sizes: [Int], level: Int? = nil) -> View {
    View(
      slot: addMemory(byteCount: Shape(sizes).elementCount * dtype.byteCount, level: level),
      dtype: dtype, sizes: sizes)
  }

  func addMemory(byteCount: Int, level: Int? = nil) -> Int {
    let level = level ?? depth
    let isWorkers = loops[..<level].contains { $0.isWorkers }
    return addSlot(.buffer(byteCount: byteCount, isWorkers: isWorkers), level: level)
  }

  /// The view of a constant's elements.
  func view(of array: NDArray) -> View {
    let known = constants.first { $0.array == array }
    let slot = known?.slot ?? addSlot(.constant, level: 0)
    if known == nil { constants.append(ExecutionPlan.Constant(slot: slot, array: array)) }
    return View(slot: slot, dtype: array.dtype, sizes: array.shape.sizes)
  }

  /// Whether a slot is a buffer that each thread has its own of.
  func isWorkers(_ slot: Int) -> Bool {
    if case .buffer(_, let isWorkers) = slots[slot].kind { isWorkers } else { false }
  }

  /// Whether a slot is of an input or an output, which may be mapped from a file.
  func isDiscardable(_ slot: Int) -> Bool {
    switch slots[slot].kind {
    case .input, .output: true
    case .constant, .buffer, .cursor, .stepNumbers: false
    }
  }

  /// The slot in place of numbers of steps.
  private var stepNumbers: Int?

  /// The place of numbers of steps, which are in no memory.
  func viewOfStepNumbers(_ count: Int) -> View {
    let slot = stepNumbers ?? addSlot(.stepNumbers, level: 0)
    stepNumbers = slot
    return View(slot: slot, dtype: .int32, sizes: [count])
  }

  /// Whether a slot stands for numbers of steps.
  func isStepNumbers(_ slot: Int) -> Bool { slot == stepNumbers }

  // MARK: Steps

  /// Adds a step to the section, or, if `level` says that it is the same in each turn of a loop,
  /// before that.
  func emit(_ step: Step, touching touched: [Int], level: Int? = nil) {
    let level = level ?? depth
    if level == depth {
      if team != nil, canFollow(step) {
        // At the same time as the steps before.
        unawaited.insert(steps.count - 1)
      } else {
        clock += 1
      }
      steps.append(step)
      for slot in touched { touch(slot, at: clock) }
    } else {
      loops[level].preheader.append(step)
      for slot in touched {
        touch(slot, at: loops[level].start)
        loops[level].touched.insert(slot)
      }
    }
  }

  /// Whether a team may do a step without waiting after the steps before.
  private func canFollow(_ step: Step) -> Bool {
    guard let access = step.content.teamAccess else { return false }
    for index in steps.indices.reversed() {
      guard let other = steps[index].content.teamAccess, access.letsFollow(other) else {
        return false
      }
      if index == 0 || !unawaited.contains(index - 1) { return true }
    }
    return false
  }

  /// Notes that a buffer's contents matter at a time.
  func touch(_ slot: Int, at time: Int) {
    guard case .buffer = slots[slot].kind else { return }
    let lifetime = slots[slot].lifetime ?? time...time
    slots[slot].lifetime = min(lifetime.lowerBound, time)...max(lifetime.upperBound, time)
    let level = slots[slot].level
    if level < depth { loops[level].touched.insert(slot) }
  }

  // MARK: Loops

  /// Plans the inside of a loop, with whatever `body` does.
  func withLoop<R>(isWorkers: Bool = false, _ body: () throws -> R) rethrows -> (
    result: R, preheader: StepList
  ) {
    clock += 1
    loops.append(OpenLoop(start: clock, isWorkers: isWorkers))
    let result = try body()
    clock += 1
    let loop = loops.removeLast()
    for slot in loop.touched { touch(slot, at: clock) }
    return (result, StepList(loop.preheader))
  }

  /// Plans a section: a list of steps apart.
  func withSection(_ body: () throws -> Void) rethrows -> StepList {
    let outer = (steps, unawaited)
    (steps, unawaited) = ([], [])
    defer { (steps, unawaited) = outer }
    try body()
    return StepList(steps, unawaited: unawaited)
  }

  // MARK: Preparations

  /// Whether an outer loop makes the one that steps through an array do so again. Threads that each
  /// take a range of it are no such loop.
  func isReadAgain(_ stepped: SteppedArray) -> Bool {
    let level = slots[stepped.array.slot].level
    return level < stepped.depth && loops[level..<stepped.depth].contains { !$0.isWorkers }
  }

  /// The level of a value, at most as deep as here.
  func level(of view: View) -> Int { min(slots[view.slot].level, depth) }

  /// The value in another form, made where it doesn't change any more.
  func prepared(
    _ preparation: Preparation, of view: View, make: (_ level: Int) -> (Step, View, [Int])
  ) -> View {
    let level = level(of: view)
    if level < depth, let known = loops[level].made[preparation] {
      touch(known.slot, at: clock)
      return known
    }
    let (step, result, touched) = make(level)
    emit(step, touching: [view.slot, result.slot] + touched, level: level)
    if level < depth { loops[level].made[preparation] = result }
    return result
  }

  /// The elements of a view in C order without gaps.
  func dense(_ view: View) -> View {
    if view.isDense { return view }
    return prepared(.dense(view), of: view) { level in
      let result = addBuffer(view.dtype, view.sizes, level: level)
      return (.copy(CopyStep(from: view, to: result)), result, [])
    }
  }
}
