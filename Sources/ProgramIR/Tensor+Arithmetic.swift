import Arrays
import Diagnostics

// Promotion and broadcasting as in jax.numpy; a scalar operand stays a scalar.

extension Tensor {
  /// The sum.
  public static func + (a: Tensor, b: Tensor) throws -> Tensor { try binary(.add, a, b) }
  /// The difference.
  public static func - (a: Tensor, b: Tensor) throws -> Tensor { try binary(.sub, a, b) }
  /// The product.
  public static func * (a: Tensor, b: Tensor) throws -> Tensor { try binary(.mul, a, b) }
  /// The quotient, a float whatever the operands are (`jnp.true_divide`).
  public static func / (a: Tensor, b: Tensor) throws -> Tensor {
    try binary(.div, a, b, inexact: true)
  }
  /// The negative.
  public static prefix func - (a: Tensor) throws -> Tensor { try a.unary(.neg) }

  /// The sum with a Python scalar.
  public static func + (a: Tensor, b: Double) throws -> Tensor { try a + Tensor(b) }
  /// The sum with a Python scalar.
  public static func + (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) + b }
  /// The difference from a Python scalar.
  public static func - (a: Tensor, b: Double) throws -> Tensor { try a - Tensor(b) }
  /// The difference from a Python scalar.
  public static func - (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) - b }
  /// The product with a Python scalar.
  public static func * (a: Tensor, b: Double) throws -> Tensor { try a * Tensor(b) }
  /// The product with a Python scalar.
  public static func * (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) * b }
  /// The quotient by a Python scalar.
  public static func / (a: Tensor, b: Double) throws -> Tensor { try a / Tensor(b) }
  /// The quotient of a Python scalar.
  public static func / (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) / b }

  /// An elementwise operation after promotion to one dtype, floating if `inexact`, and
  /// broadcasting to one shape.
  public static func binary(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, inexact: Bool = false
  ) throws -> Tensor {
    let (a, b) = try promoted(a, b, inexact: inexact)
    if operation == .div, let reciprocal = try b.spreadReciprocal(for: a) {
      return try apply(.binary(.mul), a, reciprocal)
    }
    return try apply(.binary(operation), a, b)
  }

  /// The reciprocal of a divisor that is repeated along axes, of half floats: XLA multiplies with
  /// that, rounded, where the quotient would be another number. `nil` for other divisors.
  private func spreadReciprocal(for dividend: Tensor) throws -> Tensor? {
    guard dtype == .float16 else { return nil }
    let one = Tensor(NDArray(1.0).converted(to: .float16))
    if rank == 0 { return dividend.rank > 0 ? try .apply(.binary(.div), one, self) : nil }
    guard case .result(let node, _) = source,
      case .equation(.broadcast(let shape, let dimensions), let operands) = node.origin
    else { return nil }
    return try .apply(
      .broadcast(shape: shape, dimensions: dimensions),
      .apply(.binary(.div), one, operands[0]))
  }

  /// An elementwise comparison after promotion and broadcasting.
  public static func compare(
    _ comparison: Comparison, _ a: Tensor, _ b: Tensor
  ) throws -> Tensor {
    let (a, b) = try promoted(a, b, inexact: false)
    return try apply(.compare(comparison), a, b)
  }

  /// An elementwise operation on this.
  ///
  /// XLA writes the logistic of half floats as `1 / (1 + exp(-x))`, each part rounded.
  public func unary(_ operation: UnaryOperation) throws -> Tensor {
    if operation == .logistic, dtype.isFloating, dtype.byteCount == 2 {
      return try Tensor(1) / (Tensor(1) + (-self).unary(.exp))
    }
    return try Tensor.apply(.unary(operation), self)
  }

  /// An elementwise operation on this as a float (`jnp.exp` of an integer is a float).
  public func unaryInexact(_ operation: UnaryOperation) throws -> Tensor {
    try convertedToInexact().unary(operation)
  }

  /// The tensor as a float of its own dtype or of `float32`; weak if the tensor is.
  public func convertedToInexact() throws -> Tensor {
    try converted(to: Promotion.inexact(dtype), isWeak: type.isWeak)
  }

  /// `onTrue` where `predicate` holds, `onFalse` elsewhere (`jnp.where`).
  public static func select(
    _ predicate: Tensor, _ onTrue: Tensor, _ onFalse: Tensor
  ) throws -> Tensor {
    let (dtype, isWeak) = Promotion.result(of: [onTrue.type, onFalse.type])
    let test =
      predicate.dtype == .bool ? predicate : try compare(.ne, predicate, Tensor(0))
    let operands = try broadcastTogether([
      test, onTrue.converted(to: dtype, isWeak: isWeak),
      onFalse.converted(to: dtype, isWeak: isWeak),
    ])
    return try apply(.select, operands)[0]
  }

  /// The quotient rounded down (`jnp.floor_divide`).
  public static func floorDivide(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, b) = try promotedToNumbers(a, b)
    if a.dtype.isFloating {
      let remainder = try binary(.rem, a, b)
      let isByZero = try compare(.eq, b, Tensor(0))
      let quotient = try select(isByZero, a, a - remainder) / b
      let differs = try binary(
        .and, compare(.ne, remainder, Tensor(0)),
        compare(.ne, b.unary(.sign), remainder.unary(.sign)))
      return try select(differs, quotient - Tensor(1), quotient).unary(.round)
    }
    let quotient = try binary(.div, a, b)
    guard quotient.dtype.isSigned else { return quotient }
    let isExact = try compare(.eq, binary(.rem, a, b), Tensor(0))
    let sameSign = try compare(.eq, a.unary(.sign), b.unary(.sign))
    let keep = try binary(.or, isExact, sameSign)
    return try select(keep, quotient, quotient - Tensor(1))
  }

  /// The remainder with the divisor's sign (`jnp.remainder`, Python's `%`); that of integers by zero
  /// is zero.
  public static func remainder(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, divisor) = try promotedToNumbers(a, b)
    let b = try divisor.oneForZero()
    let remainder = try binary(.rem, a, b)
    let isNonzero = try compare(.ne, remainder, Tensor(0))
    let differs = try compare(
      .ne, compare(.lt, remainder, Tensor(0)), compare(.lt, b, Tensor(0)))
    return try select(binary(.and, isNonzero, differs), remainder + b, remainder)
  }

  /// The remainder with the dividend's sign (`jnp.fmod`); that of integers by zero is zero.
  public static func truncatedRemainder(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (a, b) = try promotedToNumbers(a, b)
    return try binary(.rem, a, b.oneForZero())
  }

  /// The divisors with integer zeros replaced by ones.
  private func oneForZero() throws -> Tensor {
    guard dtype.isInteger else { return self }
    let one = try Tensor(1).converted(to: dtype, isWeak: type.isWeak)
    return try .select(.compare(.eq, self, Tensor(0)), one, self)
  }

  /// `a` to the power `b` (`jnp.power`).
  public static func power(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let (dtype, _) = Promotion.result(of: [a.type, b.type])
    // An integer's exponent doesn't give way to a weak float's base.
    let base =
      a.dtype.isFloating && b.dtype.isInteger && !b.type.isWeak ? try a.converted(to: dtype) : a
    return try binary(.pow, base, b, inexact: dtype == .bool)
  }

  /// The tensor to a constant power, by repeated squaring (`lax.integer_pow`).
  public func power(_ exponent: Int) throws -> Tensor {
    if exponent == 0 { return try Tensor.full(like: self, Tensor(1)) }
    if exponent < 0 {
      guard dtype.isFloating else {
        throw Diagnostic(
          "integers can't be raised to negative powers", got: "\(self) to the power \(exponent)",
          hint: "make them floats: x.astype(jnp.float32)")
      }
      let positive = exponent == .min ? .max : -exponent
      return try Tensor(1).converted(to: Promotion.inexact(dtype)) / power(positive)
    }
    var result: Tensor?
    var square = self
    var remaining = exponent
    while true {
      if remaining & 1 == 1 { result = try result.map { try $0 * square } ?? square }
      remaining >>= 1
      if remaining == 0 { break }
      square = try square * square
    }
    return result ?? self
  }

  // MARK: Promotion and broadcasting

  private static func promoted(
    _ a: Tensor, _ b: Tensor, inexact: Bool
  ) throws -> (Tensor, Tensor) {
    var (dtype, isWeak) = Promotion.result(of: [a.type, b.type])
    if inexact { dtype = Promotion.inexact(dtype) }
    let converted = try [
      a.converted(to: dtype, isWeak: isWeak), b.converted(to: dtype, isWeak: isWeak),
    ]
    do {
      let operands = try broadcastTogether(converted)
      return (operands[0], operands[1])
    } catch let error as Diagnostic {
      // JAX brings the arrays to one rank first.
      throw error.raising(a.rank == b.rank ? "TypeError" : "ValueError")
    }
  }

  /// Both in one dtype, truth values as `int32`.
  private static func promotedToNumbers(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
    let (x, y) = try promoted(a, b, inexact: false)
    guard x.dtype == .bool else { return (x, y) }
    return (try x.converted(to: .int32), try y.converted(to: .int32))
  }

  /// Shape that NumPy broadcasts these shapes to.
  ///
  /// - Throws: when they don't fit together.
  public static func broadcastShape(_ shapes: [Shape]) throws -> Shape {
    let rank = shapes.map(\.rank).max() ?? 0
    var sizes = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, size) in zip((rank - shape.rank)..., shape.sizes) where size != 1 {
        guard sizes[axis] == 1 || sizes[axis] == size else {
          throw Diagnostic(
            "shapes can't be broadcast together",
            got: shapes.map(\.description).joined(separator: " and "))
        }
        sizes[axis] = size
      }
    }
    return Shape(sizes)
  }

  /// All in the shape they broadcast to, except scalars, which elementwise primitives take as
  /// they are.
  static func broadcastTogether(_ tensors: [Tensor]) throws -> [Tensor] {
    let shape = try broadcastShape(tensors.map(\.shape))
    return try tensors.map { $0.rank == 0 ? $0 : try $0.broadcast(to: shape) }
  }

  /// Repeated to fill `shape`, as NumPy broadcasts.
  public func broadcast(to shape: Shape) throws -> Tensor {
    if shape == self.shape { return self }
    guard rank <= shape.rank else {
      throw Diagnostic("shape \(self.shape) can't be broadcast to \(shape)")
    }
    let dimensions = Array((shape.rank - rank)..<shape.rank)
    return try Tensor.apply(.broadcast(shape: shape, dimensions: dimensions), self)
  }

  /// The same numbers in another dtype. A scalar constant is converted at once.
  public func converted(to dtype: DType, isWeak: Bool = false) throws -> Tensor {
    let target = ArrayType(dtype, shape, isWeak: isWeak && dtype != .bool)
    if target == type { return self }
    if let constant, rank == 0, !dtype.isComplex, !self.dtype.isComplex {
      return Tensor(constant.converted(to: dtype), isWeak: target.isWeak)
    }
    return try Tensor.apply(.convert(dtype, isWeak: target.isWeak), self)
  }
}
