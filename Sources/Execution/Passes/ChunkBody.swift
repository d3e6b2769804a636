import Arrays
import ProgramIR

/// The body of a scan over chunks of steps.
struct ChunkBody {
  private let split: MatrixCarryScan
  private let constants, scanned: [Variable]
  private let length: Int

  init(
    _ split: MatrixCarryScan, constants: [Variable], _ scanned: [Variable], _ length: Int
  ) {
    (self.split, self.constants, self.scanned, self.length) = (split, constants, scanned, length)
  }

  private var carry: MatrixCarry { split.carry }

  /// From constants, the matrix carry and values of a chunk's steps to the next carry and the epilogue's
  /// values.
  var program: Program {
    get throws {
      let state = split.scan.body.inputs[split.scan.constantCount + carry.part].type
      let types =
        constants.map(\.type) + [state]
        + scanned.map { $0.type.with(shape: $0.type.shape.inserting(length, at: 0)) }
      let inputs = types.enumerated().map { Variable(id: $0, type: $1) }
      var rewriter = ProgramRewriter(Program(inputs: inputs, equations: [], outputs: []))
      var values: [Int: Atom] = [:]
      for (variable, input) in zip(constants, inputs) { values[variable.id] = .variable(input) }
      for (variable, input) in zip(scanned, inputs.dropFirst(constants.count + 1)) {
        values[variable.id] = .variable(input)
      }
      let factors = try append(split.factors, values, to: &rewriter)
      let next = try appendSteps(
        factors, .variable(inputs[constants.count]), &values, to: &rewriter)
      let results = try append(split.epilogue, values, to: &rewriter)
      // The factors and the epilogue may make the same of the same.
      return try rewriter.program(inputs: inputs, outputs: [next] + results).simplified()
        .eliminatingDeadCode()
    }
  }

  /// Writes a part of the body for all steps of a chunk.
  private func append(
    _ slice: BodySlice, _ values: [Int: Atom], to rewriter: inout ProgramRewriter
  ) throws -> [Atom] {
    let isConstant = Set(constants.map(\.id))
    let scanned = slice.inputs.indices.filter { !isConstant.contains(slice.inputs[$0].id) }
    let program = try slice.program.batched(length, inputs: Set(scanned))
    return rewriter.inline(program, slice.inputs.compactMap { values[$0.id] })
  }

  /// Writes the products of a chunk, and notes the sums that are read.
  ///
  /// - Returns: the next state.
  private func appendSteps(
    _ factors: [Atom], _ state: Atom, _ values: inout [Int: Atom],
    to rewriter: inout ProgramRewriter
  ) throws -> Atom {
    var arrays = zip(carry.factors, factors).map { factor, atom in
      NamedArray(atom: atom, axes: [.row] + factor.axes.map { .state($0) })
    }[...]
    let decay = carry.decay == nil ? nil : arrays.popFirst()
    guard let key = arrays.popFirst(), let value = arrays.popFirst() else { return state }
    let reads = carry.reads.map { ReadArrays($0, &arrays) }
    var steps = ChunkedSteps(
      length: length, isReversed: split.scan.isReversed, sums: carry.sums, decay: decay, key: key,
      value: value, queries: reads.compactMap(\.query))
    let axes = carry.shape.sizes.indices.filter { carry.shape[$0] != 1 }
    let matrix = NamedArray(
      atom: try rewriter.append(.reshape(Shape(axes.map { carry.shape[$0] })), [state]),
      axes: axes.map { .state($0) })
    let (sums, next) = try steps.write(matrix, to: &rewriter)
    for (read, (arrays, sum)) in zip(carry.reads, zip(reads, sums)) {
      values[read.result.id] = try result(of: read, arrays, sum, &rewriter)
    }
    return try rewriter.append(.reshape(carry.shape), [next.atom])
  }

  /// The arrays of a read.
  private struct ReadArrays {
    var query, scale, weight, value: NamedArray?

    /// Takes them from the front of all.
    init(_ read: MatrixCarry.Read, _ arrays: inout ArraySlice<NamedArray>) {
      query = arrays.popFirst()
      if read.scale != nil { scale = arrays.popFirst() }
      if read.term != nil { (weight, value) = (arrays.popFirst(), arrays.popFirst()) }
    }
  }

  /// Reads of the sum over the steps before.
  private func result(
    of read: MatrixCarry.Read, _ arrays: ReadArrays, _ sum: NamedArray,
    _ rewriter: inout ProgramRewriter
  ) throws -> Atom {
    var sum = sum
    if let scale = arrays.scale { sum = try rewriter.product(sum, scale) }
    if let weight = arrays.weight, let value = arrays.value {
      let weight = try rewriter.sum(weight, over: Set(carry.sums.map { .state($0) }))
      sum = try rewriter.sum(sum, rewriter.product(value, weight))
    }
    let axes = [.row] + read.axes.compactMap { $0.map(ChunkAxis.state) }
    let sizes = [length] + read.axes.compactMap { $0.map { carry.shape[$0] } }
    let whole = try rewriter.spread(sum, along: axes, sizes: sizes)
    return try rewriter.append(
      .reshape(read.result.type.shape.inserting(length, at: 0)), [whole.atom])
  }
}
