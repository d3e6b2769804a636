extension NDArray: Codable {
  private enum CodingKeys: CodingKey { case shape, dtype, bytes }

  /// The array that another was stored as.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try values.decode(Shape.self, forKey: .shape)
    let dtype = try values.decode(DType.self, forKey: .dtype)
    let bytes = try values.decode([UInt8].self, forKey: .bytes)
    guard shape.byteCount(of: dtype) == bytes.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .bytes, in: values,
        debugDescription: "\(bytes.count) bytes are no array \(dtype)\(shape)")
    }
    self.init(shape: shape, dtype: dtype) { memory in memory.copyBytes(from: bytes) }
  }

  /// Stores the shape, the dtype and the elements' bytes.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(shape, forKey: .shape)
    try values.encode(dtype, forKey: .dtype)
    try values.encode(withUnsafeBytes { Array($0) }, forKey: .bytes)
  }
}

extension Shape {
  /// Size in bytes of an array of the shape; `nil` if no array can be so large.
  fileprivate func byteCount(of dtype: DType) -> Int? {
    var count = dtype.byteCount
    for size in sizes {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { return nil }
      count = product
    }
    return count
  }
}
