import Arrays

/// A key of a random stream, as `jax.random.key` makes it: two words of 32 bits.
public struct RandomKey: Hashable, Sendable {
  /// The words, the high one first.
  public let high, low: UInt32

  /// The key of these words.
  public init(high: UInt32, low: UInt32) { (self.high, self.low) = (high, low) }

  /// `jax.random.key(seed)`, which uses the low 32 bits of the seed.
  public init(seed: Int) { self.init(high: 0, low: UInt32(truncatingIfNeeded: seed)) }

  /// The key's data, `uint32[2]`.
  public var array: NDArray { NDArray([high, low], shape: [2]) }
}
