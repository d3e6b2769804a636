import Arrays
import ProgramIR

/// A scan's body in three parts.
///
/// The prologue depends on the xs and not on the carry, the epilogue on the carry, but the carry
/// not on it: both can be run for a block of steps at once. The core runs step by step.
struct LoopParts {
  /// A value that a part of the body makes or is given.
  enum Source: Hashable {
    /// Input of the body: a constant or a slice of xs.
    case input(Int)
    /// Result of the prologue.
    case prologue(Int)
    /// Result of the core, after the carry.
    case core(Int)
    /// Result of the epilogue.
    case epilogue(Int)
    /// A constant atom.
    case constant(NDArray)
  }

  /// From constants and slices to what the others need.
  var prologue: Part
  /// From constants, the carry, slices and prologue results to the next carry and what the
  /// epilogue needs.
  var core: Part
  /// From constants, slices, prologue and core results to ys.
  var epilogue: Part
  /// Where the slice of each y comes from.
  var ys: [Source]

  /// A program and where its inputs come from; the core's carry comes first and isn't among them.
  struct Part {
    var program: Program
    var sources: [Source]
  }
}

extension LoopParts {
  /// Splits the body of a scan.
  init(_ scan: Scan) {
    let body = scan.body
    let dependences = Dependences(of: scan) { !$0.canBeBatched }
    var splitting = Splitting(scan, dependences)
    splitting.findEpilogue()
    splitting.sinkViews()

    let prologueEquations = splitting.equations(.prologue)
    let coreEquations = splitting.equations(.core)
    let epilogueEquations = splitting.equations(.epilogue)
    let prologueResults = splitting.results(of: prologueEquations)
    let coreResults = splitting.results(of: coreEquations)

    let carryIds = scan.carryInputs.map { body.inputs[$0].id }
    let ys = body.outputs.dropFirst(scan.carryCount)
    let epilogueReads = splitting.reads(epilogueEquations)
    let coreReads = splitting.reads(coreEquations, and: body.outputs.prefix(scan.carryCount))
    let yReads = splitting.reads([], and: ys)
    let crossingPrologue = prologueResults.filter {
      coreReads.contains($0.id) || epilogueReads.contains($0.id) || yReads.contains($0.id)
    }
    // What the epilogue and the ys read of the core: its results, and the carry before the step.
    let carryInputs = scan.carryInputs.map { body.inputs[$0] }
    let crossingCore = (carryInputs + coreResults).filter {
      epilogueReads.contains($0.id) || yReads.contains($0.id)
    }
    var sources: [Int: Source] = [:]
    for index in body.inputs.indices where !scan.carryInputs.contains(index) {
      sources[body.inputs[index].id] = .input(index)
    }
    for (index, variable) in crossingPrologue.enumerated() {
      sources[variable.id] = .prologue(index)
    }
    let outside = sources
    for (index, variable) in crossingCore.enumerated() { sources[variable.id] = .core(index) }

    func part(
      _ equations: [Equation], carry: [Variable] = [], outputs: [Atom],
      _ sources: [Int: Source], bound: Set<Int> = []
    ) -> Part {
      let own = Set(equations.flatMap(\.outputs).map(\.id)).union(bound)
      var inputs: [Variable] = []
      var seen = own
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
    prologue = part(prologueEquations, outputs: crossingPrologue.map(Atom.variable), outside)
    core = part(
      coreEquations, carry: carryInputs,
      outputs: body.outputs.prefix(scan.carryCount) + crossingCore.map(Atom.variable), outside,
      bound: Set(carryIds))
    let epilogueOutputs = splitting.results(of: epilogueEquations).filter {
      yReads.contains($0.id)
    }
    epilogue = part(epilogueEquations, outputs: epilogueOutputs.map(Atom.variable), sources)
    for (index, variable) in epilogueOutputs.enumerated() {
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

/// Sorts a body's equations into its parts.
private struct Splitting {
  enum Place { case prologue, core, epilogue }

  private let body: Program
  private let carryCount: Int
  /// Which parts have an equation; a view can be in several.
  private var places: [Set<Place>]

  init(_ scan: Scan, _ dependences: Dependences) {
    body = scan.body
    carryCount = scan.carryCount
    // What is invariant and still here is a view, and goes where it is read.
    places = body.equations.map { equation in
      equation.outputs.contains { dependences[$0] == .carry } ? [.core] : [.prologue]
    }
  }

  /// Moves equations that the carry doesn't depend on out of the core.
  mutating func findEpilogue() {
    var needed = [Bool](repeating: false, count: body.variableCount)
    for case .variable(let variable) in body.outputs.prefix(carryCount) {
      needed[variable.id] = true
    }
    for (index, equation) in body.equations.enumerated().reversed()
    where places[index] == [.core] {
      let isNeeded = equation.outputs.contains { needed[$0.id] }
      if isNeeded || !equation.canBeBatched {
        for case .variable(let variable) in equation.inputs { needed[variable.id] = true }
      } else {
        places[index] = [.epilogue]
      }
    }
  }

  /// Puts views of the prologue where they are read, instead of making others hand them on.
  mutating func sinkViews() {
    var readers = [Set<Place>](repeating: [], count: body.variableCount)
    for (index, equation) in body.equations.enumerated().reversed() {
      if places[index] == [.prologue], equation.primitive.isView {
        let wanted = equation.outputs.reduce(into: Set<Place>()) { $0.formUnion(readers[$1.id]) }
        if !wanted.isEmpty { places[index] = wanted }
      }
      for case .variable(let variable) in equation.inputs {
        readers[variable.id].formUnion(places[index])
      }
    }
  }

  func equations(_ place: Place) -> [Equation] {
    zip(body.equations, places).filter { $1.contains(place) }.map(\.0)
  }

  func results(of equations: [Equation]) -> [Variable] { equations.flatMap(\.outputs) }

  /// The ids of what these equations and atoms read and the equations don't bind.
  func reads(_ equations: [Equation], and atoms: some Sequence<Atom> = []) -> Set<Int> {
    let bound = Set(results(of: equations).map(\.id))
    return Set((equations.flatMap(\.inputs) + atoms).compactMap { $0.variable?.id })
      .subtracting(bound)
  }
}
