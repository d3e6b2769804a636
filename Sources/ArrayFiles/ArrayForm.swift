import Arrays

/// Dtype and shape of an array without its elements.
public struct ArrayForm: Equatable, Sendable {
  /// The sizes of the axes.
  public var shape: Shape
  /// The element type.
  public var dtype: DType

  /// A shape and an element type.
  public init(_ dtype: DType, _ shape: Shape) {
    self.shape = shape
    self.dtype = dtype
  }

  /// Dtype and shape of `array`.
  init(of array: NDArray) { self.init(array.dtype, array.shape) }

  /// Bytes of all elements together.
  public var byteCount: Int { shape.elementCount * dtype.byteCount }
}
