import Arrays

extension NDArray {
  /// An array of `Float` elements.
  public init(_ shape: Shape, _ element: (Int) -> Float) {
    self.init((0..<shape.elementCount).map(element), shape: shape)
  }

  /// An array whose elements all differ, as far as the dtype has as many values.
  public init(counting shape: Shape, _ dtype: DType = .int32) {
    self = NDArray((0..<Int32(shape.elementCount)).map { $0 }, shape: shape).converted(to: dtype)
  }

  /// The elements as integers.
  public var integers: [Int64] { converted(to: .int64).elements(as: Int64.self) }

  /// The elements as floats.
  public var floats: [Float] { converted(to: .float32).elements(as: Float.self) }
}

extension DType {
  /// The element's bits that are its fraction, for a float.
  public var fractionBits: Int {
    switch self {
    case .bfloat16: 7
    case .float16: 10
    default: 23
    }
  }
}

/// The largest difference of two arrays' elements in units in the last place of their dtype; NaNs
/// are equal, and so are numbers too small to be normal, which JAX flushes to zero.
public func ulpDistance(_ a: NDArray, _ b: NDArray) -> Float {
  guard a.shape == b.shape, a.dtype == b.dtype else { return .infinity }
  let smallest: Float = a.dtype == .float16 ? 0x1p-14 : .leastNormalMagnitude
  return zip(a.floats, b.floats).map { x, y in
    if x == y && x.sign == y.sign || x.isNaN && y.isNaN { return 0 }
    if x != y && max(x.magnitude, y.magnitude) <= smallest { return 0 }
    if x == 0 && y == 0 { return 1 }
    if !x.isFinite || !y.isFinite { return .infinity }
    let unit = Float(sign: .plus, exponent: y.exponent - a.dtype.fractionBits, significand: 1)
    return (x - y).magnitude / unit
  }.max() ?? 0
}
