import Arrays
import Diagnostics
import ProgramIR

// The distributions of `jax.random`, for the same key the same numbers.

extension Tensor {
  /// Uniform in [`low`, `high`) (`jax.random.uniform`).
  public func uniform(
    _ shape: Shape, _ dtype: DType = .float32, from low: Tensor = Tensor(0.0),
    to high: Tensor = Tensor(1.0)
  ) throws -> Tensor {
    guard let format = FloatFormat(dtype) else {
      throw Diagnostic("random floats need a floating dtype", got: dtype.rawValue)
    }
    let bits = try randomBits(shape, format.randomDType).converted(to: format.bitsDType)
    let shift = format.scalar(format.randomDType.byteCount * 8 - format.fractionBits)
    let fraction = try Tensor.binary(.shiftRightLogical, bits, shift)
    let oneToTwo = try Tensor.binary(.or, fraction, format.scalar(format.bitsOfOne))
      .bitcast(to: dtype)
    let low = try low.converted(to: dtype)
    let high = try high.converted(to: dtype)
    let unit = try oneToTwo - Tensor(1.0).converted(to: dtype)
    return try Tensor.binary(.max, low, stretched(unit, by: high - low, from: low))
  }

  /// `unit` · `length` + `low`, of `float32` rounded once, as XLA does it: in `float64` the product is
  /// exact.
  private func stretched(_ unit: Tensor, by length: Tensor, from low: Tensor) throws -> Tensor {
    guard unit.dtype == .float32, !low.isZero else { return try unit * length + low }
    let exact = try unit.converted(to: .float64) * length.converted(to: .float64)
    return try (exact + low.converted(to: .float64)).converted(to: .float32)
  }

  /// Whether the tensor is a constant 0.
  private var isZero: Bool {
    guard let constant, dtype == .float32 else { return false }
    return constant.shape.rank == 0 && constant.elements(as: Float.self) == [0]
  }

  /// Normal with mean 0 and deviation 1 (`jax.random.normal`).
  public func normal(_ shape: Shape, _ dtype: DType = .float32) throws -> Tensor {
    let one = try Tensor(1.0).converted(to: dtype)
    let low = try Tensor.binary(.nextAfter, -one, Tensor(0.0))
    return try uniform(shape, dtype, from: low, to: one).unary(.erfInv) * sqrt2(dtype)
  }

  /// Normal with deviation 1, limited to (`low`, `high`) (`jax.random.truncated_normal`).
  public func truncatedNormal(
    _ shape: Shape, _ dtype: DType = .float32, from low: Double, to high: Double
  ) throws -> Tensor {
    let low = try Tensor(low).converted(to: dtype)
    let high = try Tensor(high).converted(to: dtype)
    let uniform = try uniform(
      shape, dtype, from: (low / sqrt2(dtype)).unary(.erf), to: (high / sqrt2(dtype)).unary(.erf))
    let normal = try uniform.unary(.erfInv) * sqrt2(dtype)
    let least = try Tensor.binary(.nextAfter, low, Tensor(Double.infinity))
    let greatest = try Tensor.binary(.nextAfter, high, Tensor(-Double.infinity))
    return try Tensor.binary(.min, Tensor.binary(.max, normal, least), greatest)
  }

  /// True with probability `p` (`jax.random.bernoulli`).
  public func bernoulli(_ shape: Shape, probability p: Tensor) throws -> Tensor {
    try Tensor.compare(.lt, uniform(shape, Promotion.inexact(p.dtype)), p)
  }

  /// A matrix with orthonormal rows or columns, whichever is fewer (`jax.random.orthogonal`).
  public func orthogonal(rows: Int, columns: Int, _ dtype: DType = .float32) throws -> Tensor {
    let normal = try normal([max(rows, columns), min(rows, columns)], dtype)
    let (q, r) = try normal.qr()
    let matrix = try q * r.diagonal().unary(.sign)
    return rows < columns ? try matrix.transposed() : matrix
  }

  /// The diagonal of a square matrix.
  private func diagonal() throws -> Tensor {
    let index = try Tensor.iota(shape[0], .int32)
    let isDiagonal = try Tensor.compare(.eq, index.expandingAxis(1), index)
    return try Tensor.select(isDiagonal, self, Tensor(0.0)).reduced(.sum, axes: [1])
  }

  private func sqrt2(_ dtype: DType) throws -> Tensor {
    try Tensor(2.0.squareRoot()).converted(to: dtype)
  }
}

/// Conversion of random bits to the fraction of a float.
private struct FloatFormat {
  /// Bits of the fraction.
  var fractionBits: Int
  /// dtype of the random bits.
  var randomDType: DType
  /// The unsigned integer of the float's size.
  var bitsDType: DType
  /// The bits of 1.0.
  var bitsOfOne: Int

  init?(_ dtype: DType) {
    switch dtype {
    case .float32:
      (fractionBits, randomDType, bitsDType, bitsOfOne) = (23, .uint32, .uint32, 0x3f80_0000)
    case .float16:
      (fractionBits, randomDType, bitsDType, bitsOfOne) = (10, .uint16, .uint16, 0x3c00)
    case .bfloat16: (fractionBits, randomDType, bitsDType, bitsOfOne) = (7, .uint8, .uint16, 0x3f80)
    default: return nil
    }
  }

  /// A scalar of `bitsDType`.
  func scalar(_ value: Int) -> Tensor {
    bitsDType == .uint32
      ? Tensor(NDArray(UInt32(truncatingIfNeeded: value)))
      : Tensor(NDArray(UInt16(truncatingIfNeeded: value)))
  }
}
