import Arrays

/// NumPy's promotion of dtypes (NEP 50), where it differs from JAX's.
enum NumPyPromotion {
  /// dtype of an operation on arrays of two dtypes.
  static func result(_ a: DType, _ b: DType) -> DType {
    if a == b || b == .bool { return a }
    if a == .bool { return b }
    switch (a.isFloating, b.isFloating) {
    case (true, true):
      if a.byteCount == b.byteCount { return .float32 }
      return a.byteCount > b.byteCount ? a : b
    case (false, false): return integers(a, b)
    case (true, false): return float(a, with: b)
    case (false, true): return float(b, with: a)
    }
  }

  /// dtype of an operation on an array and a Python number.
  static func result(_ dtype: DType, withFloat isFloat: Bool) -> DType {
    if isFloat { return dtype.isFloating ? dtype : .float64 }
    return dtype == .bool ? .int64 : dtype
  }

  private static func integers(_ a: DType, _ b: DType) -> DType {
    if a.isUnsigned == b.isUnsigned { return a.byteCount > b.byteCount ? a : b }
    let (unsigned, signed) = a.isUnsigned ? (a, b) : (b, a)
    if signed.byteCount > unsigned.byteCount { return signed }
    return switch unsigned.byteCount {
    case 1: .int16
    case 2: .int32
    case 4: .int64
    default: .float64
    }
  }

  private static func float(_ float: DType, with integer: DType) -> DType {
    switch integer.byteCount {
    case 1: float
    case 2: float.byteCount < 4 ? .float32 : float
    default: .float64
    }
  }

  /// Whether an `out=` of one dtype can take results of `dtype` (casting `same_kind`).
  static func canStore(_ dtype: DType, in out: DType) -> Bool {
    func kind(_ dtype: DType) -> Int {
      dtype == .bool ? 0 : dtype.isUnsigned ? 1 : dtype.isSigned ? 2 : 3
    }
    return kind(dtype) <= kind(out)
  }
}
