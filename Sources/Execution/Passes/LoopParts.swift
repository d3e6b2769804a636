import Arrays
import ProgramIR

/// A scan's body in parts.
///
/// The prologue depends on the xs and not on the carry, the epilogue on the carry, but the carry
/// not on it: both can be run for a block of steps at once. So can parts of the carry that are
/// linear in themselves, and what reads no others, in stages. The core runs step by step.
struct LoopParts {
  /// A value that a part of the body makes or is given.
  enum Source: Hashable {
    /// Input of the body: a constant or a slice of xs.
    case input(Int)
    /// Result of the prologue.
    case prologue(Int)
    /// Result of a stage, after its coefficients.
    case stage(Int, result: Int)
    /// A part of the carry that is linear, before the step.
    case before(Int)
    /// A part of the carry that is linear, after the step.
    case after(Int)
    /// Result of the core, after the carry.
    case core(Int)
    /// Result of the epilogue.
    case epilogue(Int)
    /// A constant atom.
    case constant(NDArray)
  }

  /// From constants and slices to what the others need.
  var prologue: Part
  /// From constants, slices, and results of the prologue and of the stages before, to the
  /// coefficients of a linear carry and what the others need.
  /// The last one has no carry if anything is to be computed after those that have.
  var stages: [Stage]
  /// From constants, the carry, slices and results of the prologue and the stages to the next carry
  /// and what the epilogue needs.
  var core: Part
  /// Which parts of the carry are the core's.
  var coreCarries: [Int]
  /// From constants, slices, prologue, stage and core results to ys.
  var epilogue: Part
  /// Where the slice of each y comes from.
  var ys: [Source]

  /// A program and where its inputs come from; the core's carry comes first and isn't among them.
  struct Part {
    var program: Program
    var sources: [Source]
  }

  /// A part that ends with a linear carry.
  struct Stage {
    var part: Part
    var carry: LinearCarry?
    /// How many of the part's results are coefficients.
    var coefficientCount: Int { carry?.coefficients.count ?? 0 }
  }
}

extension LoopParts {
  /// Splits the body of a scan.
  init(_ scan: Scan) {
    let body = scan.body
    let linear = scan.linearCarries
    var splitting = LoopSplitting(scan, linear)
    splitting.findEpilogue()
    splitting.sinkViews()

    coreCarries = (0..<scan.carryCount).filter { part in
      !linear.contains { $0.parts.contains(part) }
    }
    let carryInputs = coreCarries.map { body.inputs[scan.constantCount + $0] }
    let nextCarry = coreCarries.map { body.outputs[$0] }
    let ys = body.outputs.dropFirst(scan.carryCount)
    let stageCount = linear.count + (splitting.equations(.stage(linear.count)).isEmpty ? 0 : 1)

    var sources: [Int: Source] = [:]
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

    // What a part reads besides what its equations do, and what of its results others read.
    var reads: [LoopSplitting.Place: Set<Int>] = [:]
    reads[.prologue] = splitting.reads(.prologue)
    for stage in 0..<stageCount {
      let coefficients = stage < linear.count ? linear[stage].coefficients : []
      reads[.stage(stage)] = splitting.reads(.stage(stage), and: coefficients)
    }
    reads[.core] = splitting.reads(.core, and: nextCarry)
    reads[.epilogue] = splitting.reads(.epilogue, and: ys)
    func crossing(_ results: [Variable], from place: LoopSplitting.Place) -> [Variable] {
      results.filter { result in
        reads.contains { $0.key != place && $0.value.contains(result.id) }
      }
    }

    func part(
      _ place: LoopSplitting.Place, carry: [Variable] = [], outputs: [Atom]
    ) -> Part {
      let equations = splitting.equations(place)
      var inputs: [Variable] = []
      var seen = Set((equations.flatMap(\.outputs) + carry).map(\.id))
      for atom in equations.flatMap(\.inputs) + outputs {
        guard case .variable(let variable) = atom, seen.insert(variable.id).inserted else {
          continue
        }
        inputs.append(variable)
      }
      return Part(
        program: Program(inputs: carry + inputs, equations: equations, outputs: outputs),
        sources: inputs.compactMap { sources[$0.id] })
    }

    let prologueResults = crossing(splitting.results(.prologue), from: .prologue)
    prologue = part(.prologue, outputs: prologueResults.map(Atom.variable))
    for (index, variable) in prologueResults.enumerated() {
      sources[variable.id] = .prologue(index)
    }
    stages = []
    for stage in 0..<stageCount {
      let carry = stage < linear.count ? linear[stage] : nil
      let results = crossing(splitting.results(.stage(stage)), from: .stage(stage))
      stages.append(
        Stage(
          part: part(
            .stage(stage), outputs: (carry?.coefficients ?? []) + results.map(Atom.variable)),
          carry: carry))
      for (index, variable) in results.enumerated() {
        sources[variable.id] = .stage(stage, result: index)
      }
    }
    // What the epilogue and the ys read of the core: its results, and the carry before the step.
    let coreResults = crossing(carryInputs + splitting.results(.core), from: .core)
    core = part(.core, carry: carryInputs, outputs: nextCarry + coreResults.map(Atom.variable))
    for (index, variable) in coreResults.enumerated() { sources[variable.id] = .core(index) }
    let yIds = Set(ys.compactMap { $0.variable?.id })
    let epilogueResults = splitting.results(.epilogue).filter { yIds.contains($0.id) }
    epilogue = part(.epilogue, outputs: epilogueResults.map(Atom.variable))
    for (index, variable) in epilogueResults.enumerated() {
      sources[variable.id] = .epilogue(index)
    }
    self.ys = ys.map { atom in
      switch atom {
      case .constant(let array, _): .constant(array)
      case .variable(let variable): sources[variable.id] ?? .input(0)
      }
    }
  }
}

extension LoopParts {
  /// Whether a part or a y reads a value.
  func reads(_ source: Source) -> Bool {
    let parts = [prologue, core, epilogue] + stages.map(\.part)
    return ys.contains(source) || parts.contains { $0.sources.contains(source) }
  }
}
