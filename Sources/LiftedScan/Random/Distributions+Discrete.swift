import Arrays
import Diagnostics
import ProgramIR

// The distributions of `jax.random` over integers and places, for the same key the same numbers.

extension Tensor {
  /// The two keys of `jax.random.split`.
  private func splitInTwo() throws -> (Tensor, Tensor) {
    let keys = try splitKey(2)
    return (try keys.indexed(axis: 0, 0), try keys.indexed(axis: 0, 1))
  }

  /// Integers from `low` up to, not including, `high` (`jax.random.randint`): the remainder of
  /// random bits twice as wide as the dtype.
  ///
  /// - Parameters:
  ///   - low, high: of 32 bits.
  ///   - takesAll: whether `high` stands for one more, the end of all numbers of the dtype.
  public func randint(
    _ shape: Shape, from low: Tensor, to high: Tensor, takesAll: Bool = false
  ) throws -> Tensor {
    let dtype = low.dtype
    let unsigned = DType.uint32
    func constant(_ value: Int) throws -> Tensor { try Tensor(value).converted(to: unsigned) }
    var span = try (high - low).converted(to: unsigned)
    span = try .select(.compare(.le, high, low), constant(1), span)
    if takesAll { span = try span + constant(1) }
    let (first, second) = try splitInTwo()
    let higher = try first.randomBits(shape, unsigned)
    let lower = try second.randomBits(shape, unsigned)
    var multiplier = try Tensor.binary(.rem, constant(1 << 16), span)
    multiplier = try .binary(.rem, multiplier * multiplier, span)
    let sum = try Tensor.binary(.rem, higher, span) * multiplier + .binary(.rem, lower, span)
    let offset = try Tensor.binary(.rem, sum, span)
    return try low + offset.converted(to: dtype)
  }

  /// -1 or 1 (`jax.random.rademacher`).
  public func rademacher(_ shape: Shape, _ dtype: DType = .int32) throws -> Tensor {
    let coin = try bernoulli(shape, probability: Tensor(0.5)).converted(to: dtype)
    return try (Tensor(2) * coin - Tensor(1)).converted(to: dtype)
  }

  /// Categorical samples along an axis, with probabilities by logits (`jax.random.categorical`):
  /// the index where the logit plus Gumbel noise is greatest.
  public func categorical(_ logits: Tensor, axis: Int, shape: Shape? = nil) throws -> Tensor {
    let axis = try logits.shape.axis(axis)
    let batch = logits.shape.removing(axis: axis)
    let shape = shape ?? batch
    guard shape.rank >= batch.rank else {
      throw Diagnostic("the shape of categorical must end like the logits'", got: "\(shape)")
    }
    let leading = Array(shape.sizes.dropLast(batch.rank))
    var full = Array(shape.sizes.suffix(batch.rank))
    full.insert(logits.shape[axis], at: axis)
    let floats = try logits.convertedToInexact()
    let noise = try gumbel(Shape(leading + full), floats.dtype)
    return try (noise + floats).argReduced(isMaximum: true, axis: leading.count + axis)
  }

  /// The number of trials up to the first success (`jax.random.geometric`).
  public func geometric(_ shape: Shape, probability p: Tensor, _ dtype: DType) throws -> Tensor {
    let p = try p.convertedToInexact()
    let u = try uniform(shape, p.dtype)
    let positive = try Tensor.select(.compare(.eq, u, Tensor(0)), Tensor(1), u)
    let count = try (positive.unary(.log) / (-p).unary(.log1p)).unary(.floor) + Tensor(1)
    return try count.converted(to: dtype)
  }

  /// `x` in another order along an axis, each row in its own (`jax.random.permutation` with
  /// `independent`): sorted by random bits as often as makes equal bits unlikely.
  public func shuffled(_ x: Tensor, axis: Int) throws -> Tensor {
    let rounds = Self.shuffleRounds(x.shape.elementCount)
    var (key, result) = (self, x)
    for _ in 0..<rounds {
      let (next, subkey) = try key.splitInTwo()
      key = next
      result = try Tensor.sort([subkey.randomBits(x.shape), result], axis: axis)[1]
    }
    return result
  }

  /// `x` in another order along an axis, all rows in the same (`jax.random.permutation`).
  public func permutation(_ x: Tensor, axis: Int) throws -> Tensor {
    if x.rank == 1 { return try shuffled(x, axis: axis) }
    let order = try shuffled(.iota(x.shape[x.shape.axis(axis)], .int32), axis: 0)
    return try x.taken(order, axis: axis)
  }

  /// Number of sorts by random keys that shuffle `count` elements: 3 · log(count) / log(2³² - 1),
  /// rounded up.
  private static func shuffleRounds(_ count: Int) -> Int {
    // (2³² - 1)^rounds ≥ count³, with room for counts whose third power has more than 64 bits.
    let cube = Double(max(count, 1)) * Double(max(count, 1)) * Double(max(count, 1))
    var (rounds, reach) = (0, 1.0)
    while reach < cube {
      reach *= Double(UInt32.max)
      rounds += 1
    }
    return rounds
  }
}
