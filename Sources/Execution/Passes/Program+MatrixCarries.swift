import Arrays
import ProgramIR

extension Program {
  /// This program with the steps of matrix carries in chunks, whose steps are products of matrices
  /// rather than one change of the matrix after another.
  ///
  /// Sums are added in another order and decays multiplied in another order: this may change last bits.
  func runningMatrixCarriesInChunks() throws -> Program {
    guard containsScan else { return self }
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      guard case .scan(let scan) = equation.primitive,
        let split = try rewriter.inChunks(scan, equation.inputs)
      else {
        rewriter.append(equation)
        continue
      }
      let results = try rewriter.append(split, equation.inputs)
      for (output, result) in zip(equation.outputs, results) {
        rewriter.replace(output, by: result)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }
}

extension ProgramRewriter {
  /// A scan as scans one of which is over chunks; `nil` where that isn't possible, safe and worth it.
  fileprivate func inChunks(_ scan: Scan, _ inputs: [Atom]) throws -> MatrixCarryScan? {
    guard scan.length >= MatrixCarryScan.shortestLength, scan.sequences == nil,
      let carry = try MatrixCarrySearch.first(in: scan), isSafe(carry, scan, inputs)
    else { return nil }
    return MatrixCarryScan(scan, carry)
  }

  /// Whether no decay can be above 1, so that no product of some of them is too large for a float.
  private func isSafe(_ carry: MatrixCarry, _ scan: Scan, _ inputs: [Atom]) -> Bool {
    guard let decay = carry.decay else { return true }
    let outside = ValueRanges(definition: { definition(.variable($0)) })
    let positions = Dictionary(
      uniqueKeysWithValues: scan.body.inputs.enumerated().map { ($1.id, $0) })
    let equations = Program(inputs: [], equations: carry.equations, outputs: []).makers
    let inside = ValueRanges(definition: { equations[$0.id] }) { variable in
      guard let position = positions[variable.id], !scan.carryInputs.contains(position) else {
        return .all
      }
      return outside.range(of: inputs[position])
    }
    let range = inside.range(of: decay.atom)
    return range.lowerBound >= -1 && range.upperBound <= 1
  }
}

extension ProgramRewriter {
  /// Writes a scan, in chunks if it can be.
  ///
  /// - Returns: the last carry and the ys.
  fileprivate mutating func append(_ scan: Scan, _ inputs: [Atom]) throws -> [Atom] {
    if let split = try inChunks(scan, inputs) { return try append(split, inputs) }
    let types = try scan.resultTypes(of: inputs.map(\.type))
    let outputs = types.map { fresh($0) }
    append(Equation(.scan(scan), inputs: inputs, outputs: outputs))
    return outputs.map(Atom.variable)
  }

  /// Writes the scans that one is split into.
  ///
  /// - Returns: the last carry and the ys of that.
  fileprivate mutating func append(_ split: MatrixCarryScan, _ inputs: [Atom]) throws -> [Atom] {
    let scan = split.scan
    var results = [Atom?](repeating: nil, count: scan.body.outputs.count)
    var writer = PieceWriter(split, inputs)
    let first = try writer.append(
      split.firstParts, making: split.handedOn.map(Atom.variable), in: split.equations, to: &self)
    for (part, atom) in zip(split.firstParts, first) { results[part] = atom }
    writer.give(split.handedOn, Array(first.dropFirst(split.firstParts.count)))
    let chunks = try writer.appendChunks(to: &self)
    let ofChunks = [split.carry.part] + split.epilogueYs
    for (position, atom) in zip(ofChunks, chunks) { results[position] = atom }
    writer.give(split.handedToLast, Array(chunks.dropFirst(ofChunks.count)))
    let last = try writer.append(
      split.lastParts, making: split.lastYs.map { scan.body.outputs[$0] },
      in: split.last.equations, to: &self)
    for (position, atom) in zip(split.lastParts + split.lastYs, last) { results[position] = atom }
    return results.compactMap { $0 }
  }
}

/// Writes the scans that a scan is split into.
private struct PieceWriter {
  private let split: MatrixCarryScan
  private let scan: Scan
  private let inputs: [Atom]
  /// Arrays of the values of all steps, by the ids of the body's variables.
  private var arrays: [Int: Atom] = [:]

  init(_ split: MatrixCarryScan, _ inputs: [Atom]) {
    (self.split, self.inputs) = (split, inputs)
    scan = split.scan
    for index in scan.scannedInputs { arrays[scan.body.inputs[index].id] = inputs[index] }
  }

  /// Notes the values that a scan has made.
  mutating func give(_ variables: [Variable], _ atoms: [Atom]) {
    for (variable, atom) in zip(variables, atoms) { arrays[variable.id] = atom }
  }

  /// Inputs of a piece's body.
  private struct Operands {
    var constants, scanned: [Variable]
  }

  private func operands(_ variables: [Variable]) -> Operands {
    let constants = Set(scan.body.inputs.prefix(scan.constantCount).map(\.id))
    var seen: Set<Int> = []
    let all = variables.filter { seen.insert($0.id).inserted }
    return Operands(
      constants: all.filter { constants.contains($0.id) },
      scanned: all.filter { arrays[$0.id] != nil })
  }

  private func constants(_ operands: Operands) -> [Atom] {
    operands.constants.compactMap { variable in
      scan.body.inputs.firstIndex(of: variable).map { inputs[$0] }
    }
  }

  // MARK: Steps

  /// Writes a scan of parts of the carry over steps, all of them if no range is given.
  ///
  /// - Returns: the last carry and the arrays of the values.
  func append(
    _ parts: [Int], making values: [Atom], in equations: [Equation], from initial: [Atom]? = nil,
    steps: Range<Int>? = nil, to rewriter: inout ProgramRewriter
  ) throws -> [Atom] {
    if parts.isEmpty && values.isEmpty { return [] }
    let slice = BodySlice(
      of: equations, making: parts.map { scan.body.outputs[$0] } + values,
      given: Set(arrays.keys))
    let carry = parts.map { scan.body.inputs[scan.constantCount + $0] }
    let operands = operands(slice.inputs)
    let body = Program(
      inputs: operands.constants + carry + operands.scanned, equations: slice.equations,
      outputs: slice.targets)
    let piece = Scan(
      body: body, length: steps?.count ?? scan.length, isReversed: scan.isReversed,
      constantCount: operands.constants.count, carryCount: parts.count)
    let scanned = try operands.scanned.compactMap { arrays[$0.id] }.map { array in
      try steps.map { try rewriter.part(array, $0) } ?? array
    }
    let first = initial ?? parts.map { inputs[scan.constantCount + $0] }
    if steps != nil {
      let outputs = try piece.resultTypes(
        of: (constants(operands) + first + scanned).map(\.type)
      ).map { rewriter.fresh($0) }
      rewriter.append(
        Equation(.scan(piece), inputs: constants(operands) + first + scanned, outputs: outputs))
      return outputs.map(Atom.variable)
    }
    return try rewriter.append(piece, constants(operands) + first + scanned)
  }

  // MARK: Chunks

  /// Writes the scan over chunks, and one over the steps that are left.
  ///
  /// - Returns: the last state and the arrays of the epilogue's values.
  func appendChunks(to rewriter: inout ProgramRewriter) throws -> [Atom] {
    let part = split.carry.part
    let length = MatrixCarryScan.chunkLength(of: scan.length)
    let count = scan.length / length
    let rest = scan.length % length
    let steps = scan.isReversed ? rest..<scan.length : 0..<scan.length - rest
    let operands = operands(split.factors.inputs + split.epilogue.inputs)
    let body = try ChunkBody(split, constants: operands.constants, operands.scanned, length).program
    let scanned = try operands.scanned.compactMap { arrays[$0.id] }.map { array in
      let array = try rest == 0 ? array : rewriter.part(array, steps)
      let shape = array.type.shape
      return try rewriter.append(
        .reshape(shape.replacing(axis: 0, with: [count, length])), [array])
    }
    let chunks = Scan(
      body: body, length: count, isReversed: scan.isReversed,
      constantCount: operands.constants.count, carryCount: 1)
    let all = constants(operands) + [inputs[scan.constantCount + part]] + scanned
    let outputs = try chunks.resultTypes(of: all.map(\.type)).map { rewriter.fresh($0) }
    rewriter.append(Equation(.scan(chunks), inputs: all, outputs: outputs))
    var results: [Atom] = [.variable(outputs[0])]
    for output in outputs.dropFirst() {
      let shape = Shape([count * length] + output.type.shape.sizes.dropFirst(2))
      results.append(try rewriter.append(.reshape(shape), [.variable(output)]))
    }
    if rest == 0 { return results }
    let others = try append(
      [part], making: split.epilogue.targets, in: split.equations, from: [results[0]],
      steps: scan.isReversed ? 0..<rest : scan.length - rest..<scan.length, to: &rewriter)
    return try [others[0]]
      + zip(results, others).dropFirst().map { chunks, others in
        try rewriter.append(
          .concatenate(axis: 0), scan.isReversed ? [others, chunks] : [chunks, others])
      }
  }
}

extension ProgramRewriter {
  /// A range of the leading axis.
  fileprivate mutating func part(_ array: Atom, _ range: Range<Int>) throws -> Atom {
    var (starts, limits) = (array.type.shape.sizes.map { _ in 0 }, array.type.shape.sizes)
    (starts[0], limits[0]) = (range.lowerBound, range.upperBound)
    return try append(
      .slice(starts: starts, limits: limits, strides: starts.map { _ in 1 }), [array])
  }
}

extension MatrixCarryScan {
  /// From how many steps on they are taken in chunks.
  static let shortestLength = 64

  /// Steps of a chunk: a power of two, for halves of halves.
  static func chunkLength(of length: Int) -> Int {
    var result = 16
    while result < 32 && 8 * result <= length { result *= 2 }
    return result
  }
}
