import ProgramIR

/// Finds the forms of the values of a scan's body in parts of the carry, and writes the equations
/// that make their coefficients.
struct LinearFormReading {
  private let definitions: [Int: Equation]
  private let dependences: Dependences
  /// The parts of the carry, by the variable's id.
  private let parts: [Int: Int]
  /// The forms found so far, by the ids of variables.
  private var forms: [Int: LinearForm?] = [:]

  /// Reads forms in those parts of the carry that aren't known before the step.
  init(of scan: Scan, _ definitions: [Int: Equation], _ dependences: Dependences) {
    self.definitions = definitions
    self.dependences = dependences
    let carry = scan.carryInputs.map { scan.body.inputs[$0].id }
    parts = Dictionary(uniqueKeysWithValues: zip(carry, carry.indices))
  }

  /// The form of a value; `nil` if it has none.
  mutating func form(
    of atom: Atom, _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    if isKnown(atom) { return LinearForm(b: atom == .zero ? nil : rewriter.current(atom)) }
    guard case .variable(let variable) = atom, variable.type.dtype == .float32 else { return nil }
    if let part = parts[variable.id] { return LinearForm(factors: [part: LinearFactor(unit: 1)]) }
    if let known = forms[variable.id] { return known }
    guard let equation = definitions[variable.id] else { return nil }
    let form = try form(of: equation, &rewriter)
    forms[variable.id] = .some(form)
    return form
  }

  private func isKnown(_ atom: Atom) -> Bool { dependences[atom] < .carry }

  private mutating func form(
    of equation: Equation, _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    let inputs = equation.inputs
    switch equation.primitive {
    case .unary(.neg): return try form(of: inputs[0], &rewriter)?.negated(&rewriter)
    case .binary(.add), .binary(.sub):
      guard let x = try form(of: inputs[0], &rewriter),
        let y = try form(of: inputs[1], &rewriter)
      else { return nil }
      let isSum = equation.primitive == .binary(.add)
      return try x.adding(isSum ? y : y.negated(&rewriter), &rewriter)
    case .binary(.mul):
      guard let side = inputs.firstIndex(where: isKnown) else { return nil }
      let factor = rewriter.current(inputs[side])
      return try form(of: inputs[1 - side], &rewriter)?.scaled(by: factor, .mul, &rewriter)
    case .binary(.div) where isKnown(inputs[1]):
      let divisor = rewriter.current(inputs[1])
      return try form(of: inputs[0], &rewriter)?.scaled(by: divisor, .div, &rewriter)
    case .select where isKnown(inputs[0]): return try choice(inputs, &rewriter)
    case .convert(.float32, _): return try form(of: inputs[0], &rewriter)
    case .reshape, .broadcast:
      let (from, to) = (inputs[0].type.shape, equation.outputs[0].type.shape)
      guard from.elementCount == to.elementCount else { return nil }
      return try form(of: inputs[0], &rewriter)?.moved(equation.primitive, &rewriter)
    default: return nil
    }
  }

  private mutating func choice(
    _ inputs: [Atom], _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    guard let onTrue = try form(of: inputs[1], &rewriter),
      var onFalse = try form(of: inputs[2], &rewriter)
    else { return nil }
    // The term alone where the factor is 0: that is how a reset is written.
    if let predicate = inputs[0].variable.flatMap({ definitions[$0.id] }),
      predicate.primitive == .compare(.eq), predicate.inputs[1] == .zero,
      onFalse.factors.count == 1, let factor = onFalse.factors.values.first, factor.unit == 0,
      factor.a == rewriter.current(predicate.inputs[0]), onTrue.factors.isEmpty,
      onTrue.b == onFalse.b
    {
      onFalse.isReset = true
      return onFalse
    }
    return try .choice(rewriter.current(inputs[0]), onTrue, onFalse, &rewriter)
  }
}
