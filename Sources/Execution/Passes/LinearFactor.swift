import Arrays
import ProgramIR

/// A factor of a part of the carry in a value, element by element: `unit + a`.
struct LinearFactor {
  /// -1, 0 or 1, apart from `a`, so that an `a` near 0 isn't rounded by adding it to 1.
  var unit = 0
  /// `nil` for 0.
  var a: Atom?

  var isZero: Bool { unit == 0 && a == nil }

  /// The factor if it needs no sum.
  var whole: Atom? {
    if unit == 0 { return a ?? .zero }
    return a == nil ? .constant(NDArray(Float(unit)), isWeak: false) : nil
  }

  func negated(_ rewriter: inout ProgramRewriter) throws -> LinearFactor {
    LinearFactor(unit: -unit, a: try a.map { try rewriter.append(.unary(.neg), [$0]) })
  }

  /// The sum; `nil` where one would lose digits to the other.
  func adding(_ other: LinearFactor) -> LinearFactor? {
    guard a == nil || other.a == nil, abs(unit + other.unit) <= 1 else { return nil }
    return LinearFactor(unit: unit + other.unit, a: a ?? other.a)
  }

  /// The product with, or the quotient by, what doesn't depend on the carry; `nil` where the factor
  /// would have to be added up.
  func scaled(
    by factor: Atom, _ operation: BinaryOperation, _ rewriter: inout ProgramRewriter
  ) throws -> LinearFactor? {
    guard let whole else { return nil }
    switch (operation, unit) {
    case (.mul, 1): return LinearFactor(a: factor)
    case (.mul, -1): return LinearFactor(a: try rewriter.append(.unary(.neg), [factor]))
    default: return LinearFactor(a: try rewriter.append(.binary(operation), [whole, factor]))
    }
  }

  /// One or the other; `nil` where a factor would have to be added up.
  static func choice(
    _ predicate: Atom, _ onTrue: LinearFactor, _ onFalse: LinearFactor,
    _ rewriter: inout ProgramRewriter
  ) throws -> LinearFactor? {
    if onTrue.unit == onFalse.unit {
      let a = try rewriter.choice(predicate, onTrue.a, onFalse.a)
      return LinearFactor(unit: onTrue.unit, a: a)
    }
    guard let x = onTrue.whole, let y = onFalse.whole else { return nil }
    return LinearFactor(a: try rewriter.choice(predicate, x, y))
  }

  /// The factor of the same elements in another shape.
  func moved(_ primitive: Primitive, _ rewriter: inout ProgramRewriter) throws -> LinearFactor {
    LinearFactor(unit: unit, a: try rewriter.moved(a, primitive))
  }
}

extension ProgramRewriter {
  /// Writes a choice between two terms, `nil` being 0.
  mutating func choice(_ predicate: Atom, _ onTrue: Atom?, _ onFalse: Atom?) throws -> Atom? {
    if onTrue == onFalse { return onTrue }
    return try append(.select, [predicate, onTrue ?? .zero, onFalse ?? .zero])
  }

  /// Writes a term in another shape; a scalar has any.
  mutating func moved(_ atom: Atom?, _ primitive: Primitive) throws -> Atom? {
    guard let atom, atom.type.shape != .scalar else { return atom }
    return try append(primitive, [atom])
  }
}

extension Atom {
  /// The float32 scalar 0.
  static let zero = Atom.constant(NDArray(Float(0)), isWeak: false)
}
