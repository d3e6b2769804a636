import ProgramIR

/// A key and the names and numbers yet to be folded into it (Flax's `LazyRng`).
///
/// A scan that splits a stream splits the key first; what is folded in stays the same for every
/// step.
public struct LazyRNG: Sendable {
  /// A name or a number that is folded into a key.
  public enum Foldable: Hashable, Sendable {
    case name(String)
    case number(Int)

    /// Bytes that are hashed: UTF-8 of a string, or big-endian bytes of an integer without leading
    /// zeros.
    fileprivate var bytes: [UInt8] {
      switch self {
      case .name(let name): return Array(name.utf8)
      case .number(let number):
        let all = withUnsafeBytes(of: UInt64(number.magnitude).bigEndian, Array.init)
        return Array(all.drop { $0 == 0 })
      }
    }
  }

  /// The key before folding: `uint32[2]`.
  public var key: Tensor
  /// Names and numbers that are yet to be folded into the key.
  public var suffix: [Foldable]

  /// A key with a suffix.
  public init(_ key: Tensor, suffix: [Foldable] = []) {
    self.key = key
    self.suffix = suffix
  }

  /// The same with one more thing to fold in.
  public func appending(_ data: Foldable) -> LazyRNG { LazyRNG(key, suffix: suffix + [data]) }

  /// The key with the suffix folded in: the first four bytes of its SHA-1 as a number.
  public func folded() throws -> Tensor {
    if suffix.isEmpty { return key }
    let digest = sha1(suffix.flatMap(\.bytes))
    return try key.foldingIn(digest[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }
}
