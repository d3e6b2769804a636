import Arrays
import Diagnostics
import ProgramIR

/// Masks for attention: where not 0, a query may see a key.
public enum AttentionMasks {
  /// `[*batch, 1, q, k]` of a function of every pair of a query and a key
  /// (`nn.make_attention_mask`).
  ///
  /// - Parameters:
  ///   - queries: `[*batch, q]`.
  ///   - keys: `[*batch, k]`.
  ///   - extraBatchCount: how many axes of size 1 to put in front.
  public static func pairwise(
    _ queries: Tensor, _ keys: Tensor, extraBatchCount: Int = 0, dtype: DType = .float32,
    _ function: (Tensor, Tensor) throws -> Tensor = { try $0 * $1 }
  ) throws -> Tensor {
    let pairs = try function(queries.expandingAxis(-1), keys.expandingAxis(-2))
    guard pairs.rank >= 2 else {
      throw Diagnostic(
        "an attention mask needs queries and keys on their last axes",
        got: "\(queries.shape) and \(keys.shape)")
    }
    let ones = [Int](repeating: 1, count: max(extraBatchCount, 0))
    let sizes = pairs.shape.sizes
    return try pairs.reshaped(to: ones + sizes.dropLast(2) + [1] + sizes.suffix(2))
      .converted(to: dtype)
  }

  /// A mask by which each position of `x`'s last axis sees itself and earlier ones
  /// (`nn.make_causal_mask`).
  public static func causal(
    like x: Tensor, extraBatchCount: Int = 0, dtype: DType = .float32
  ) throws -> Tensor {
    let places = try Tensor.iota(x.shape.lastSize, .int32).broadcast(to: x.shape)
    return try pairwise(places, places, extraBatchCount: extraBatchCount, dtype: dtype) {
      try .compare(.ge, $0, $1)
    }
  }

  /// Conjunction of masks: 1 where all are not 0 (`nn.combine_masks`).
  ///
  /// - Throws: when they differ in rank.
  public static func combined(_ masks: [Tensor], dtype: DType = .float32) throws -> Tensor? {
    guard let first = masks.first else { return nil }
    guard masks.allSatisfy({ $0.rank == first.rank }) else {
      throw Diagnostic(
        "masks must have the same number of axes",
        got: masks.map(\.shape.description).joined(separator: ", "))
    }
    if masks.count == 1 { return try first.converted(to: dtype) }
    let truths = try masks.map { try $0.converted(to: .bool) }
    return try truths.dropFirst().reduce(truths[0]) { try .binary(.and, $0, $1) }
      .converted(to: dtype)
  }
}
