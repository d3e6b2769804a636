import Arrays
import ProgramIR

// What a scan counts follows from the number of the step: xs that are made of `iota`s, as those of
// `lax.fori_loop` are, and parts of the carry to which each step adds the same. Numbers of steps are
// xs of their own, `0, 1, …`, of which a plan makes no array.

extension Program {
  /// This program with what its scans count computed from the numbers of their steps.
  func countingSteps() throws -> Program {
    guard containsScan else { return self }
    var makers: [Int: Equation] = [:]
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      for output in equation.outputs { makers[output.id] = equation }
      if case .scan(let scan) = equation.primitive,
        let counting = CountingScan(scan, equation.inputs, makers)
      {
        let results = try counting.write(to: &rewriter)
        for (output, result) in zip(equation.outputs, results) {
          rewriter.replace(output, by: result)
        }
      } else {
        equation.inputs = equation.inputs.map(rewriter.current)
        rewriter.append(equation)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }
}

extension Equation {
  /// Whether it makes the numbers of the steps of a scan.
  var makesStepNumbers: Bool {
    guard case .iota(.int32, let shape, 0) = primitive else { return false }
    return shape.rank == 1
  }
}

extension Program {
  /// Whether an equation makes numbers that nothing reads but scans, step by step.
  func isOfScansOnly(_ equation: Equation, _ readers: [[Int]]) -> Bool {
    guard equation.makesStepNumbers else { return false }
    let numbers = Atom.variable(equation.outputs[0])
    return !outputs.contains(numbers)
      && readers[equation.outputs[0].id].allSatisfy { reader in
        guard case .scan(let scan) = equations[reader].primitive else { return false }
        return !equations[reader].inputs[..<scan.scannedInputs.lowerBound].contains(numbers)
      }
  }
}

/// A scan with parts that follow from the number of the step.
private struct CountingScan {
  let scan: Scan
  let operands: [Atom]
  /// The parts of the carry that count, with what each step adds.
  private let counters: [Int: Atom]
  /// The xs, by their positions among the inputs, that are counted.
  private let counted: [Int]
  /// The equations that compute them, in order, and the scalars that these read.
  private let chain: [Equation]
  private let scalars: [Variable]

  /// - Parameter makers: the equations above, by the ids of their results.
  init?(_ scan: Scan, _ operands: [Atom], _ makers: [Int: Equation]) {
    guard scan.length <= Int(Int32.max) else { return nil }
    (self.scan, self.operands) = (scan, operands)
    counters = scan.counters
    var chains = ChainReading(length: scan.length, makers: makers)
    counted = scan.scannedInputs.filter { index in
      let maker = operands[index].variable.flatMap { makers[$0.id] }
      var reading = chains
      guard maker?.makesStepNumbers != true, reading.read(operands[index]) else { return false }
      chains = reading
      return true
    }
    (chain, scalars) = (chains.chain, chains.scalars)
    if counters.isEmpty, counted.isEmpty { return nil }
  }

  /// Writes the scan.
  ///
  /// - Returns: its results.
  func write(to rewriter: inout ProgramRewriter) throws -> [Atom] {
    let starts = counters.keys.sorted().map { operands[scan.constantCount + $0] }
    let constants = operands[..<scan.constantCount] + scalars.map(Atom.variable) + starts
    let carry = uncounted.map { operands[scan.constantCount + $0] }
    let xs = scan.scannedInputs.filter { !counted.contains($0) }.map { operands[$0] }
    let numbers = try rewriter.append(
      .iota(dtype: .int32, shape: [scan.length], axis: 0), [])
    var new = scan
    new.body = try body
    (new.constantCount, new.carryCount) = (constants.count, carry.count)
    let inputs = (constants + carry + xs).map(rewriter.current) + [numbers]
    let types = try new.resultTypes(of: inputs.map(\.type))
    let outputs = types.map { rewriter.fresh($0) }
    rewriter.append(Equation(.scan(new), inputs: inputs, outputs: outputs))
    var rest = outputs.map(Atom.variable)[...]
    let length = Atom.constant(NDArray(Int32(scan.length)), isWeak: false)
    return try scan.body.outputs.indices.map { index in
      guard index < scan.carryCount, let addend = counters[index] else {
        return rest.removeFirst()
      }
      return try rewriter.counted(
        from: rewriter.current(operands[scan.constantCount + index]),
        by: outer(addend, rewriter), times: length)
    }
  }

  /// The parts of the carry that don't count.
  private var uncounted: [Int] { (0..<scan.carryCount).filter { counters[$0] == nil } }

  /// The number added in each step, as a value outside of the scan.
  private func outer(_ addend: Atom, _ rewriter: ProgramRewriter) -> Atom {
    let position = scan.body.inputs.prefix(scan.constantCount).firstIndex {
      addend == .variable($0)
    }
    return position.map { rewriter.current(operands[$0]) } ?? addend
  }

  /// The body, with the number of the step as its last input.
  private var body: Program {
    get throws {
      var rewriter = ProgramRewriter(scan.body)
      func kept(_ positions: some Sequence<Int>) -> [Variable] {
        positions.map { scan.body.inputs[$0] }
      }
      let scalars = scalars.map { rewriter.fresh($0.type) }
      let parts = counters.keys.sorted()
      let starts = parts.map { rewriter.fresh(operands[scan.constantCount + $0].type) }
      let number = rewriter.fresh(ArrayType(.int32, .scalar))
      try writeCounters(parts, starts, number, to: &rewriter)
      try writeChain(scalars, number, to: &rewriter)
      for var equation in scan.body.equations {
        equation.inputs = equation.inputs.map(rewriter.current)
        rewriter.append(equation)
      }
      let outputs = scan.body.outputs.indices.filter { counters[$0] == nil }
      return rewriter.program(
        inputs: kept(0..<scan.constantCount) + scalars + starts
          + kept(uncounted.map { scan.constantCount + $0 })
          + kept(scan.scannedInputs.filter { !counted.contains($0) }) + [number],
        outputs: outputs.map { scan.body.outputs[$0] })
    }
  }

  /// Writes the parts of the carry that count, before the step.
  private func writeCounters(
    _ parts: [Int], _ starts: [Variable], _ number: Variable, to rewriter: inout ProgramRewriter
  ) throws {
    guard !parts.isEmpty else { return }
    var turn = Atom.variable(number)
    if scan.isReversed {
      let last = NDArray(Int32(scan.length - 1))
      turn = try rewriter.append(.binary(.sub), [.constant(last, isWeak: false), turn])
    }
    for (part, start) in zip(parts, starts) {
      guard let addend = counters[part] else { continue }
      let value = try rewriter.counted(from: .variable(start), by: addend, times: turn)
      rewriter.replace(scan.body.inputs[scan.constantCount + part], by: value)
    }
  }

  /// Writes what makes the xs that are counted, for one step.
  private func writeChain(
    _ scalars: [Variable], _ number: Variable, to rewriter: inout ProgramRewriter
  ) throws {
    var known: [Int: Atom] = [:]
    for (outer, inner) in zip(self.scalars, scalars) { known[outer.id] = .variable(inner) }
    for equation in chain {
      let inputs = equation.inputs.map { atom in atom.variable.flatMap { known[$0.id] } ?? atom }
      let result: Atom =
        switch equation.primitive {
        case .iota(let dtype, _, _):
          try rewriter.append(.convert(dtype, isWeak: false), [.variable(number)])
        case .broadcast: inputs[0]
        default: try rewriter.append(equation.primitive, inputs)
        }
      known[equation.outputs[0].id] = result
    }
    for index in counted {
      guard let value = operands[index].variable.flatMap({ known[$0.id] }) else { continue }
      rewriter.replace(scan.body.inputs[index], by: value)
    }
  }
}

extension Scan {
  /// The parts of the carry that are integers to which each step adds the same, with what it adds: a
  /// constant, or one of the constants among the inputs.
  fileprivate var counters: [Int: Atom] {
    var makers: [Int: Equation] = [:]
    for equation in body.equations {
      for output in equation.outputs { makers[output.id] = equation }
    }
    let constants = Set(body.inputs.prefix(constantCount))
    var counters: [Int: Atom] = [:]
    for part in 0..<carryCount {
      let input = body.inputs[constantCount + part]
      guard input.type.shape == .scalar, input.type.dtype.isInteger,
        let next = body.outputs[part].variable, let maker = makers[next.id],
        maker.primitive == .binary(.add), let place = maker.inputs.firstIndex(of: .variable(input))
      else { continue }
      let addend = maker.inputs[1 - place]
      if addend.variable.map(constants.contains) ?? true { counters[part] = addend }
    }
    return counters
  }
}

extension ProgramRewriter {
  /// Writes `start + step * count`, which wraps as adding again and again does.
  fileprivate mutating func counted(
    from start: Atom, by step: Atom, times count: Atom
  ) throws -> Atom {
    var value = count
    if start.type.dtype != count.type.dtype {
      value = try append(.convert(start.type.dtype, isWeak: false), [value])
    }
    value = try append(.binary(.mul), [value, step])
    return try append(.binary(.add), [value, start])
  }
}

/// Finds what makes an array of `iota`s and scalars, element by element.
private struct ChainReading {
  let length: Int
  let makers: [Int: Equation]
  /// The equations, in an order that can be executed.
  private(set) var chain: [Equation] = []
  private(set) var scalars: [Variable] = []
  private var seen: Set<Int> = []

  /// From how many steps on the memory of what is made once for all of them counts more than the work
  /// to make it again in each run of a scan.
  private static let longLength = 1 << 18

  init(length: Int, makers: [Int: Equation]) {
    (self.length, self.makers) = (length, makers)
  }

  /// Adds what makes an array; false if it is made of something else.
  mutating func read(_ atom: Atom) -> Bool {
    guard let variable = atom.variable, variable.type.shape == [length],
      let maker = makers[variable.id]
    else { return false }
    if seen.contains(variable.id) { return true }
    guard maker.primitive.isOfElements,
      maker.primitive.isSlight || length >= Self.longLength
    else { return false }
    for input in maker.inputs {
      if input.type.shape == .scalar { readScalar(input) } else if !read(input) { return false }
    }
    seen.insert(variable.id)
    chain.append(maker)
    return true
  }

  private mutating func readScalar(_ atom: Atom) {
    guard let variable = atom.variable, seen.insert(variable.id).inserted else { return }
    scalars.append(variable)
  }
}

extension Primitive {
  /// Whether each element of the result depends on the operands' elements in its place only, and on
  /// what place it is.
  fileprivate var isOfElements: Bool {
    switch self {
    case .unary, .binary, .compare, .select, .convert, .bitcast, .iota: true
    case .broadcast(_, let dimensions): dimensions.isEmpty
    default: false
    }
  }

  /// Whether an element of it takes less work than to read it from memory.
  fileprivate var isSlight: Bool {
    switch self {
    case .binary(.add), .binary(.sub), .binary(.mul), .convert, .broadcast, .iota: true
    default: false
    }
  }
}
