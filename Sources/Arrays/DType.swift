/// An element type, named as in NumPy and `ml_dtypes`.
public enum DType: String, Hashable, Codable, Sendable, CaseIterable {
  case bool
  case uint8, uint16, uint32, uint64
  case int8, int16, int32, int64
  case float16, bfloat16, float32, float64
  case complex64, complex128

  /// Bytes an element takes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .complex64: 8
    case .complex128: 16
    }
  }

  /// `float16`, `bfloat16`, `float32` or `float64`.
  public var isFloating: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// A signed or unsigned integer; `bool` isn't one.
  public var isInteger: Bool { isSigned || isUnsigned }

  /// `int8` … `int64`.
  public var isSigned: Bool {
    switch self {
    case .int8, .int16, .int32, .int64: true
    default: false
    }
  }

  /// `uint8` … `uint64`.
  public var isUnsigned: Bool {
    switch self {
    case .uint8, .uint16, .uint32, .uint64: true
    default: false
    }
  }

  /// `complex64` or `complex128`: read and written, but not computed with.
  public var isComplex: Bool { self == .complex64 || self == .complex128 }

  /// The dtype that JAX uses in place of this one by default (`jax_enable_x64` off): 64-bit dtypes
  /// become 32-bit.
  public var canonical: DType {
    switch self {
    case .int64: .int32
    case .uint64: .uint32
    case .float64: .float32
    case .complex128: .complex64
    default: self
    }
  }
}
