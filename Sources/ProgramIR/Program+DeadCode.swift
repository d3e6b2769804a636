extension Program {
  /// The program without equations that its outputs don't depend on, inside loops and choices too; the inputs
  /// stay.
  ///
  /// - Complexity: O(*n*²) in the depth of dependencies between the carries of a scan.
  public func eliminatingDeadCode() -> Program {
    var isLive = [Bool](repeating: false, count: variableCount)
    func markLive(_ atoms: [Atom]) {
      for case .variable(let variable) in atoms where variable.id < isLive.count {
        isLive[variable.id] = true
      }
    }
    markLive(outputs)
    var kept: [Equation] = []
    kept.reserveCapacity(equations.count)
    for equation in equations.reversed() {
      guard let trimmed = equation.trimmed(toLive: isLive) else { continue }
      markLive(trimmed.inputs)
      kept.append(trimmed)
    }
    return Program(inputs: inputs, equations: kept.reversed(), outputs: outputs)
  }

  /// Positions of the inputs that any output depends on.
  public var usedInputs: Set<Int> { inputs(reachedFrom: outputs.indices) }

  /// The program with only some of its inputs; the others must be unused.
  public func keepingInputs(_ positions: [Int]) -> Program {
    Program(inputs: positions.map { inputs[$0] }, equations: equations, outputs: outputs)
  }

  /// Positions of the inputs that the outputs at `positions` depend on.
  func inputs(reachedFrom positions: some Sequence<Int>) -> Set<Int> {
    Program(inputs: inputs, equations: equations, outputs: positions.map { outputs[$0] })
      .eliminatingDeadCode().readInputs
  }

  /// Positions of the inputs that an equation reads or that are outputs.
  var readInputs: Set<Int> {
    var isRead = [Bool](repeating: false, count: variableCount)
    func mark(_ atoms: [Atom]) {
      for case .variable(let variable) in atoms where variable.id < isRead.count {
        isRead[variable.id] = true
      }
    }
    mark(outputs)
    for equation in equations { mark(equation.inputs) }
    return Set(inputs.indices.filter { isRead[inputs[$0].id] })
  }
}

extension Equation {
  /// The equation without results that are never read; `nil` when none are. Only loops and choices
  /// can lose some results and keep others.
  fileprivate func trimmed(toLive isLive: [Bool]) -> Equation? {
    let used = outputs.indices.filter { isLive[outputs[$0].id] }
    if used.isEmpty { return nil }
    let (trimmed, keptInputs, keptOutputs): (Primitive, [Int], [Int])
    switch primitive {
    case .scan(let scan):
      let kept = scan.keeping(outputs: Set(used))
      (trimmed, keptInputs, keptOutputs) = (.scan(kept.scan), kept.inputs, kept.outputs)
    case .whileLoop(let loop):
      let kept = loop.keeping(outputs: Set(used))
      (trimmed, keptInputs, keptOutputs) = (.whileLoop(kept.loop), kept.inputs, kept.outputs)
    case .cond(let conditional):
      let kept = conditional.keeping(outputs: used)
      (trimmed, keptInputs, keptOutputs) =
        (.cond(kept.conditional), [0] + kept.operands.map { $0 + 1 }, used)
    default: return self
    }
    return Equation(
      trimmed, inputs: keptInputs.map { inputs[$0] }, outputs: keptOutputs.map { outputs[$0] })
  }
}

extension Scan {
  /// The scan with only the outputs in `wanted`, and the carries that they depend on.
  ///
  /// - Returns: the scan, and which inputs and outputs of the old one it has, in order.
  func keeping(outputs wanted: Set<Int>) -> (scan: Scan, inputs: [Int], outputs: [Int]) {
    var keptOutputs = wanted
    var reached = body.inputs(reachedFrom: keptOutputs)
    while true {
      let neededCarries = reached.intersection(carryInputs).map { $0 - constantCount }
      let grown = keptOutputs.union(neededCarries)
      if grown == keptOutputs { break }
      keptOutputs = grown
      reached = body.inputs(reachedFrom: keptOutputs)
    }
    // A carry nobody reads but whose last value is wanted still has an input.
    reached.formUnion(
      keptOutputs.filter { $0 < carryCount }.map { $0 + constantCount })
    if let sequences { reached.insert(sequences.lengths) }
    let inputs = reached.sorted()
    let outputs = keptOutputs.sorted()
    let newBody = Program(
      inputs: inputs.map { body.inputs[$0] }, equations: body.equations,
      outputs: outputs.map { body.outputs[$0] })
    var scan = Scan(
      body: newBody.eliminatingDeadCode(), length: length, isReversed: isReversed,
      constantCount: inputs.count { $0 < constantCount },
      carryCount: outputs.count { $0 < carryCount })
    scan.sequences = sequences?.keeping(inputs: inputs, outputs: outputs, of: self)
    return (scan, inputs, outputs)
  }
}
