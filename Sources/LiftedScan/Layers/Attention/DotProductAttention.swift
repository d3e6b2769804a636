import Arrays
import Diagnostics
import ProgramIR

/// Scaled dot-product attention: values averaged by the match of their keys with a query,
/// softmax(q·kᵀ/√d)·v for each head (`nn.dot_product_attention`; Vaswani et al., arXiv 1706.03762).
///
/// Queries are `[*batch, q, heads, depth]`, keys and values `[*batch, k, heads, depth]`.
public struct DotProductAttention {
  /// Added to the logits; broadcast to `[*batch, heads, q, k]`.
  public var bias: Tensor?
  /// Mask that broadcasts to `[*batch, heads, q, k]`: a query sees the keys where the mask isn't 0.
  public var mask: Tensor?
  /// Dropout of attention weights, if any.
  public var dropout: Dropout?
  /// dtype of the computation; by default what the operands promote to.
  public var dtype: DType?
  /// Whether the softmax and the sum after it are computed in `float32`.
  public var forcesFloat32Softmax = false
  /// Is given the weights before dropout.
  public var recordWeights: ((Tensor) throws -> Void)?

  /// Dropout of attention weights: rate, key and shape of the mask.
  public struct Dropout {
    /// Random key of the dropout mask.
    public var key: Tensor
    /// The probability of a weight to become 0.
    public var rate: Double
    /// Whether all examples and heads share a mask.
    public var isBroadcast: Bool

    /// Dropout of this rate.
    public init(key: Tensor, rate: Double, isBroadcast: Bool) {
      (self.key, self.rate, self.isBroadcast) = (key, rate, isBroadcast)
    }
  }

  /// Plain attention.
  public init() {}

  /// The values' averages, `[*batch, q, heads, depth]`.
  public func callAsFunction(query: Tensor, key: Tensor, value: Tensor) throws -> Tensor {
    let operands = try promoted([query, key, value], dtype: dtype)
    let (query, key, value) = (operands[0], operands[1], operands[2])
    try Self.check(query, key)
    guard value.rank == key.rank, value.shape.sizes.dropLast() == key.shape.sizes.dropLast() else {
      throw Diagnostic(
        "attention needs a value for each key", expected: "shape \(key.shape), but for the depth",
        got: "shape \(value.shape)")
    }
    let weights = try weights(query: query, key: key)
    let batch = Array(0..<query.rank - 3)
    let heads = query.rank - 3
    // [*batch, heads, q, k] · [*batch, k, heads, depth], over k
    let averages = try Tensor.dot(
      weights, value,
      DotDimensions(
        contracting: (left: [heads + 2], right: [heads]),
        batch: (left: batch + [heads], right: batch + [heads + 1])))
    return try averages.movingAxis(-3, to: -2)
  }

  /// The weight of every key for every query, `[*batch, heads, q, k]`
  /// (`nn.dot_product_attention_weights`).
  public func weights(query: Tensor, key: Tensor) throws -> Tensor {
    let operands = try promoted([query, key], dtype: dtype)
    let (query, key) = (operands[0], operands[1])
    try Self.check(query, key)
    let computed = query.dtype
    let scale = try Tensor(Double(query.shape.lastSize).squareRoot()).converted(to: computed)
    let batch = Array(0..<query.rank - 3)
    let heads = query.rank - 2
    // [*batch, q, heads, depth] · [*batch, k, heads, depth], over the depth
    var logits = try Tensor.dot(
      query / scale, key,
      DotDimensions(
        contracting: (left: [heads + 1], right: [heads + 1]),
        batch: (left: batch + [heads], right: batch + [heads])))
    if let bias { logits = try logits + bias }
    if let mask { logits = try .select(mask, logits, computed.lowest) }
    let isWide = forcesFloat32Softmax && computed != .float32
    let weights =
      try isWide
      ? logits.converted(to: .float32).softmax() : logits.softmax().converted(to: computed)
    try recordWeights?(weights)
    return try dropout.map { try $0.apply(to: weights, dtype: computed) } ?? weights
  }

  private static func check(_ query: Tensor, _ key: Tensor) throws {
    guard query.rank >= 3, query.rank == key.rank,
      query.shape.sizes.dropLast(3) == key.shape.sizes.dropLast(3),
      query.shape.sizes.suffix(2) == key.shape.sizes.suffix(2)
    else {
      throw Diagnostic(
        "attention needs queries and keys of the same batch, heads and depth",
        expected: "[*batch, q, heads, depth] and [*batch, k, heads, depth]",
        got: "\(query.shape) and \(key.shape)")
    }
  }
}

extension DotProductAttention.Dropout {
  fileprivate func apply(to weights: Tensor, dtype: DType) throws -> Tensor {
    guard rate > 0 else { return weights }
    var shape = weights.shape
    if isBroadcast { for axis in 0..<weights.rank - 2 { shape[axis] = 1 } }
    let keepProbability = Tensor(1 - rate)
    let isKept = try key.bernoulli(shape, probability: keepProbability)
    return try weights * (isKept.converted(to: dtype) / keepProbability.converted(to: dtype))
  }
}

extension DType {
  /// The lowest finite number of a floating dtype (`jnp.finfo(dtype).min`).
  fileprivate var lowest: Tensor {
    get throws {
      let value: Double =
        switch self {
        case .float16: -65504.0
        case .bfloat16: -0x1.fep127
        default: -Double(Float.greatestFiniteMagnitude)
        }
      return try Tensor(value).converted(to: self)
    }
  }
}
