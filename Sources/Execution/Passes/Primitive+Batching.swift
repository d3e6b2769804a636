import Arrays
import ProgramIR

extension Equation {
  /// Whether `batched` has a rule for it; if not, it is computed step by step.
  ///
  /// - Parameter isBatched: whether an operand differs between the sets of inputs.
  func canBeBatched(_ isBatched: (Atom) -> Bool) -> Bool {
    switch primitive {
    case .cond(let conditional):
      conditional.canBeBatched && (!isBatched(inputs[0]) || conditional.isCheaperBatched)
    case .pad: inputs[1].variable == nil
    case .unary, .binary, .compare, .select, .convert, .bitcast, .broadcast, .reshape, .transpose,
      .slice, .reverse, .concatenate, .iota, .reduce, .argReduce, .cumulative, .dot,
      .threefry2x32:
      true
    default: false
    }
  }
}

extension Conditional {
  /// Whether each branch can be computed for many sets of operands at once.
  fileprivate var canBeBatched: Bool {
    branches.allSatisfy { $0.equations.allSatisfy { $0.canBeBatched { _ in true } } }
  }

  /// Whether all branches for many sets of operands at once are better than one branch for each set:
  /// products of few rows, whose matrices are read again for each.
  fileprivate var isCheaperBatched: Bool {
    (1..<Self.fewestRows).contains(branches.map(\.largestRowCount).max() ?? 0)
  }

  /// From how many rows on a product takes the time that its numbers of operations take.
  private static let fewestRows = 4
}

extension Program {
  /// This program for `count` sets of inputs at once: those in `batchedInputs` and all outputs get
  /// a new leading axis; the other inputs are the same for all (`jax.vmap`, with an axis size).
  ///
  /// Every equation must be one that `canBeBatched`.
  func batched(_ count: Int, inputs batchedInputs: Set<Int>) throws -> Program {
    var batching = Batching(self, count: count)
    return try batching.run(batchedInputs)
  }
}

/// Writes equations for a number of operands at once; a batched value has them along its first
/// axis.
private struct Batching {
  private let program: Program
  private let count: Int
  private var rewriter: ProgramRewriter
  private var isBatched: [Bool]

  init(_ program: Program, count: Int) {
    self.program = program
    self.count = count
    rewriter = ProgramRewriter(program)
    isBatched = [Bool](repeating: false, count: program.variableCount)
  }

  mutating func run(_ batchedInputs: Set<Int>) throws -> Program {
    var inputs = program.inputs
    for index in batchedInputs {
      let old = inputs[index]
      inputs[index] = rewriter.fresh(old.type.with(shape: old.type.shape.inserting(count, at: 0)))
      isBatched[old.id] = true
      rewriter.replace(old, by: .variable(inputs[index]))
    }
    for equation in program.equations { try write(equation) }
    let outputs = try program.outputs.map { atom in
      isBatched(atom) ? rewriter.current(atom) : try repeated(atom)
    }
    return rewriter.program(inputs: inputs, outputs: outputs)
  }

  private func isBatched(_ atom: Atom) -> Bool { atom.variable.map { isBatched[$0.id] } ?? false }

  private mutating func write(_ equation: Equation) throws {
    guard equation.inputs.contains(where: isBatched) else {
      var copy = equation
      copy.inputs = equation.inputs.map(rewriter.current)
      rewriter.append(copy)
      return
    }
    for output in equation.outputs { isBatched[output.id] = true }
    if case .cond(let conditional) = equation.primitive {
      try write(conditional, equation)
    } else if case .threefry2x32 = equation.primitive {
      let inputs = try aligned(equation)
      let outputs = try equation.primitive.resultTypes(of: inputs.map(\.type)).map {
        rewriter.fresh($0)
      }
      rewriter.append(Equation(equation.primitive, inputs: inputs, outputs: outputs))
      for (old, new) in zip(equation.outputs, outputs) { rewriter.replace(old, by: .variable(new)) }
    } else {
      rewriter.replace(equation.outputs[0], by: try result(of: equation))
    }
  }

  /// Writes one branch for all operands if the index is the same for all, else all branches, of
  /// whose results one is selected.
  private mutating func write(_ conditional: Conditional, _ equation: Equation) throws {
    let operands = equation.inputs.dropFirst()
    let batchedOperands = Set(operands.enumerated().filter { isBatched($1) }.map(\.offset))
    let branches = try conditional.branches.map {
      try $0.batched(count, inputs: batchedOperands)
    }
    let inputs = operands.map(rewriter.current)
    let index = rewriter.current(equation.inputs[0])
    guard isBatched(equation.inputs[0]) else {
      let outputs = branches[0].outputs.map { rewriter.fresh($0.type) }
      rewriter.append(
        Equation(
          .cond(Conditional(branches: branches)), inputs: [index] + inputs, outputs: outputs))
      for (old, new) in zip(equation.outputs, outputs) { rewriter.replace(old, by: .variable(new)) }
      return
    }
    var results = rewriter.inline(branches[0], inputs)
    for (place, branch) in branches.enumerated().dropFirst() {
      let isChosen =
        index.type.dtype == .bool
        ? index
        : try rewriter.append(
          .compare(.ge), [index, .constant(NDArray(Int32(place)), isWeak: false)])
      results = try zip(results, rewriter.inline(branch, inputs)).map { others, own in
        let test = try rewriter.append(
          .broadcast(shape: own.type.shape, dimensions: [0]), [isChosen])
        return try rewriter.append(.select, [test, own, others])
      }
    }
    for (old, new) in zip(equation.outputs, results) { rewriter.replace(old, by: new) }
  }

  /// The batched result of an equation that has one.
  private mutating func result(of equation: Equation) throws -> Atom {
    let primitive = equation.primitive
    if primitive.isElementwise { return try rewriter.append(primitive, aligned(equation)) }
    switch primitive {
    case .dot(let dimensions): return try dot(dimensions, equation)
    case .concatenate(let axis):
      let operands = try equation.inputs.map { atom in
        isBatched(atom) ? rewriter.current(atom) : try repeated(atom)
      }
      return try rewriter.append(.concatenate(axis: axis + 1), operands)
    case .pad(let low, let high) where !isBatched(equation.inputs[1]):
      return try rewriter.append(
        .pad(low: [0] + low, high: [0] + high), equation.inputs.map(rewriter.current))
    default:
      let operands = equation.inputs.map(rewriter.current)
      return try rewriter.append(primitive.movedBehindAxis(count), operands)
    }
  }

  /// An array that is the same for all, once for each: `[count, …]`.
  private mutating func repeated(_ atom: Atom) throws -> Atom {
    let shape = atom.type.shape
    return try rewriter.append(
      .broadcast(shape: shape.inserting(count, at: 0), dimensions: Array(1..<shape.rank + 1)),
      [rewriter.current(atom)])
  }

  /// The operands of an elementwise equation, all of one shape or scalars.
  private mutating func aligned(_ equation: Equation) throws -> [Atom] {
    let shape = equation.outputs[0].type.shape
    let target = shape.inserting(count, at: 0)
    return try equation.inputs.map { atom in
      let rank = atom.type.shape.rank
      switch (isBatched(atom), rank == shape.rank) {
      case (true, true): return rewriter.current(atom)
      case (true, false):
        return try rewriter.append(
          .broadcast(shape: target, dimensions: [0]), [rewriter.current(atom)])
      case (false, _) where rank == 0: return rewriter.current(atom)
      case (false, _): return try repeated(atom)
      }
    }
  }

  private mutating func dot(_ dimensions: DotDimensions, _ equation: Equation) throws -> Atom {
    let (left, right) = (equation.inputs[0], equation.inputs[1])
    let (isLeft, isRight) = (isBatched(left), isBatched(right))
    var batched = dimensions
    if isLeft {
      batched.leftContracting = dimensions.leftContracting.map { $0 + 1 }
      batched.leftBatch = (isRight ? [0] : []) + dimensions.leftBatch.map { $0 + 1 }
    }
    if isRight {
      batched.rightContracting = dimensions.rightContracting.map { $0 + 1 }
      batched.rightBatch = (isLeft ? [0] : []) + dimensions.rightBatch.map { $0 + 1 }
    }
    let product = try rewriter.append(.dot(batched), [left, right].map(rewriter.current))
    if isLeft && isRight { return product }
    // The new axis is a free one: the first of its side, which comes after the batch axes.
    let free = dimensions.freeAxes(leftRank: left.type.shape.rank, rightRank: right.type.shape.rank)
    let position = dimensions.leftBatch.count + (isLeft ? 0 : free.left.count)
    if position == 0 { return product }
    let others = (0..<product.type.shape.rank).filter { $0 != position }
    return try rewriter.append(.transpose([position] + others), [product])
  }
}

extension Primitive {
  /// This primitive on operands with a new axis of `count` in front, which it leaves alone.
  fileprivate func movedBehindAxis(_ count: Int) -> Primitive {
    switch self {
    case .broadcast(let shape, let dimensions):
      .broadcast(shape: shape.inserting(count, at: 0), dimensions: [0] + dimensions.map { $0 + 1 })
    case .reshape(let shape): .reshape(shape.inserting(count, at: 0))
    case .transpose(let permutation): .transpose([0] + permutation.map { $0 + 1 })
    case .slice(let starts, let limits, let strides):
      .slice(starts: [0] + starts, limits: [count] + limits, strides: [1] + strides)
    case .reverse(let axes): .reverse(axes: axes.map { $0 + 1 })
    case .reduce(let reduction, let axes): .reduce(reduction, axes: axes.map { $0 + 1 })
    case .argReduce(let isMaximum, let axis): .argReduce(isMaximum: isMaximum, axis: axis + 1)
    case .cumulative(let reduction, let axis, let isReversed):
      .cumulative(reduction, axis: axis + 1, isReversed: isReversed)
    default: self
    }
  }
}
