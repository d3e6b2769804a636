/// MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) as `flax.serialization`
/// uses it.
enum MessagePack {
  /// The extension that holds an array: its shape, the name of its dtype, its bytes in C order.
  static let arrayType: UInt8 = 1
  /// The extension that holds a Python complex number: its two parts.
  static let complexType: UInt8 = 2
  /// The extension that holds a NumPy scalar, as an array of shape ().
  static let scalarType: UInt8 = 3

  /// The key by which a dict is known that holds an array in chunks.
  static let chunkedArrayKey = "__msgpack_chunked_array__"
  /// Bytes of the largest array that is written in one piece.
  static let maximumChunkByteCount = 1 << 30
}
