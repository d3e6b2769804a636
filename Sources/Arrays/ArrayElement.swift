/// A Swift type whose bytes in memory are those of a `DType`'s elements.
public protocol ArrayElement: Hashable, Sendable, BitwiseCopyable {
  /// The element type these bytes are.
  static var dtype: DType { get }
}

extension Bool: ArrayElement {
  /// `bool`.
  public static var dtype: DType { .bool }
}
extension UInt8: ArrayElement {
  /// `uint8`.
  public static var dtype: DType { .uint8 }
}
extension UInt16: ArrayElement {
  /// `uint16`.
  public static var dtype: DType { .uint16 }
}
extension UInt32: ArrayElement {
  /// `uint32`.
  public static var dtype: DType { .uint32 }
}
extension UInt64: ArrayElement {
  /// `uint64`.
  public static var dtype: DType { .uint64 }
}
extension Int8: ArrayElement {
  /// `int8`.
  public static var dtype: DType { .int8 }
}
extension Int16: ArrayElement {
  /// `int16`.
  public static var dtype: DType { .int16 }
}
extension Int32: ArrayElement {
  /// `int32`.
  public static var dtype: DType { .int32 }
}
extension Int64: ArrayElement {
  /// `int64`.
  public static var dtype: DType { .int64 }
}
extension Float16: ArrayElement {
  /// `float16`.
  public static var dtype: DType { .float16 }
}
extension BFloat16: ArrayElement {
  /// `bfloat16`.
  public static var dtype: DType { .bfloat16 }
}
extension Float: ArrayElement {
  /// `float32`.
  public static var dtype: DType { .float32 }
}
extension Double: ArrayElement {
  /// `float64`.
  public static var dtype: DType { .float64 }
}
