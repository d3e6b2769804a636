import ProgramIR

extension LoopParts {
  /// Splits the body of a scan.
  init(_ scan: Scan) {
    var builder = LoopPartsBuilder(scan)
    coreCarries = builder.coreCarries
    prologue = builder.buildPrologue()
    stages = builder.buildStages()
    core = builder.buildCore()
    epilogue = builder.buildEpilogue()
    ys = builder.ySources
  }
}

/// Builds the parts of a loop in the order in which they run: each part's results are sources of the
/// parts after it.
private struct LoopPartsBuilder {
  private typealias Place = LoopSplitting.Place

  private let scan: Scan
  private let linear: [LinearCarry]
  private let splitting: LoopSplitting
  /// The parts of the carry that aren't linear.
  let coreCarries: [Int]
  /// For each part, the ids of the values that it reads or hands on and doesn't make.
  private var reads: [Place: Set<Int>] = [:]
  /// The sources of values, by their ids: of the body's inputs, and of the results of the parts that
  /// are built.
  private var sources: [Int: LoopParts.Source] = [:]

  init(_ scan: Scan) {
    self.scan = scan
    let linear = scan.linearCarries
    self.linear = linear
    coreCarries = (0..<scan.carryCount).filter { part in
      !linear.contains { $0.parts.contains(part) }
    }
    var splitting = LoopSplitting(scan, linear)
    splitting.findEpilogue()
    splitting.sinkViews()
    self.splitting = splitting
    findReads()
    findSourcesOfInputs()
  }

  private var body: Program { scan.body }
  private var ys: ArraySlice<Atom> { body.outputs.dropFirst(scan.carryCount) }
  private var carryInputs: [Variable] {
    coreCarries.map { body.inputs[scan.constantCount + $0] }
  }
  private var nextCarry: [Atom] { coreCarries.map { body.outputs[$0] } }
  private var stageCount: Int {
    linear.count + (splitting.equations(.stage(linear.count)).isEmpty ? 0 : 1)
  }

  private func linearCarry(_ stage: Int) -> LinearCarry? {
    stage < linear.count ? linear[stage] : nil
  }

  // MARK: Sources

  private mutating func findReads() {
    reads[.prologue] = splitting.reads(.prologue)
    for stage in 0..<stageCount {
      let coefficients = linearCarry(stage)?.coefficients ?? []
      reads[.stage(stage)] = splitting.reads(.stage(stage), and: coefficients)
    }
    reads[.core] = splitting.reads(.core, and: nextCarry)
    reads[.epilogue] = splitting.reads(.epilogue, and: ys)
  }

  private mutating func findSourcesOfInputs() {
    for index in body.inputs.indices where !scan.carryInputs.contains(index) {
      sources[body.inputs[index].id] = .input(index)
    }
    for carry in linear {
      for part in carry.parts {
        sources[body.inputs[scan.constantCount + part].id] = .before(part)
        guard carry.makesNext, let next = body.outputs[part].variable else { continue }
        sources[next.id] = .after(part)
      }
    }
  }

  /// The source of each y.
  var ySources: [LoopParts.Source] {
    ys.map { atom in
      switch atom {
      case .constant(let array, _): .constant(array)
      case .variable(let variable): sources[variable.id] ?? .input(0)
      }
    }
  }

  // MARK: Parts

  mutating func buildPrologue() -> LoopParts.Part {
    let results = handedOn(splitting.results(.prologue), by: .prologue)
    let part = part(.prologue, outputs: results.map(Atom.variable))
    note(results) { .prologue($0) }
    return part
  }

  mutating func buildStages() -> [LoopParts.Stage] {
    var stages: [LoopParts.Stage] = []
    for stage in 0..<stageCount {
      let carry = linearCarry(stage)
      let results = handedOn(splitting.results(.stage(stage)), by: .stage(stage))
      let outputs = (carry?.coefficients ?? []) + results.map(Atom.variable)
      stages.append(LoopParts.Stage(part: part(.stage(stage), outputs: outputs), carry: carry))
      note(results) { .stage(stage, result: $0) }
    }
    return stages
  }

  /// The core, whose results that others read may be the carry before the step too.
  mutating func buildCore() -> LoopParts.Part {
    let results = handedOn(carryInputs + splitting.results(.core), by: .core)
    let part = part(
      .core, carry: carryInputs, outputs: nextCarry + results.map(Atom.variable))
    note(results) { .core($0) }
    return part
  }

  mutating func buildEpilogue() -> LoopParts.Part {
    let yIds = Set(ys.compactMap { $0.variable?.id })
    let results = splitting.results(.epilogue).filter { yIds.contains($0.id) }
    let part = part(.epilogue, outputs: results.map(Atom.variable))
    note(results) { .epilogue($0) }
    return part
  }

  /// The results of a part that other parts read.
  private func handedOn(_ results: [Variable], by place: Place) -> [Variable] {
    results.filter { result in
      reads.contains { $0.key != place && $0.value.contains(result.id) }
    }
  }

  /// Makes the results of a part sources of others.
  private mutating func note(_ results: [Variable], _ source: (_ index: Int) -> LoopParts.Source) {
    for (index, variable) in results.enumerated() { sources[variable.id] = source(index) }
  }

  /// The program of a part, whose inputs after the carry are in the order in which it reads them.
  private func part(
    _ place: Place, carry: [Variable] = [], outputs: [Atom]
  ) -> LoopParts.Part {
    let equations = splitting.equations(place)
    var inputs: [Variable] = []
    var seen = Set((equations.flatMap(\.outputs) + carry).map(\.id))
    for case .variable(let variable) in equations.flatMap(\.inputs) + outputs
    where seen.insert(variable.id).inserted {
      inputs.append(variable)
    }
    return LoopParts.Part(
      program: Program(inputs: carry + inputs, equations: equations, outputs: outputs),
      sources: inputs.compactMap { sources[$0.id] })
  }
}
