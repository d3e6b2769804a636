/// A dense array in C order: a shape, an element type, and bytes owned or mapped.
///
/// A value: copies share the bytes, which never change.
public struct NDArray: Sendable {
  /// The sizes of the axes.
  public let shape: Shape
  /// The element type.
  public let dtype: DType
  private let buffer: Buffer
  private let offset: Int

  /// A view of `buffer` from byte `offset` on, which must hold the elements, aligned.
  public init(shape: Shape, dtype: DType, buffer: Buffer, offset: Int = 0) {
    precondition(offset >= 0 && offset + shape.elementCount * dtype.byteCount <= buffer.bytes.count)
    self.shape = shape
    self.dtype = dtype
    self.buffer = buffer
    self.offset = offset
  }

  /// An array of bytes that `initialize` must fill.
  public init<E: Error>(
    shape: Shape, dtype: DType,
    initialize: (UnsafeMutableRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    let buffer = try Buffer(
      byteCount: shape.elementCount * dtype.byteCount, initialize: initialize)
    self.init(shape: shape, dtype: dtype, buffer: buffer)
  }

  /// The elements in C order; their count must be the shape's.
  public init<T: ArrayElement>(_ elements: [T], shape: Shape) {
    precondition(elements.count == shape.elementCount)
    self.init(shape: shape, dtype: T.dtype) { bytes in
      elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
  }

  /// A scalar.
  public init<T: ArrayElement>(_ scalar: T) { self.init([scalar], shape: .scalar) }

  /// Bytes of all elements together.
  public var byteCount: Int { shape.elementCount * dtype.byteCount }

  /// Calls `body` with the elements' bytes, in C order.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try body(UnsafeRawBufferPointer(rebasing: buffer.bytes[offset..<offset + byteCount]))
  }

  /// Address of the first element, valid as long as the array or another one of the same bytes
  /// lives; `nil` or any address if there are no elements.
  public var unsafeStart: UnsafeRawPointer? { buffer.bytes.baseAddress.map { $0 + offset } }

  /// Frees the memory of some of the elements' bytes for now, if they are mapped from a file.
  public func discardMemory(of range: Range<Int>) {
    buffer.discardMemory(of: range.lowerBound + offset..<range.upperBound + offset)
  }

  /// Whether `discardMemory` has an effect.
  public var isDiscardable: Bool { buffer.isDiscardable }

  /// Calls `body` with the elements, in C order; `T` must be the dtype's.
  public func withElements<T: ArrayElement, R, E: Error>(
    as type: T.Type = T.self, _ body: (UnsafeBufferPointer<T>) throws(E) -> R
  ) throws(E) -> R {
    precondition(T.dtype == dtype, "elements are \(dtype), not \(T.dtype)")
    return try withUnsafeBytes { (bytes) throws(E) -> R in
      try body(bytes.assumingMemoryBound(to: T.self))
    }
  }

  /// A copy of the elements, in C order; `T` must be the dtype's.
  public func elements<T: ArrayElement>(as type: T.Type = T.self) -> [T] {
    withElements(as: T.self) { Array($0) }
  }

  /// Whether the array shares its elements' memory with another array of the same type, and so
  /// equals it.
  public func hasSameBytes(as other: NDArray) -> Bool {
    buffer === other.buffer && offset == other.offset
  }

  /// The elements in another shape of the same element count.
  public func reshaped(to shape: Shape) -> NDArray {
    precondition(shape.elementCount == self.shape.elementCount)
    return NDArray(shape: shape, dtype: dtype, buffer: buffer, offset: offset)
  }

  /// Part `index` of the leading axis, sharing the bytes.
  public func part(_ index: Int) -> NDArray {
    let partShape = shape.removing(axis: 0)
    return NDArray(
      shape: partShape, dtype: dtype, buffer: buffer,
      offset: offset + index * partShape.elementCount * dtype.byteCount)
  }
}

extension NDArray: Equatable {
  /// The same shape, dtype and bytes (so a NaN equals itself).
  public static func == (a: NDArray, b: NDArray) -> Bool {
    a.shape == b.shape && a.dtype == b.dtype
      && a.withUnsafeBytes { aBytes in b.withUnsafeBytes { aBytes.elementsEqual($0) } }
  }
}

extension NDArray: Hashable {
  /// By shape, dtype and the first bytes, so that hashing a large array stays cheap.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    hasher.combine(dtype)
    withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(64))) }
  }
}
