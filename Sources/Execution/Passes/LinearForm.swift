import Arrays
import ProgramIR

/// A value as a function of a part of the carry, `h`, element by element: `(unit + a)·h + b`.
struct LinearForm {
  /// -1, 0 or 1, apart from `a`, so that an `a` near 0 isn't rounded by adding it to 1.
  var unit = 0
  /// `nil` for 0.
  var a: Atom?
  /// `nil` for 0.
  var b: Atom?
  /// Whether a choice forgets `h` somewhere, even one that isn't finite: `a` is 0 there.
  var isReset = false

  /// `h` itself.
  static let identity = LinearForm(unit: 1)

  /// Whether it depends on `h`.
  var isDependent: Bool { unit != 0 || a != nil }

  /// The factor of `h` if it needs no sum.
  private var wholeFactor: Atom? {
    if unit == 0 { return a ?? .zero }
    return a == nil ? .constant(NDArray(Float(unit)), isWeak: false) : nil
  }

  /// Writes the next value of the carry in a form that `LinearCarry` reads; `nil` if it has none.
  func write(of h: Variable, with rewriter: inout ProgramRewriter) throws -> Atom? {
    let h = Atom.variable(h)
    if unit == 1, a == nil { return try b.map { try rewriter.append(.binary(.add), [h, $0]) } }
    guard isDependent, let factor = unit == 1 ? a : wholeFactor else { return nil }
    let product = try rewriter.append(.binary(.mul), [factor, h])
    let term = isReset ? b ?? .zero : b
    let sum = try term.map { try rewriter.append(.binary(.add), [product, $0]) } ?? product
    if unit == 1 { return try rewriter.append(.binary(.add), [h, sum]) }
    guard isReset, let term else { return sum }
    let isZero = try rewriter.append(.compare(.eq), [factor, .zero])
    return try rewriter.append(.select, [isZero, term, sum])
  }

  // MARK: Arithmetic

  func negated(_ rewriter: inout ProgramRewriter) throws -> LinearForm {
    var result = self
    result.unit.negate()
    result.a = try a.map { try rewriter.append(.unary(.neg), [$0]) }
    result.b = try b.map { try rewriter.append(.unary(.neg), [$0]) }
    return result
  }

  /// The sum; `nil` where factors of `h` would have to be added and one lose digits to the other.
  func adding(_ other: LinearForm, _ rewriter: inout ProgramRewriter) throws -> LinearForm? {
    if isDependent && other.isDependent {
      guard a == nil || other.a == nil, !isReset, !other.isReset, abs(unit + other.unit) <= 1
      else { return nil }
    }
    var result = self
    result.unit += other.unit
    result.a = a ?? other.a
    result.isReset = isReset || other.isReset
    if let b, let term = other.b {
      result.b = try rewriter.append(.binary(.add), [b, term])
    } else {
      result.b = b ?? other.b
    }
    return result
  }

  /// The product with, or the quotient by, what doesn't depend on `h`; `nil` where the factor of
  /// `h` would have to be added up.
  func scaled(
    by factor: Atom, _ operation: BinaryOperation, _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    var result = self
    result.unit = 0
    if isDependent {
      guard let whole = wholeFactor else { return nil }
      switch (operation, unit) {
      case (.mul, 1): result.a = factor
      case (.mul, -1): result.a = try rewriter.append(.unary(.neg), [factor])
      default: result.a = try rewriter.append(.binary(operation), [whole, factor])
      }
    }
    result.b = try b.map { try rewriter.append(.binary(operation), [$0, factor]) }
    return result
  }

  /// One or the other, by what doesn't depend on `h`; `nil` where the factor of `h` would have to
  /// be added up.
  static func choice(
    _ predicate: Atom, _ onTrue: LinearForm, _ onFalse: LinearForm,
    _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    func choice(_ x: Atom?, _ y: Atom?) throws -> Atom? {
      if x == y { return x }
      return try rewriter.append(.select, [predicate, x ?? .zero, y ?? .zero])
    }
    var result = LinearForm(unit: onTrue.unit)
    result.isReset =
      onTrue.isReset || onFalse.isReset || onTrue.isDependent != onFalse.isDependent
    result.b = try choice(onTrue.b, onFalse.b)
    if onTrue.unit == onFalse.unit {
      result.a = try choice(onTrue.a, onFalse.a)
    } else {
      guard let x = onTrue.wholeFactor, let y = onFalse.wholeFactor else { return nil }
      result.unit = 0
      result.a = try choice(x, y)
    }
    return result
  }

  /// The same elements in another shape.
  func moved(_ primitive: Primitive, _ rewriter: inout ProgramRewriter) throws -> LinearForm {
    func moved(_ atom: Atom?) throws -> Atom? {
      guard let atom, atom.type.shape != .scalar else { return atom }
      return try rewriter.append(primitive, [atom])
    }
    var result = self
    result.a = try moved(a)
    result.b = try moved(b)
    return result
  }
}

/// Finds the forms of the values of a scan's body in a part of the carry, and writes the equations
/// that make their coefficients.
struct LinearFormReading {
  private let h: Variable
  private let definitions: [Int: Equation]
  private let dependences: Dependences
  /// What was found, by id.
  private var forms: [Int: LinearForm?] = [:]

  /// Reads forms in `h`; all else must be known before the step.
  init(of h: Variable, _ definitions: [Int: Equation], _ dependences: Dependences) {
    self.h = h
    self.definitions = definitions
    self.dependences = dependences
  }

  /// Writes the next value of the carry in a form that `LinearCarry` reads; `nil` if it has none.
  mutating func write(_ next: Atom, with rewriter: inout ProgramRewriter) throws -> Atom? {
    try form(of: next, &rewriter)?.write(of: h, with: &rewriter)
  }

  private func isKnown(_ atom: Atom) -> Bool { dependences[atom] < .carry }

  private mutating func form(
    of atom: Atom, _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    if isKnown(atom) { return LinearForm(b: atom == .zero ? nil : rewriter.current(atom)) }
    guard case .variable(let variable) = atom, variable.type.dtype == .float32 else { return nil }
    if variable == h { return .identity }
    if let known = forms[variable.id] { return known }
    guard let equation = definitions[variable.id] else { return nil }
    let form = try form(of: equation, &rewriter)
    forms[variable.id] = .some(form)
    return form
  }

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
    case .select where isKnown(inputs[0]):
      guard let x = try form(of: inputs[1], &rewriter),
        let y = try form(of: inputs[2], &rewriter)
      else { return nil }
      return try .choice(rewriter.current(inputs[0]), x, y, &rewriter)
    case .convert(.float32, _): return try form(of: inputs[0], &rewriter)
    case .reshape, .broadcast:
      let (from, to) = (inputs[0].type.shape, equation.outputs[0].type.shape)
      guard from.elementCount == to.elementCount else { return nil }
      return try form(of: inputs[0], &rewriter)?.moved(equation.primitive, &rewriter)
    default: return nil
    }
  }
}
