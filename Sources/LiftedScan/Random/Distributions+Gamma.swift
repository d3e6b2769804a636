import Arrays
import Diagnostics
import ProgramIR

// The gamma distribution of `jax.random` and those that are made of it, for the same key the same
// numbers.

extension Tensor {
  /// Gamma with scale 1 (`jax.random.gamma`), or its logarithm (`jax.random.loggamma`), each element
  /// drawn with a key of its own.
  ///
  /// - Parameters:
  ///   - alpha: the shape parameter of each element.
  ///   - depth: of the loop that draws.
  public func gamma(_ alpha: Tensor, isLogarithm: Bool = false, depth: Int) throws -> Tensor {
    let count = alpha.shape.elementCount
    guard count > 0 else { return alpha }
    return try splitKey(count)
      .gammas(alpha.reshaped(to: [-1]), isLogarithm: isLogarithm, depth: depth)
      .reshaped(to: alpha.shape.sizes)
  }

  /// Gamma samples, a number for each key and parameter. Those below 1 are drawn for `alpha` + 1,
  /// and then made smaller by a power of a uniform number.
  private func gammas(_ alpha: Tensor, isLogarithm: Bool, depth: Int) throws -> Tensor {
    let dtype = alpha.dtype
    let isLarge = try Tensor.compare(.ge, alpha, Tensor(1.0))
    let (drawKey, boostKey) = try (keys(2)[0], keys(2)[1])
    let (d, v) = try drawKey.marsagliaTsang(
      .select(isLarge, alpha, alpha + 1.0), depth: depth)
    guard isLogarithm else {
      let u = try 1.0 - boostKey.uniform(.scalar, dtype)
      let boost = try Tensor.select(isLarge, Tensor(1.0), .binary(.pow, u, 1.0 / alpha))
      return try d * v * boost
    }
    let u = try -boostKey.exponential(.scalar, dtype)
    let isPlain = try Tensor.binary(.or, isLarge, .compare(.eq, u, Tensor(0.0)))
    return try d.unary(.log) + v.unary(.log)
      + Tensor.select(isPlain, Tensor(0.0), u * (1.0 / alpha))
  }

  /// *d* and *V* whose product is gamma with `alpha` ≥ 1 (Marsaglia and Tsang, "A simple method for
  /// generating gamma variables", 2000): proposals until each is accepted.
  private func marsagliaTsang(
    _ alpha: Tensor, depth: Int
  ) throws -> (d: Tensor, v: Tensor) {
    let dtype = alpha.dtype
    let d = try alpha - 1.0 / 3
    let c = try (1.0 / 3) / d.unary(.sqrt)
    func isRejected(_ carry: [Tensor]) throws -> Tensor {
      let (x, v, u) = (carry[1], carry[2], carry[3])
      return try .binary(
        .and, .compare(.ge, u, 1.0 - 0.0331 * (x * x)),
        .compare(.ge, u.unary(.log), x * 0.5 + d * ((1.0 - v) + v.unary(.log))))
    }
    func constant(_ value: Double) throws -> Tensor { try .full(like: alpha, Tensor(value)) }
    let start = [self, try constant(0), try constant(1), try constant(2)]
    let last = try Tensor.whileLoop(
      carry: start, depth: depth, condition: { try isRejected($0).reduced(.or) }
    ) { carry in
      let keys = try carry[0].keys(3)
      let (x, v) = try keys[1].positiveCube(c, dtype, depth: depth + 1)
      let u = try keys[2].uniform(.scalar, dtype)
      return try Tensor.replacing(
        carry, with: [keys[0], x * x, v * v * v, u], where: isRejected(carry))
    }
    return (d, last[2])
  }

  /// A normal number *x*, and 1 + *c* · *x*, which is positive.
  private func positiveCube(
    _ c: Tensor, _ dtype: DType, depth: Int
  ) throws -> (x: Tensor, v: Tensor) {
    func isRejected(_ carry: [Tensor]) throws -> Tensor {
      try .compare(.le, carry[2], Tensor(0.0))
    }
    let start = [
      self, try Tensor.full(like: c, Tensor(0.0)), try Tensor.full(like: c, Tensor(-1.0)),
    ]
    let last = try Tensor.whileLoop(
      carry: start, depth: depth, condition: { try isRejected($0).reduced(.or) }
    ) { carry in
      let keys = try carry[0].keys(2)
      let x = try keys[1].normal(.scalar, dtype)
      return try Tensor.replacing(
        carry, with: [keys[0], x, 1.0 + x * c], where: isRejected(carry))
    }
    return (last[1], last[2])
  }

  /// The next carry in the rows that go on, and the old one in the others.
  private static func replacing(
    _ carry: [Tensor], with next: [Tensor], where goesOn: Tensor
  ) throws -> [Tensor] {
    try zip(carry, next).map { old, new in
      let test = old.rank > goesOn.rank ? try goesOn.expandingAxis(-1) : goesOn
      return try select(test, new.converted(to: old.dtype), old)
    }
  }

  // MARK: Made of gamma

  /// Beta (`jax.random.beta`), for parameters of one shape.
  public func beta(_ a: Tensor, _ b: Tensor, depth: Int) throws -> Tensor {
    let keys = try keys(2)
    let x = try keys[0].gamma(a, isLogarithm: true, depth: depth)
    let y = try keys[1].gamma(b, isLogarithm: true, depth: depth)
    let largest = try Tensor.binary(.max, x, y)
    let (p, q) = (try (x - largest).unary(.exp), try (y - largest).unary(.exp))
    return try p / (p + q)
  }

  /// Chi-squared samples (`jax.random.chisquare`), with the degrees of freedom of each element.
  public func chiSquare(_ freedom: Tensor, depth: Int) throws -> Tensor {
    try gamma(freedom / 2, isLogarithm: true, depth: depth).unary(.exp) * 2
  }

  /// F (`jax.random.f`), with degrees of freedom of one shape.
  public func fisher(_ numerator: Tensor, _ denominator: Tensor, depth: Int) throws -> Tensor {
    let keys = try keys(2)
    return try (keys[1].chiSquare(numerator, depth: depth) / numerator)
      / (keys[0].chiSquare(denominator, depth: depth) / denominator)
  }

  /// Student's t samples (`jax.random.t`), with the degrees of freedom of each element.
  public func student(_ freedom: Tensor, depth: Int) throws -> Tensor {
    let keys = try keys(2)
    let half = try freedom / 2
    let normal = try keys[0].normal(freedom.shape, freedom.dtype)
    return try normal * (half / keys[1].gamma(half, depth: depth)).unary(.sqrt)
  }

  /// Generalized normal with density exp(-|x|ᵖ) (`jax.random.generalized_normal`).
  public func generalizedNormal(
    _ shape: Shape, power p: Tensor, _ dtype: DType, depth: Int
  ) throws -> Tensor {
    let keys = try keys(2)
    let inverse = try 1.0 / p
    let size = try keys[0].gamma(
      inverse.converted(to: dtype).broadcast(to: shape), depth: depth)
    let sign = try keys[1].rademacher(shape, dtype)
    return try sign * Tensor.power(size, inverse)
  }

  /// Uniform in the unit ball of the *p*-norm in `count` dimensions (`jax.random.ball`).
  public func ball(
    _ shape: Shape, dimensions count: Int, power p: Tensor, _ dtype: DType, depth: Int
  ) throws -> Tensor {
    let keys = try keys(2)
    let g = try keys[0].generalizedNormal(
      Shape(shape.sizes + [count]), power: p, dtype, depth: depth)
    let e = try keys[1].exponential(shape, dtype)
    let sum = try Tensor.power(g.unary(.abs), p).reduced(.sum, axes: [-1]) + e
    return try g / Tensor.power(sum, 1.0 / p).expandingAxis(-1)
  }
}
