import Arrays
import Diagnostics
import ProgramIR

/// Plans one scan.
final class LoopBuilder {
  let scan: Scan
  private let blocked: BlockedScan
  let operands: [View]
  private let results: [View]
  let plan: PlanBuilder
  private let sharing: ScanSharing
  /// The rows of a batch that it takes, if it takes some.
  let rows: LoopRows?
  var cursors: [LoopStep.Cursor] = []
  /// For each of the xs that are numbers of steps, the cursor that says which step a block begins with.
  var counting: [Int: LoopStep.Cursor] = [:]
  /// By source: where a block's values are, `[blockLength, …]`.
  private(set) var blocks: [LoopParts.Source: View] = [:]
  /// Where a block's ys are.
  private var yBlocks: [View] = []
  /// Views of the linear parts of the carry.
  private var states: [Int: View] = [:]
  private let release: StepRelease?
  private var touched: [Int] = []
  /// Buffers whose memory nothing else may use in the loop.
  var kept: [Int] = []
  /// How many blocks' values there are at once.
  private(set) var ringLength = 1
  /// The step count before the loop.
  private(set) var start = 0

  /// Plans a scan.
  ///
  /// - Parameters:
  ///   - streams: the xs and ys, whole, as inputs and outputs of the program.
  ///   - whole: the scan that this is a part of, which decides what changes bits.
  ///   - sharing: how threads share the loop.
  ///   - rows: the rows to take of xs and ys, which then are those of a whole batch.
  init(
    _ scan: Scan, operands: [View], results: [View], streams: [View]? = nil, of whole: Scan? = nil,
    sharing: ScanSharing = .none, rows: LoopRows? = nil, _ plan: PlanBuilder
  ) throws {
    let ownStreams = Array(operands[scan.scannedInputs] + results.dropFirst(scan.carryCount))
    release = StepRelease(
      (streams ?? ownStreams).filter { plan.isDiscardable($0.slot) }, length: scan.length,
      smallestByteCount: plan.options.smallestReleaseByteCount)
    if release != nil { plan.freesMemory = true }
    self.scan = scan
    self.operands = operands
    self.results = results
    self.plan = plan
    self.sharing = sharing
    self.rows = rows
    blocked = try BlockedScan(scan, of: whole, blockLength: rows?.blockLength)
  }

  var parts: LoopParts { blocked.parts }
  var blockLength: Int { blocked.blockLength }
  private var ys: ArraySlice<View> { results[scan.carryCount...] }

  // MARK: Rows of a batch

  /// Whether rows are taken of an input.
  private func hasRows(_ input: Int) -> Bool { rows?.inputAxes[input] != nil }

  /// A block of one of the xs.
  private func xBlock(_ input: Int) -> View {
    hasRows(input) || isCounted(input)
      ? addBlockBuffer(scan.body.inputs[input].type) : blocks(of: operands[input])
  }

  /// A block of the y that is an output of the body.
  private func yBlock(_ output: Int) -> View {
    rows == nil ? blocks(of: results[output]) : addBlockBuffer(scan.body.outputs[output].type)
  }

  /// Takes the rows of a block's xs that are read.
  private func takeRows(_ length: Int) {
    for index in scan.scannedInputs where parts.reads(.input(index)) {
      guard let rows, let axis = rows.inputAxes[index], let block = blocks[.input(index)] else {
        continue
      }
      copyRows(of: operands[index], block, axis, length, order: rows.order, isBack: false)
    }
  }

  /// Puts the rows of a block's ys where the batch has them.
  private func putRowsBack(_ length: Int) {
    for (block, output) in zip(yBlocks, scan.body.outputs.indices.dropFirst(scan.carryCount)) {
      guard let rows, let axis = rows.outputAxes[output] else { continue }
      copyRows(of: results[output], block, axis, length, order: rows.order, isBack: true)
    }
  }

  private func copyRows(
    of array: View, _ block: View, _ axis: Int, _ length: Int, order: Int, isBack: Bool
  ) {
    let batch = shortened(blocks(of: array), to: length)
    let step = RowCopyStep(
      batch: .init(view: batch, axis: axis + 1),
      rows: .init(view: shortened(block, to: length), axis: axis + 1), order: order, isBack: isBack)
    plan.emit(.rowCopy(step), touching: [array.slot, block.slot])
  }

  func emit() throws {
    touched += operands.map(\.slot) + results.map(\.slot)
    for slot in touched { plan.touch(slot, at: plan.clock + 1) }
    switch sharing {
    case .none, .ranges, .sequences:
      let (loop, preheader) = try plan.withLoop { try planLoop() }
      plan.emit(.loop(step(loop, preheader)), touching: touched)
    case .steps: try emitForTeam()
    case .blocks: try emitPipeline()
    }
  }

  /// A loop whose steps threads do together, if they can.
  private func emitForTeam() throws {
    let widths = parts.coreCarries.compactMap { index in
      scan.body.inputs[scan.constantCount + index].type.shape.sizes.last
    }
    let team = PlanBuilder.PlannedTeam(
      size: plan.options.threadCount, carryWidths: Set(widths).sorted(by: >))
    plan.team = team
    var (loop, preheader) = try plan.withLoop { try planLoop() }
    loop.scratch = plan.team?.scratch ?? []
    plan.team = nil
    if loop.insideSuitsTeams {
      plan.needWorkers(team.size)
      loop.teamSize = team.size
    }
    plan.emit(.loop(step(loop, preheader)), touching: touched)
  }

  /// A loop with blocks that threads do at once.
  private func emitPipeline() throws {
    plan.needWorkers(plan.options.threadCount)
    let outside = plan.slots.count
    ringLength = 2 * plan.options.threadCount
    let (loop, preheader) = try plan.withLoop(isWorkers: true) {
      let (loop, preheader) = try plan.withLoop { try planLoop() }
      return step(loop, preheader)
    }
    let taken = plan.slots.indices.filter { $0 < outside || !plan.isWorkers($0) }
    plan.emit(
      .pipeline(
        PipelineStep(
          loop: loop, preheader: preheader, taken: taken, threadCount: plan.options.threadCount)),
      touching: touched)
  }

  /// The loop with what comes before and after it.
  private func step(_ loop: LoopStep, _ preheader: StepList) -> LoopStep {
    var loop = loop
    loop.preheader = preheader
    loop.carryEnds = zip(parts.coreCarries, loop.carry).map { index, carry in
      ends(of: index, start: carry.first, end: carry.first.moved(to: carry.input))
    }
    loop.stateEnds = states.sorted { $0.key < $1.key }.map { part, state in
      ends(of: part, start: state, end: state)
    }
    return loop
  }

  /// How a part of the carry gets into the loop and out of it.
  private func ends(of part: Int, start: View, end: View) -> LoopStep.CarryEnds {
    LoopStep.CarryEnds(
      start: CopyStep(from: operands[scan.constantCount + part], to: start),
      end: CopyStep(from: end, to: results[part]))
  }

  // MARK: Parts

  private func planLoop() throws -> LoopStep {
    start = plan.clock
    for index in scan.scannedInputs { blocks[.input(index)] = xBlock(index) }
    addCounters()
    yBlocks = scan.body.outputs.indices.dropFirst(scan.carryCount).map(yBlock)
    for (index, atom) in parts.prologue.program.outputs.enumerated() {
      addBlock(.prologue(index), atom.type)
    }
    for stage in parts.stages.indices { addBlocks(of: stage) }
    // What of the core's results only a y wants goes there at once.
    let coreTypes = parts.core.program.outputs.dropFirst(parts.coreCarries.count).map(\.type)
    for (index, type) in coreTypes.enumerated() where parts.epilogue.sources.contains(.core(index))
    {
      blocks[.core(index)] = addBlockBuffer(type)
    }
    let lengths = blocked.blockLengths
    let prologues = try StepsByLength(lengths) { length in
      try plan.withSection { try planPrologue(length) }
    }
    let stages = try StepsByLength(parts.stages.isEmpty ? [] : lengths) { length in
      try plan.withSection {
        for stage in parts.stages.indices { try planStage(stage, length) }
      }
    }
    var carry: [LoopStep.Carry] = []
    let (core, corePreheader) = try plan.withLoop { () -> StepList in
      carry = planCarry()
      return try plan.withSection { try planCore(carry) }
    }
    let epilogues = try StepsByLength(lengths) { length in
      try plan.withSection { try planEpilogue(length) }
    }
    for slot in kept { plan.touch(slot, at: plan.clock) }
    return LoopStep(
      length: scan.length, blockLength: blockLength, ringLength: ringLength,
      isReversed: scan.isReversed, carry: carry,
      cursors: cursors, prologues: prologues, stages: stages, corePreheader: corePreheader,
      core: core, epilogues: epilogues, release: release)
  }

  /// Finds a place for the values of a block: a y if that is all that reads them.
  private func addBlock(_ source: LoopParts.Source, _ type: ArrayType) {
    let isRead =
      parts.core.sources.contains(source) || parts.epilogue.sources.contains(source)
      || parts.stages.contains { $0.part.sources.contains(source) }
    let y = isRead ? nil : parts.ys.firstIndex(of: source)
    blocks[source] = y.map { yBlocks[$0] } ?? addBlockBuffer(type)
  }

  /// Finds places for a stage's results, its carry, and those of the carry's states that are read.
  private func addBlocks(of stage: Int) {
    let part = parts.stages[stage]
    let results = part.part.program.outputs.dropFirst(part.coefficientCount)
    for (index, atom) in results.enumerated() {
      addBlock(.stage(stage, result: index), atom.type)
    }
    for part in part.carry?.parts ?? [] {
      let type = scan.body.inputs[scan.constantCount + part].type
      let state = plan.addBuffer(type.dtype, type.shape.sizes)
      keep(state)
      // Read after the loop too.
      touched.append(state.slot)
      states[part] = state
      for source in [LoopParts.Source.before(part), .after(part)] where parts.reads(source) {
        addBlock(source, type)
      }
    }
  }

  /// Two buffers for each part of the core's carry, which change places after each step; one for
  /// what a step changes in its place.
  private func planCarry() -> [LoopStep.Carry] {
    let inPlace = parts.core.program.inputsChangedInPlace
    return parts.coreCarries.enumerated().map { position, index in
      let type = scan.body.inputs[scan.constantCount + index].type
      let level = plan.depth - 1
      let buffers = (0..<(inPlace.contains(position) ? 1 : 2)).map { _ in
        plan.addBuffer(type.dtype, type.shape.sizes, level: level)
      }
      for buffer in buffers {
        keep(buffer)
        // Read after the loop too.
        touched.append(buffer.slot)
      }
      return LoopStep.Carry(
        first: buffers[0], second: buffers[buffers.count - 1], input: plan.addCursor(),
        output: plan.addCursor())
    }
  }

  private func planPrologue(_ length: Int) throws {
    takeRows(length)
    planCounting(length)
    guard let program = blocked.prologue[length], !program.outputs.isEmpty else { return }
    let inputs = try parts.prologue.sources.map { try blockInput($0, length) }
    let targets = program.outputs.indices.map { index in
      blocks[.prologue(index)].map { shortened($0, to: length) }
    }
    try SectionBuilder.plan(program, inputs: inputs, targets: targets, in: plan)
  }

  private func blockInput(_ source: LoopParts.Source, _ length: Int) throws -> View {
    if isScanned(source), let block = blocks[source] { return shortened(block, to: length) }
    return try whole(source)
  }

  private func whole(_ source: LoopParts.Source) throws -> View {
    switch source {
    case .input(let index): operands[index]
    case .constant(let array): plan.view(of: array)
    default: throw Diagnostic("a value of a step isn't there", code: .internalFault)
    }
  }

  /// Plans what a stage's coefficients are, and the states of its carry.
  private func planStage(_ stage: Int, _ length: Int) throws {
    guard let program = blocked.stages[stage][length] else { return }
    let (part, carry) = (parts.stages[stage].part, parts.stages[stage].carry)
    let count = parts.stages[stage].coefficientCount
    func block(_ source: LoopParts.Source) -> View? {
      blocks[source].map { shortened($0, to: length) }
    }
    let targets = program.outputs.indices.map { index in
      index < count ? nil : block(.stage(stage, result: index - count))
    }
    let values = try SectionBuilder.plan(
      program, inputs: try part.sources.map { try blockInput($0, length) }, targets: targets,
      in: plan)
    guard let carry else { return }
    RecurrenceBuilder(
      form: carry.form, coefficients: Array(values.prefix(count)),
      states: carry.parts.compactMap { states[$0] },
      before: carry.parts.map { block(.before($0)) }, after: carry.parts.map { block(.after($0)) },
      length: length, isReversed: scan.isReversed,
      stretches: blocked.stretchedStages.contains(stage)
    ).emit(in: plan)
  }

  private func planCore(_ carry: [LoopStep.Carry]) throws {
    let inputs =
      try carry.map { $0.first.moved(to: $0.input) }
      + parts.core.sources.map { source in
        switch source {
        case .input(let index)
        where scan.scannedInputs.contains(index) && !hasRows(index) && !isCounted(index):
          steps(ofInput: operands[index])
        case _ where isScanned(source): try blocks[source].map(steps(ofBlock:)) ?? whole(source)
        default: try whole(source)
        }
      }
    var targets: [View?] = carry.map { $0.first.moved(to: $0.output) }
    for index in parts.core.program.outputs.indices.dropFirst(parts.coreCarries.count) {
      let source = LoopParts.Source.core(index - parts.coreCarries.count)
      targets.append(blocks[source].map(steps(ofBlock:)) ?? yStep(source))
    }
    let ownSources = parts.core.sources.indices.filter { isCoresOwn(parts.core.sources[$0]) }
    try SectionBuilder.plan(
      parts.core.program, inputs: inputs,
      disposableInputs: Set(ownSources.map { carry.count + $0 }), targets: targets, in: plan)
  }

  /// Whether this is made for the core alone, anew for each block.
  private func isCoresOwn(_ source: LoopParts.Source) -> Bool {
    switch source {
    case .prologue, .stage:
      !parts.epilogue.sources.contains(source) && !parts.ys.contains(source)
        && !parts.stages.contains { $0.part.sources.contains(source) }
    default: false
    }
  }

  /// The steps of the first y that is this.
  private func yStep(_ source: LoopParts.Source) -> View? {
    parts.ys.firstIndex(of: source).map { index in
      rows == nil ? steps(of: ys[ys.startIndex + index]) : steps(ofBlock: yBlocks[index])
    }
  }

  private func planEpilogue(_ length: Int) throws {
    if let program = blocked.epilogue[length], !program.outputs.isEmpty {
      let inputs = try parts.epilogue.sources.map { try blockInput($0, length) }
      let targets = program.outputs.indices.map { index in
        parts.ys.firstIndex(of: .epilogue(index)).map { shortened(yBlocks[$0], to: length) }
      }
      try SectionBuilder.plan(program, inputs: inputs, targets: targets, in: plan)
    }
    // Ys that something else made, or that are made twice.
    for (index, source) in parts.ys.enumerated() {
      let target = shortened(yBlocks[index], to: length)
      if let from = try yOrigin(source, index) {
        let view = shortened(from, to: length)
        plan.emit(.copy(CopyStep(from: view, to: target)), touching: [view.slot, target.slot])
      }
    }
    putRowsBack(length)
  }

  /// The source to copy a y from, `[blockLength, …]`; `nil` if it is in its place.
  private func yOrigin(
    _ source: LoopParts.Source, _ index: Int
  ) throws -> View? {
    let first = parts.ys.firstIndex(of: source) ?? index
    switch source {
    case .epilogue where first == index: return nil
    case .core where first == index && blocks[source] == nil: return nil
    case .epilogue: return yBlocks[first]
    case .core where blocks[source] == nil: return yBlocks[first]
    case _ where blocks[source] == yBlocks[index]: return nil
    default:
      if isScanned(source), let block = blocks[source] { return block }
      let value = try whole(source)
      let shape = Shape([blockLength] + value.sizes)
      return value.applying(
        .broadcast(shape: shape, dimensions: Array(1..<shape.rank)))
    }
  }
}

extension Program {
  /// Positions of inputs of which the output at the same position differs in some parts only, and
  /// which nothing else reads.
  fileprivate var inputsChangedInPlace: Set<Int> {
    let uses = useCounts
    var makers: [Int: Equation] = [:]
    for equation in equations where equation.primitive == .dynamicUpdateSlice {
      makers[equation.outputs[0].id] = equation
    }
    return Set(
      zip(inputs, outputs).enumerated().filter { _, pair in
        guard var variable = pair.1.variable, makers[variable.id] != nil else { return false }
        while let maker = makers[variable.id], let array = maker.inputs[0].variable,
          uses[array.id] == 1
        {
          variable = array
        }
        return variable == pair.0
      }.map(\.offset))
  }
}
