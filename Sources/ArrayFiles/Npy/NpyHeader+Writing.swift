import Arrays

/// The header of a `.npy` file, byte for byte as NumPy writes it; the elements come next, on a
/// 64-byte boundary.
///
/// - Parameter descr: the element type as Python source, in ASCII.
func npyHeader(descr: String, shape: Shape) -> [UInt8] {
  let sizeDigits = shape.sizes.first.map { String($0).count } ?? 21
  let dictionary =
    "{'descr': \(descr), 'fortran_order': False, 'shape': \(shape), }"
    + String(repeating: " ", count: max(0, 21 - sizeDigits))  // NumPy's room for the array to grow
  for (version, lengthSize) in [(UInt8(1), 2), (2, 4)] {
    let start = FileFormat.npyMagic + [version, 0]
    let unpadded = start.count + lengthSize + dictionary.utf8.count + 1
    let padding = 64 - unpadded % 64  // NumPy never leaves it out
    let length = dictionary.utf8.count + padding + 1
    if version == 1, length > UInt16.max { continue }
    let lengthBytes = (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return start + lengthBytes + dictionary.utf8 + Array(repeating: 0x20, count: padding) + [0x0a]
  }
  return []
}

extension DType {
  /// NumPy's type string, such as `<f4`, for elements in the machine's byte order.
  var npyDescr: String {
    let order = byteCount == 1 ? "|" : UInt16(1).littleEndian == 1 ? "<" : ">"
    let kind =
      switch self {
      case .bool: "b"
      case .bfloat16: "V"  // as `ml_dtypes` writes it
      case _ where isSigned: "i"
      case _ where isUnsigned: "u"
      case _ where isFloating: "f"
      default: "c"
      }
    return "\(order)\(kind)\(byteCount)"
  }
}
