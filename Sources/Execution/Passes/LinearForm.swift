import ProgramIR

/// A value as a linear function of parts of the carry, element by element: factors times them, and
/// a term `b`.
struct LinearForm {
  /// By part of the carry; none is 0.
  var factors: [Int: LinearFactor] = [:]
  /// `nil` for 0.
  var b: Atom?
  /// Whether a choice forgets the carry somewhere, even what isn't finite: the factor is 0 there.
  var isReset = false

  /// Whether a next carry of this form can be written so that `LinearCarry` finds it, of a part
  /// alone or `coupled` with another.
  func isWritable(coupled: Bool) -> Bool {
    if coupled { return !isReset && factors.values.allSatisfy { $0.whole != nil } }
    guard let factor = factors.values.first else { return b != nil }
    guard factors.count == 1 else { return false }
    return factor.unit == 1 ? factor.a != nil || b != nil : factor.whole != nil
  }

  /// Writes the next carry of such a form.
  func write(_ carry: [Int: Atom], with rewriter: inout ProgramRewriter) throws -> Atom? {
    var sum: Atom?
    var unscaled: Atom?
    for (part, factor) in factors.sorted(by: { $0.key < $1.key }) {
      guard let h = carry[part] else { return nil }
      if factor.unit == 1 && factor.a == nil {
        sum = try rewriter.sum(sum, h)
      } else if let scale = factor.a ?? factor.whole {
        if factor.unit == 1 { unscaled = h }
        sum = try rewriter.sum(sum, rewriter.append(.binary(.mul), [scale, h]))
      }
    }
    guard isReset, let factor = factors.values.first?.a else {
      sum = try rewriter.sum(sum, b)
      return try rewriter.sum(unscaled, sum)
    }
    let term = b ?? .zero
    let isZero = try rewriter.append(.compare(.eq), [factor, .zero])
    return try rewriter.append(.select, [isZero, term, rewriter.sum(sum, term) ?? term])
  }

  // MARK: Arithmetic

  func negated(_ rewriter: inout ProgramRewriter) throws -> LinearForm {
    var result = self
    result.factors = try factors.mapValues { try $0.negated(&rewriter) }
    result.b = try b.map { try rewriter.append(.unary(.neg), [$0]) }
    return result
  }

  /// The sum; `nil` where a factor would lose digits.
  func adding(_ other: LinearForm, _ rewriter: inout ProgramRewriter) throws -> LinearForm? {
    var result = self
    for (part, factor) in other.factors {
      guard let own = factors[part] else {
        result.factors[part] = factor
        continue
      }
      guard !isReset, !other.isReset, let sum = own.adding(factor) else { return nil }
      result.factors[part] = sum.isZero ? nil : sum
    }
    result.isReset = isReset || other.isReset
    result.b = try rewriter.sum(b, other.b)
    return result
  }

  /// The product with, or the quotient by, what doesn't depend on the carry; `nil` where a factor
  /// would have to be added up.
  func scaled(
    by factor: Atom, _ operation: BinaryOperation, _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    var result = self
    for (part, own) in factors {
      guard let scaled = try own.scaled(by: factor, operation, &rewriter) else { return nil }
      result.factors[part] = scaled
    }
    result.b = try b.map { try rewriter.append(.binary(operation), [$0, factor]) }
    return result
  }

  /// One or the other, by what doesn't depend on the carry; `nil` where a factor would have to be
  /// added up.
  static func choice(
    _ predicate: Atom, _ onTrue: LinearForm, _ onFalse: LinearForm,
    _ rewriter: inout ProgramRewriter
  ) throws -> LinearForm? {
    var result = LinearForm(isReset: onTrue.isReset || onFalse.isReset)
    for part in Set(onTrue.factors.keys).union(onFalse.factors.keys) {
      let (x, y) = (onTrue.factors[part], onFalse.factors[part])
      if x == nil || y == nil { result.isReset = true }
      guard
        let factor = try LinearFactor.choice(
          predicate, x ?? LinearFactor(), y ?? LinearFactor(), &rewriter)
      else { return nil }
      result.factors[part] = factor
    }
    result.b = try rewriter.choice(predicate, onTrue.b, onFalse.b)
    return result
  }

  /// The same elements in another shape.
  func moved(_ primitive: Primitive, _ rewriter: inout ProgramRewriter) throws -> LinearForm {
    var result = self
    result.factors = try factors.mapValues { try $0.moved(primitive, &rewriter) }
    result.b = try rewriter.moved(b, primitive)
    return result
  }
}

extension ProgramRewriter {
  /// Writes the sum of two terms, `nil` being 0.
  mutating func sum(_ x: Atom?, _ y: Atom?) throws -> Atom? {
    guard let x, let y else { return x ?? y }
    return try append(.binary(.add), [x, y])
  }
}
