import Arrays
import Diagnostics
import ProgramIR

// JAX's `threefry2x32` keys with `jax_threefry_partitionable`: a key is `uint32[2]`.

extension Tensor {
  /// The key that `jax.random.key(seed)` makes: the seed's low 32 bits, as JAX keeps them by
  /// default.
  public static func key(seed: Int) -> Tensor {
    Tensor(NDArray([0, UInt32(truncatingIfNeeded: seed)], shape: [2]))
  }

  /// The key of a seed that is a scalar integer of at most 32 bits: zero, and the seed with its sign
  /// extended.
  public static func key(seed: Tensor) throws -> Tensor {
    guard seed.rank == 0, seed.dtype.isInteger else {
      throw Diagnostic("the seed of a key must be a scalar integer", got: "\(seed)")
    }
    return try .stack([Tensor(NDArray(UInt32(0))), seed.converted(to: .uint32)], axis: 0)
  }

  /// The two words of a key.
  private func keyWords() throws -> (Tensor, Tensor) {
    (try indexed(axis: -1, 0), try indexed(axis: -1, 1))
  }

  /// Threefry hash of the counters `0, 1, …` under each key: two words for each element of `shape`.
  private func threefry(counting shape: Shape) throws -> (Tensor, Tensor) {
    let count = try Tensor.iota(shape.elementCount, .uint32).reshaped(to: shape.sizes)
    let zero = Tensor(NDArray(UInt32(0)))
    var words = try keyWords()
    if rank > 1 {
      let sizes = words.0.shape.sizes + shape.sizes.map { _ in 1 }
      words = (try words.0.reshaped(to: sizes), try words.1.reshaped(to: sizes))
    }
    return try Tensor.threefry2x32(key: words, count: (zero, count))
  }

  /// Independent keys: `uint32[count, 2]` (`jax.random.split`), or `[…, count, 2]` of keys `[…, 2]`.
  public func splitKey(_ count: Int) throws -> Tensor {
    let (first, second) = try threefry(counting: [count])
    return try Tensor.stack([first, second], axis: -1)
  }

  /// The key for this and a number (`jax.random.fold_in`).
  public func foldingIn(_ data: UInt32) throws -> Tensor {
    try foldingIn(Tensor(NDArray(data)))
  }

  /// The key for this and a scalar integer.
  public func foldingIn(_ data: Tensor) throws -> Tensor {
    let words = try Tensor.threefry2x32(
      key: keyWords(), count: (Tensor(NDArray(UInt32(0))), data.converted(to: .uint32)))
    return try Tensor.stack([words.0, words.1], axis: 0)
  }

  /// A number of independent keys, apart.
  func keys(_ count: Int) throws -> [Tensor] {
    let keys = try splitKey(count)
    return try (0..<count).map { try keys.indexed(axis: -2, $0) }
  }

  /// Uniform random bits as `uint8`, `uint16` or `uint32` (`jax.random.bits`); for several keys
  /// `[…, 2]`, of each.
  public func randomBits(_ shape: Shape, _ dtype: DType = .uint32) throws -> Tensor {
    let (first, second) = try threefry(counting: shape)
    return try Tensor.binary(.xor, first, second).converted(to: dtype)
  }
}
