import Arrays
import ProgramIR
import Reference

extension Program {
  /// This program with less to do: what can be known is known, equal values are computed once,
  /// operations that change nothing are gone, and small constants are written into bodies of scans.
  /// Equations whose results are no longer read stay as dead code.
  ///
  /// Bits stay: no sum or product is reordered.
  func simplified() throws -> Program {
    var simplifier = Simplifier(self)
    return try simplifier.run()
  }
}

private struct Simplifier {
  private let program: Program
  private var rewriter: ProgramRewriter
  /// The results of equations that were written, by what they compute.
  private var known: [Computation: [Variable]] = [:]

  private struct Computation: Hashable {
    var primitive: Primitive
    var inputs: [Atom]
  }

  init(_ program: Program) {
    self.program = program
    rewriter = ProgramRewriter(program)
  }

  mutating func run() throws -> Program {
    for equation in program.equations {
      var equation = equation
      equation.inputs = equation.inputs.map(rewriter.current)
      switch equation.primitive {
      case .scan(let scan): rewriter.append(inlined(scan, equation))
      case .cond(let conditional): rewrite(conditional, equation)
      default: try rewrite(equation)
      }
    }
    return rewriter.program(inputs: program.inputs, outputs: program.outputs)
  }

  /// Writes the equation in its simplest form, or finds what its result equals.
  private mutating func rewrite(_ equation: Equation) throws {
    if let constant = try folded(equation) {
      rewriter.replace(equation.outputs[0], by: constant)
      return
    }
    var equation = equation
    while true {
      if let atom = unchanged(equation) {
        rewriter.replace(equation.outputs[0], by: atom)
        return
      }
      guard let next = lookedThrough(equation) else { break }
      equation = next
    }
    write(equation)
  }

  /// Writes the equation, unless one that computes the same is there.
  private mutating func write(_ equation: Equation) {
    let computation = Computation(primitive: equation.primitive, inputs: equation.inputs)
    if let outputs = known[computation] {
      for (old, new) in zip(equation.outputs, outputs) { rewriter.replace(old, by: .variable(new)) }
    } else {
      known[computation] = equation.outputs
      rewriter.append(equation)
    }
  }

  // MARK: Constants

  /// The value, when it is known and small.
  private func folded(_ equation: Equation) throws -> Atom? {
    guard equation.outputs.count == 1, equation.outputs[0].type.shape.elementCount <= 256,
      !equation.inputs.isEmpty, !equation.primitive.isBroadcast, equation.primitive.bodies.isEmpty
    else { return nil }
    var operands: [NDArray] = []
    for case .constant(let array, _) in equation.inputs { operands.append(array) }
    guard operands.count == equation.inputs.count else { return nil }
    let type = equation.outputs[0].type
    return .constant(
      try equation.primitive.evaluate(operands, [type])[0], isWeak: type.isWeak)
  }

  // MARK: Algebra

  /// The operand that the result equals bit for bit, if there is one.
  private func unchanged(_ equation: Equation) -> Atom? {
    guard let operand = equation.inputs.first, equation.outputs.count == 1 else { return nil }
    let type = equation.outputs[0].type
    let keepsType = operand.type.matches(type)
    switch equation.primitive {
    case .convert, .reshape, .broadcast, .bitcast, .slice: return keepsType ? operand : nil
    case .transpose(let permutation):
      return permutation == Array(permutation.indices) ? operand : nil
    case .concatenate: return equation.inputs.count == 1 ? operand : nil
    case .reverse(let axes):
      return axes.allSatisfy { type.shape[$0] <= 1 } ? operand : nil
    case .reduce(_, let axes): return axes.isEmpty ? operand : nil
    case .pad: return keepsType ? operand : nil
    case .select:
      guard case .constant(let test, _) = operand, test.shape == .scalar else { return nil }
      let chosen = equation.inputs[test.elements(as: Bool.self)[0] ? 1 : 2]
      return chosen.type.matches(type) ? chosen : nil
    case .binary(let operation):
      if keepsType, equation.inputs[1].isNeutral(for: operation) { return operand }
      if operation == .mul, equation.inputs[1].type.matches(type), operand.isNeutral(for: .mul) {
        return equation.inputs[1]
      }
      return nil
    default: return nil
    }
  }

  /// The equation with an operand that only moves or converts elements skipped.
  private func lookedThrough(_ equation: Equation) -> Equation? {
    var result = equation
    if equation.primitive.isElementwise, let inputs = scalars(equation) {
      result.inputs = inputs
      return result
    }
    guard let operand = equation.inputs.first, let inner = rewriter.definition(operand),
      let innerOperand = inner.inputs.first
    else { return nil }
    switch (equation.primitive, inner.primitive) {
    case (.reshape, .reshape): break
    case (.transpose(let outer), .transpose(let first)):
      result.primitive = .transpose(outer.map { first[$0] })
    case (.broadcast(let shape, let outer), .broadcast(_, let first)):
      result.primitive = .broadcast(shape: shape, dimensions: first.map { outer[$0] })
    case (.convert, .convert(let between, _)):
      guard between.holdsAll(of: innerOperand.type.dtype) else { return nil }
    default: return nil
    }
    result.inputs[0] = innerOperand
    return result
  }

  /// The operands with scalars in place of what only repeats one, if there are any; one operand of
  /// the result's shape must stay.
  private func scalars(_ equation: Equation) -> [Atom]? {
    var inputs = equation.inputs
    let shape = equation.outputs[0].type.shape
    var fullCount = inputs.count { $0.type.shape == shape }
    var isChanged = false
    for (index, input) in inputs.enumerated() where fullCount > 1 || input.type.shape != shape {
      guard let inner = rewriter.definition(input), inner.primitive.isBroadcast,
        inner.inputs[0].type.shape == .scalar, shape != .scalar
      else { continue }
      inputs[index] = inner.inputs[0]
      isChanged = true
      fullCount -= 1
    }
    return isChanged ? inputs : nil
  }

  // MARK: Scans and choices

  /// Writes the branch of a choice that is known, or the choice with small constants moved into its
  /// branches.
  private mutating func rewrite(_ conditional: Conditional, _ equation: Equation) {
    let operands = Array(equation.inputs.dropFirst())
    if case .constant(let index, _) = equation.inputs[0] {
      let place = conditional.position(of: index)
      let results = rewriter.inline(conditional.branches[place], operands)
      for (old, new) in zip(equation.outputs, results) { rewriter.replace(old, by: new) }
      return
    }
    let isInlined = operands.map(\.isSmallConstant)
    let kept = operands.indices.filter { !isInlined[$0] }
    let branches =
      kept.count == operands.count
      ? conditional.branches
      : conditional.branches.map { $0.inlining(operands, where: { isInlined[$0] }) }
    write(
      Equation(
        .cond(Conditional(branches: branches)),
        inputs: [equation.inputs[0]] + kept.map { operands[$0] }, outputs: equation.outputs))
  }

  /// The scan with small constants moved into its body.
  private func inlined(_ scan: Scan, _ equation: Equation) -> Equation {
    let (scan, keptInputs) = scan.inlining(constants: equation.inputs)
    return Equation(
      .scan(scan), inputs: keptInputs.map { equation.inputs[$0] }, outputs: equation.outputs)
  }
}

extension Scan {
  /// This scan with the small constants among its operands written into the body.
  fileprivate func inlining(constants operands: [Atom]) -> (scan: Scan, keptInputs: [Int]) {
    func isInlined(_ index: Int) -> Bool {
      index < constantCount && index != sequences?.lengths && operands[index].isSmallConstant
    }
    let kept = operands.indices.filter { !isInlined($0) }
    if kept.count == operands.count { return (self, kept) }
    var scan = self
    scan.body = body.inlining(operands, where: isInlined)
    scan.constantCount = kept.count { $0 < constantCount }
    if let lengths = sequences?.lengths { scan.sequences?.lengths = kept.count { $0 < lengths } }
    return (scan, kept)
  }
}

extension Program {
  /// This program without some of its inputs, in whose place these operands are written.
  fileprivate func inlining(_ operands: [Atom], where isInlined: (Int) -> Bool) -> Program {
    var rewriter = ProgramRewriter(self)
    for index in operands.indices where isInlined(index) {
      rewriter.replace(inputs[index], by: operands[index])
    }
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      rewriter.append(equation)
    }
    let kept = operands.indices.filter { !isInlined($0) }
    return rewriter.program(inputs: kept.map { inputs[$0] }, outputs: outputs)
  }
}

extension Primitive {
  var isBroadcast: Bool {
    if case .broadcast = self { true } else { false }
  }

  /// Whether element `i` of the result depends on element `i` of the operands only, of which any
  /// may be a scalar.
  var isElementwise: Bool {
    switch self {
    case .unary, .binary, .compare, .select, .convert, .bitcast, .threefry2x32: true
    default: false
    }
  }
}

extension DType {
  /// Whether every number of `other` is one of this too.
  fileprivate func holdsAll(of other: DType) -> Bool {
    switch (other, self) {
    case (.bfloat16, .float32), (.float16, .float32), (.float32, .float64), (.bool, .int32),
      (.bool, .float32), (.uint8, .int32), (.int8, .int32), (.uint8, .float32), (.int8, .float32):
      true
    default: other == self
    }
  }
}

extension Atom {
  /// Whether this is a constant that may as well be written wherever it is read.
  fileprivate var isSmallConstant: Bool {
    if case .constant(let array, _) = self { array.shape.elementCount <= 256 } else { false }
  }

  /// Whether this is a scalar that leaves the other operand as it is, on the right of `operation`.
  ///
  /// Adding 0 isn't: it makes 0 of -0.
  fileprivate func isNeutral(for operation: BinaryOperation) -> Bool {
    guard case .constant(let array, _) = self, array.shape == .scalar, !array.dtype.isComplex
    else { return false }
    let value = array.converted(to: .float64).elements(as: Double.self)[0]
    switch operation {
    case .mul, .div: return value == 1 && array.dtype != .bool
    case .sub: return value == 0 && value.sign == .plus
    case .add: return value == 0 && (array.dtype.isInteger || value.sign == .minus)
    default: return false
    }
  }
}
