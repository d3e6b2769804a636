import Arrays

/// Abstract value of an array: shape, dtype, and whether the dtype is weak, that is, came from a
/// Python scalar and gives way to the other operand's (JAX's `ShapedArray`).
public struct ArrayType: Hashable, Codable, Sendable {
  /// The sizes of the axes.
  public var shape: Shape
  /// The element type.
  public var dtype: DType
  /// Whether the dtype gives way to another operand's of the same kind.
  public var isWeak: Bool

  /// A type of this shape and dtype.
  public init(_ dtype: DType, _ shape: Shape, isWeak: Bool = false) {
    self.shape = shape
    self.dtype = dtype
    self.isWeak = isWeak
  }

  /// The type of an array's value.
  public init(of array: NDArray) { self.init(array.dtype, array.shape) }

  /// The type with a dtype that isn't weak.
  public var strong: ArrayType { ArrayType(dtype, shape) }

  /// The same dtype in another shape.
  public func with(shape: Shape) -> ArrayType { ArrayType(dtype, shape, isWeak: isWeak) }

  /// The type with another dtype, not weak, in the same shape.
  public func with(dtype: DType) -> ArrayType { ArrayType(dtype, shape) }

  /// Whether values of the one can stand for values of the other: weakness aside, they are equal.
  public func matches(_ other: ArrayType) -> Bool { strong == other.strong }
}

extension ArrayType: CustomStringConvertible {
  /// `float32[16, 5]`, with a star after the dtype when it is weak.
  public var description: String {
    "\(dtype)\(isWeak ? "*" : "")[\(shape.sizes.map(String.init).joined(separator: ", "))]"
  }
}
