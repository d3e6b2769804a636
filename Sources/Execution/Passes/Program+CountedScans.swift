import Arrays
import ProgramIR

// A scan over numbers that are counted, as those of `lax.fori_loop` are, would read an array of its
// own length. In pieces, a scan of scans, it reads an array of a piece's.

extension Program {
  /// This program with those of its scans in pieces that are long, go over nothing but what is made
  /// of `iota`s, and give no ys.
  ///
  /// - Parameters:
  ///   - pieceLength: steps of a piece.
  ///   - shortestLength: from how many steps on a scan is done so: fewer take little memory.
  func scanningCountsInPieces(
    of pieceLength: Int = 1 << 14, from shortestLength: Int = 1 << 18
  ) throws -> Program {
    guard containsScan else { return self }
    var makers: [Int: Equation] = [:]
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      for output in equation.outputs { makers[output.id] = equation }
      guard case .scan(let scan) = equation.primitive, scan.length >= shortestLength,
        let counted = CountedScan(scan, equation.inputs, makers, pieceLength: pieceLength)
      else {
        equation.inputs = equation.inputs.map(rewriter.current)
        rewriter.append(equation)
        continue
      }
      let results = try counted.write(to: &rewriter)
      for (output, result) in zip(equation.outputs, results) {
        rewriter.replace(output, by: result)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }
}

/// A scan whose xs can be made anew for a piece of its steps.
private struct CountedScan {
  let scan: Scan
  let operands: [Atom]
  /// The equations that compute the xs, in order.
  let chain: [Equation]
  /// The scalars that the chain reads, other than constants.
  let scalars: [Variable]
  /// Steps of a piece.
  let pieceLength: Int

  /// - Parameter makers: the equations above, by the ids of their results.
  init?(
    _ scan: Scan, _ operands: [Atom], _ makers: [Int: Equation], pieceLength: Int
  ) {
    let xs = operands[scan.scannedInputs]
    guard scan.length <= Int(Int32.max), !xs.isEmpty,
      scan.body.outputs.count == scan.carryCount
    else { return nil }
    var reading = ChainReading(length: scan.length, makers: makers)
    guard xs.allSatisfy({ reading.read($0) }) else { return nil }
    (self.scan, self.operands, self.pieceLength) = (scan, operands, pieceLength)
    (chain, scalars) = (reading.chain, reading.scalars)
  }

  private var constants: ArraySlice<Atom> { operands[..<scan.constantCount] }
  private var pieceCount: Int { scan.length / pieceLength }
  private var rest: Int { scan.length % pieceLength }

  /// Writes the pieces, and what is left of the steps.
  ///
  /// - Returns: the last carry.
  func write(to rewriter: inout ProgramRewriter) throws -> [Atom] {
    var carry = operands[scan.carryInputs].map(rewriter.current)
    for isRest in scan.isReversed ? [true, false] : [false, true] {
      carry =
        isRest
        ? try writeRest(carry, to: &rewriter) : try writePieces(carry, to: &rewriter)
    }
    return carry
  }

  private func writePieces(
    _ carry: [Atom], to rewriter: inout ProgramRewriter
  ) throws -> [Atom] {
    let numbers = try rewriter.append(
      .iota(dtype: .int32, shape: [pieceCount], axis: 0), [])
    let outer = Scan(
      body: try body, length: pieceCount, isReversed: scan.isReversed,
      constantCount: constants.count + scalars.count, carryCount: scan.carryCount)
    return rewriter.append(
      outer,
      constants.map(rewriter.current) + scalars.map { rewriter.current(.variable($0)) } + carry
        + [numbers])
  }

  private func writeRest(_ carry: [Atom], to rewriter: inout ProgramRewriter) throws -> [Atom] {
    guard rest > 0 else { return carry }
    var counts = try rewriter.append(.iota(dtype: .int32, shape: [rest], axis: 0), [])
    let start = NDArray(Int32(pieceCount * pieceLength))
    counts = try rewriter.append(.binary(.add), [counts, .constant(start, isWeak: false)])
    var known: [Int: Atom] = [:]
    for scalar in scalars { known[scalar.id] = rewriter.current(.variable(scalar)) }
    let xs = try writeChain(counts, length: rest, known, to: &rewriter)
    var last = scan
    last.length = rest
    return rewriter.append(last, constants.map(rewriter.current) + carry + xs)
  }

  /// A piece: the scan over `pieceLength` steps from that of its number on.
  private var body: Program {
    get throws {
      let types =
        constants.map(\.type) + scalars.map(\.type) + operands[scan.carryInputs].map(\.type)
        + [ArrayType(.int32, .scalar)]
      let inputs = types.enumerated().map { Variable(id: $0, type: $1) }
      var rewriter = ProgramRewriter(Program(inputs: inputs, equations: [], outputs: []))
      let atoms = inputs.map(Atom.variable)
      let given = constants.count + scalars.count
      let length = NDArray(Int32(pieceLength))
      let start = try rewriter.append(
        .binary(.mul), [atoms[atoms.count - 1], .constant(length, isWeak: false)])
      let numbers = try rewriter.append(
        .iota(dtype: .int32, shape: [pieceLength], axis: 0), [])
      let counts = try rewriter.append(.binary(.add), [numbers, start])
      let known = Dictionary(
        uniqueKeysWithValues: zip(scalars.map(\.id), atoms[constants.count..<given]))
      let xs = try writeChain(counts, length: pieceLength, known, to: &rewriter)
      var piece = scan
      piece.length = pieceLength
      let carry = rewriter.append(
        piece, Array(atoms[..<constants.count] + atoms[given..<atoms.count - 1] + xs))
      return rewriter.program(inputs: inputs, outputs: carry)
    }
  }

  /// Writes what makes the xs, for other counts.
  private func writeChain(
    _ counts: Atom, length: Int, _ known: [Int: Atom], to rewriter: inout ProgramRewriter
  ) throws -> [Atom] {
    var known = known
    for equation in chain {
      var primitive = equation.primitive
      var inputs = equation.inputs.map { atom in
        atom.variable.flatMap { known[$0.id] } ?? atom
      }
      switch primitive {
      case .iota(let dtype, _, _): (primitive, inputs) = (.convert(dtype, isWeak: false), [counts])
      case .broadcast: primitive = .broadcast(shape: [length], dimensions: [])
      default: break
      }
      known[equation.outputs[0].id] = try rewriter.append(primitive, inputs)
    }
    return operands[scan.scannedInputs].compactMap { atom in
      atom.variable.flatMap { known[$0.id] }
    }
  }
}

extension ProgramRewriter {
  /// Writes a scan without ys.
  ///
  /// - Returns: the last carry.
  fileprivate mutating func append(_ scan: Scan, _ inputs: [Atom]) -> [Atom] {
    let outputs = inputs[scan.carryInputs].map { fresh($0.type) }
    append(Equation(.scan(scan), inputs: inputs, outputs: outputs))
    return outputs.map(Atom.variable)
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

  init(length: Int, makers: [Int: Equation]) {
    (self.length, self.makers) = (length, makers)
  }

  /// Adds what makes an array; false if it is made of something else.
  mutating func read(_ atom: Atom) -> Bool {
    guard let variable = atom.variable, variable.type.shape == [length],
      let maker = makers[variable.id]
    else { return false }
    if seen.contains(variable.id) { return true }
    guard maker.primitive.isOfElements else { return false }
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
}
