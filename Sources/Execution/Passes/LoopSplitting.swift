import ProgramIR

/// Sorts a body's equations into the parts of a loop.
struct LoopSplitting {
  /// A part; a stage for each linear carry, and one for what comes after them.
  enum Place: Hashable { case prologue, stage(Int), core, epilogue }

  private let scan: Scan
  private let linear: [LinearCarry]
  private let dependences: Dependences
  /// Which parts have an equation; a view can be in several. None has those of the steps of linear
  /// carries.
  private var places: [Set<Place>]

  /// Sorts by what is known when.
  init(_ scan: Scan, _ linear: [LinearCarry]) {
    self.scan = scan
    self.linear = linear
    dependences = Dependences(of: scan, linear: Set(linear.flatMap(\.parts)), ofBlocks: true)
    let body = scan.body
    /// The first stage in which a value is known, by id.
    var stages = [Int](repeating: 0, count: body.variableCount)
    for (stage, carry) in linear.enumerated() {
      for part in carry.parts { stages[body.inputs[scan.constantCount + part].id] = stage + 1 }
    }
    places = []
    for equation in body.equations {
      switch equation.outputs.map({ dependences[$0] }).max() ?? .invariant {
      // What is invariant and still here is a view, and goes where it is read.
      case .invariant, .input: places.append([.prologue])
      case .carry: places.append([.core])
      case .linearCarry:
        let stage = equation.inputs.compactMap { $0.variable.map { stages[$0.id] } }.max() ?? 0
        for output in equation.outputs { stages[output.id] = stage }
        places.append([.stage(stage)])
      }
    }
    // A stage makes these itself.
    let next = Set(
      linear.filter(\.makesNext).flatMap(\.parts).compactMap { body.outputs[$0].variable?.id })
    for (index, equation) in body.equations.enumerated()
    where equation.outputs.contains(where: { next.contains($0.id) }) { places[index] = [] }
  }

  /// Moves equations that neither the carry nor a stage depends on to the epilogue, and drops those
  /// nobody reads.
  mutating func findEpilogue() {
    let body = scan.body
    // Values that must be there before the epilogue, and those that must be there at all.
    var needed = Marks(count: body.variableCount)
    needed.add(coreCarries.map { body.outputs[$0] })
    needed.add(linear.flatMap(\.coefficients))
    var wanted = Marks(count: body.variableCount)
    wanted.add(body.outputs.dropFirst(scan.carryCount))
    let ofCore = marksOfCore
    for (index, equation) in body.equations.enumerated().reversed() {
      guard let place = places[index].first, place != .prologue else { continue }
      let isWanted = wanted.containsResult(of: equation)
      if needed.containsResult(of: equation) || !dependences.canBeBatched(equation)
        || (isWanted && isReducing(equation, ofCore))
      {
        needed.add(equation.inputs)
      } else if isWanted {
        places[index] = [.epilogue]
        wanted.add(equation.inputs)
      } else {
        places[index] = []
      }
    }
  }

  /// Some of the body's variables.
  private struct Marks {
    private var flags: [Bool]

    /// None of the variables with lower ids.
    init(count: Int) { flags = [Bool](repeating: false, count: count) }

    mutating func add(_ atoms: some Sequence<Atom>) {
      for case .variable(let variable) in atoms { flags[variable.id] = true }
    }

    func contains(_ variable: Variable) -> Bool { flags[variable.id] }

    func containsResult(of equation: Equation) -> Bool {
      equation.outputs.contains(where: contains)
    }
  }

  /// The parts of the carry that aren't linear.
  private var coreCarries: [Int] {
    let isLinear = Set(linear.flatMap(\.parts))
    return (0..<scan.carryCount).filter { !isLinear.contains($0) }
  }

  /// The carry that isn't linear, and what the core makes.
  private var marksOfCore: Marks {
    var marks = Marks(count: scan.body.variableCount)
    marks.add(coreCarries.map { .variable(scan.body.inputs[scan.constantCount + $0]) })
    for (equation, places) in zip(scan.body.equations, places) where places.contains(.core) {
      marks.add(equation.outputs.map(Atom.variable))
    }
    return marks
  }

  /// Whether an equation is better done step by step than handing on what it reads of the core: much
  /// that it makes little of, such as memory that is searched.
  private func isReducing(_ equation: Equation, _ ofCore: Marks) -> Bool {
    let count = equation.outputs.map(\.type.shape.elementCount).reduce(0, +)
    return equation.inputs.contains { atom in
      guard let variable = atom.variable, ofCore.contains(variable) else { return false }
      return variable.type.shape.elementCount >= max(Self.largeElementCount, 4 * count)
    }
  }

  /// From how many elements on the memory that they take counts.
  private static let largeElementCount = 1 << 15

  /// Puts views and numbers of steps of the prologue and the stages where they are read, instead of making others hand
  /// them on.
  mutating func sinkViews() {
    let body = scan.body
    var readers = [Set<Place>](repeating: [], count: body.variableCount)
    for (stage, carry) in linear.enumerated() {
      for case .variable(let variable) in carry.coefficients {
        readers[variable.id].insert(.stage(stage))
      }
    }
    for (index, equation) in body.equations.enumerated().reversed() {
      if equation.primitive.isView || equation.makesStepNumbers,
        let place = places[index].first, place != .core, place != .epilogue
      {
        let wanted = equation.outputs.reduce(into: Set<Place>()) { $0.formUnion(readers[$1.id]) }
        if !wanted.isEmpty { places[index] = wanted }
      }
      for case .variable(let variable) in equation.inputs {
        readers[variable.id].formUnion(places[index])
      }
    }
  }

  /// The equations of a part.
  func equations(_ place: Place) -> [Equation] {
    zip(scan.body.equations, places).filter { $1.contains(place) }.map(\.0)
  }

  /// The results of a part's equations.
  func results(_ place: Place) -> [Variable] { equations(place).flatMap(\.outputs) }

  /// The ids of what the equations of a part and these atoms read and the equations don't bind.
  func reads(_ place: Place, and atoms: some Sequence<Atom> = []) -> Set<Int> {
    let equations = equations(place)
    let bound = Set(equations.flatMap(\.outputs).map(\.id))
    return Set((equations.flatMap(\.inputs) + atoms).compactMap { $0.variable?.id })
      .subtracting(bound)
  }
}
