import Arrays
import Diagnostics
import ProgramIR

// The distributions of `jax.random` over counts, by inversion for small means and by rejection for
// large ones, for the same key the same numbers.

extension Tensor {
  /// Poisson (`jax.random.poisson`).
  ///
  /// - Parameters:
  ///   - mean: of each element, in `float32`.
  ///   - depth: of the loops that draw.
  public func poisson(_ mean: Tensor, depth: Int) throws -> Tensor {
    let isSmall = try Tensor.binary(
      .or, .compare(.ne, mean, mean), .compare(.lt, mean, Tensor(10.0)))
    let small = try poissonByInversion(
      .select(isSmall, mean, Tensor(0.0)), depth: depth)
    let large = try poissonByRejection(
      .select(isSmall, Tensor(1e5), mean), depth: depth)
    let isZero = try Tensor.compare(.eq, mean, Tensor(0.0))
    return try .select(isZero, Tensor(0), .select(isSmall, small, large))
  }

  /// Poisson counts by multiplication (Knuth): the number of uniform numbers whose product stays
  /// above exp(-mean).
  private func poissonByInversion(_ mean: Tensor, depth: Int) throws -> Tensor {
    func goesOn(_ carry: [Tensor]) throws -> Tensor { try .compare(.gt, carry[2], -mean) }
    let start = [
      self, try Tensor.full(mean.shape, Tensor(NDArray(Int32(0)))),
      try Tensor.full(like: mean, Tensor(0.0)),
    ]
    let last = try Tensor.whileLoop(
      carry: start, depth: depth, condition: { try goesOn($0).reduced(.or) }
    ) { carry in
      let keys = try carry[0].keys(2)
      let count = try Tensor.select(goesOn(carry), carry[1] + Tensor(1), carry[1])
      return [keys[0], count, try carry[2] + keys[1].uniform(mean.shape).unary(.log)]
    }
    return try last[1] - Tensor(1)
  }

  /// The transformed rejection of Hörmann ("The transformed rejection method for generating Poisson
  /// random variables", 1993).
  private func poissonByRejection(_ mean: Tensor, depth: Int) throws -> Tensor {
    let logMean = try mean.unary(.log)
    let b = try 0.931 + 2.53 * mean.unary(.sqrt)
    let a = try -0.059 + 0.02483 * b
    let inverseAlpha = try 1.1239 + 1.1328 / (b - 3.4)
    let limit = try 0.9277 - 3.6224 / (b - 2)
    return try accepted(mean.shape, first: Tensor(-1.0), depth: depth) { u, v in
      let distance = try 0.5 - u.unary(.abs)
      let k = try ((2.0 * a / distance + b) * u + mean + 0.43).unary(.floor)
      let s = try (v * inverseAlpha / (a / (distance * distance) + b)).unary(.log)
      let t = try -mean + k * logMean - (k + 1).logGamma()
      let isSurelyIn = try Tensor.binary(
        .and, .compare(.ge, distance, Tensor(0.07)), .compare(.le, v, limit))
      let isOut = try Tensor.binary(
        .or, .compare(.lt, k, Tensor(0.0)),
        .binary(
          .and, .compare(.lt, distance, Tensor(0.013)), .compare(.gt, v, distance)))
      let isIn = try Tensor.binary(.and, isOut.unary(.not), .compare(.le, s, t))
      return (k, try .binary(.or, isSurelyIn, isIn))
    }.converted(to: .int32)
  }

  /// Binomial (`jax.random.binomial`), for counts and probabilities of one shape in one floating
  /// dtype.
  ///
  /// - Parameter depth: of the loops that draw.
  public func binomial(_ count: Tensor, probability: Tensor, depth: Int) throws -> Tensor {
    let isRare = try Tensor.compare(.lt, probability, Tensor(0.5))
    let q = try Tensor.select(isRare, probability, 1.0 - probability)
    let isBadQ = try Tensor.binary(
      .or, .compare(.ne, q, q), .compare(.lt, q, Tensor(0.0)))
    let isBadCount = try Tensor.binary(
      .or, .compare(.ne, count, count), .compare(.lt, count, Tensor(0.0)))
    let isInfinite = try Tensor.compare(.eq, count.unary(.abs), Tensor(Double.infinity))
    let safe = try Tensor.select(isBadQ, Tensor(0.01), q)
    let isSmall = try Tensor.binary(
      .or, isBadCount, .compare(.le, count * safe, Tensor(10.0)))
    let whole = try count.unary(.floor)
    let small = try binomialByInversion(
      .select(isSmall, whole, Tensor(0.0)), safe, depth: depth)
    let large = try binomialByRejection(
      .select(isSmall, Tensor(1e4), whole), .select(isSmall, Tensor(0.5), safe), depth: depth)
    let isInvalid = try Tensor.binary(.or, isBadQ, isBadCount)
    var result = try Tensor.select(isSmall, small, large)
    result = try .select(isInvalid, Tensor(Double.nan), result)
    let isEndless = try Tensor.binary(.and, isInfinite, isInvalid.unary(.not))
    result = try .select(isEndless, Tensor(Double.infinity), result)
    let keeps = try [isBadCount, Tensor.compare(.ne, q, q), isInfinite].reduce(isRare) {
      try Tensor.binary(.or, $0, $1)
    }
    return try .select(keeps, result, whole - result)
  }

  /// Binomial counts by inversion: the number of geometric numbers whose sum is at most the count.
  private func binomialByInversion(
    _ count: Tensor, _ probability: Tensor, depth: Int
  ) throws -> Tensor {
    let scale = try (-probability).unary(.log1p)
    func goesOn(_ carry: [Tensor]) throws -> Tensor { try .compare(.le, carry[2], count) }
    let zero = try Tensor.full(like: probability, Tensor(0.0))
    let last = try Tensor.whileLoop(
      carry: [self, zero, zero], depth: depth, condition: { try goesOn($0).reduced(.or) }
    ) { carry in
      let keys = try carry[0].keys(2)
      let number = try Tensor.select(goesOn(carry), carry[1] + 1, carry[1])
      let u = try keys[0].uniform(probability.shape, probability.dtype)
      return [keys[1], number, try carry[2] + (u.unary(.log) / scale).unary(.ceil)]
    }
    return try last[1] - 1
  }

  /// Hörmann's transformed rejection ("The generation of binomial random variates", 1993).
  private func binomialByRejection(
    _ count: Tensor, _ probability: Tensor, depth: Int
  ) throws -> Tensor {
    let deviation = try (count * probability * (1.0 - probability)).unary(.sqrt)
    let b = try 1.15 + 2.53 * deviation
    let a = try -0.0873 + 0.0248 * b + 0.01 * probability
    let c = try count * probability + 0.5
    let limit = try 0.92 - 4.2 / b
    let odds = try probability / (1.0 - probability)
    let alpha = try (2.83 + 5.1 / b) * deviation
    let m = try ((count + 1) * probability).unary(.floor)
    return try accepted(probability.shape, first: Tensor(-1.0), depth: depth) { u, v in
      let distance = try 0.5 - u.unary(.abs)
      let k = try ((2.0 * a / distance + b) * u + c).unary(.floor)
      let isSurelyIn = try Tensor.binary(
        .and, .compare(.ge, distance, Tensor(0.07)), .compare(.le, v, limit))
      let isOut = try Tensor.binary(
        .or, .compare(.lt, k, Tensor(0.0)), .compare(.gt, k, count))
      let s = try (v * alpha / (a / (distance * distance) + b)).unary(.log)
      var bound = try (m + 0.5) * ((m + 1) / (odds * (count - m + 1))).unary(.log)
      bound = try bound + (count + 1) * ((count - m + 1) / (count - k + 1)).unary(.log)
      bound = try bound + (k + 0.5) * (odds * (count - k + 1) / (k + 1)).unary(.log)
      bound = try bound + m.stirlingTail() + (count - m).stirlingTail()
      bound = try bound - k.stirlingTail() - (count - k).stirlingTail()
      let isIn = try Tensor.binary(.and, isOut.unary(.not), .compare(.le, s, bound))
      return (k, try .binary(.or, isSurelyIn, isIn))
    }
  }

  /// Proposals of pairs of uniform numbers, the first less ½, until each is accepted.
  private func accepted(
    _ shape: Shape, first: Tensor, depth: Int,
    _ proposal: (_ u: Tensor, _ v: Tensor) throws -> (k: Tensor, isAccepted: Tensor)
  ) throws -> Tensor {
    let start = [
      self, try Tensor.full(shape, first.converted(to: .float32)),
      try Tensor.full(shape, Tensor(false)),
    ]
    return try Tensor.whileLoop(
      carry: start, depth: depth, condition: { try $0[2].unary(.not).reduced(.or) }
    ) { carry in
      let keys = try carry[0].keys(3)
      let (k, isAccepted) = try proposal(keys[1].uniform(shape) - 0.5, keys[2].uniform(shape))
      return [
        keys[0], try Tensor.select(isAccepted, k, carry[1]),
        try Tensor.binary(.or, carry[2], isAccepted),
      ]
    }[1]
  }

  /// The remainder of Stirling's formula for log *k*!, for each count.
  private func stirlingTail() throws -> Tensor {
    let values: [Float] = [
      0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
      0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
      0.00925546218271273, 0.00833056343336287,
    ]
    let isSmall = try Tensor.compare(.le, self, Tensor(9.0))
    let k = try Tensor.binary(.min, .binary(.max, Tensor(0.0), self), Tensor(9.0))
    let square = try (k + 1) * (k + 1)
    let series =
      try (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1)
    let table = try Tensor(NDArray(values, shape: [values.count]))
      .taken(k.unary(.floor).converted(to: .int32), axis: 0, mode: .clip)
    return try .select(isSmall, table, series)
  }

  /// Counts of each category among a number of draws (`jax.random.multinomial`).
  ///
  /// - Parameters:
  ///   - count: of draws, `[…]`.
  ///   - probabilities: of the categories, `[…, n]`.
  public func multinomial(_ count: Tensor, _ probabilities: Tensor, depth: Int) throws -> Tensor {
    let p = try probabilities.movingAxis(-1, to: 0)
    let rest = try p.reversed(axes: [0]).cumulative(.sum, axis: 0).reversed(axes: [0])
    let ratios = try p / Tensor.select(.compare(.eq, rest, Tensor(0.0)), Tensor(1.0), rest)
    let keys = try splitKey(p.shape[0])
    return try Tensor.scan(
      carry: [count], xs: [ratios, keys], length: p.shape[0], depth: depth
    ) { carry, step in
      let ratio = try Tensor.binary(
        .min, .binary(.max, step[0], Tensor(0.0)), Tensor(1.0))
      let drawn = try step[1].binomial(carry[0], probability: ratio, depth: depth + 1)
      return ([try carry[0] - drawn], [drawn])
    }.ys[0].movingAxis(0, to: -1)
  }

  /// Wald samples (`jax.random.wald`): the first-passage time of a Brownian motion with drift.
  public func wald(_ mean: Tensor) throws -> Tensor {
    let keys = try keys(2)
    let v = try keys[0].normal(mean.shape, mean.dtype)
    let z = try keys[1].uniform(mean.shape, mean.dtype)
    let y = try v * v
    let square = try mean * mean
    let root = try (4.0 * mean * y + square * (y * y)).unary(.sqrt)
    let x = try mean + square * y / 2 - mean / 2 * root
    return try .select(.compare(.le, z, mean / (mean + x)), x, square / x)
  }
}
