import Arrays

extension NDArray {
  /// Copy in the dtype that JAX uses for the array's by default (`DType.canonical`): 64-bit floats
  /// rounded to the nearest 32-bit one, integers cut to their lower bits, as NumPy's `astype` does.
  ///
  /// - Returns: the array, and whether its type was another.
  public func narrowed() -> (array: NDArray, wasNarrowed: Bool) {
    switch dtype {
    case .float64: (converted { (value: Double) in Float(value) }, true)
    case .complex128: (converted { (value: Double) in Float(value) }, true)
    case .int64: (converted { (value: Int64) in Int32(truncatingIfNeeded: value) }, true)
    case .uint64: (converted { (value: UInt64) in UInt32(truncatingIfNeeded: value) }, true)
    default: (self, false)
    }
  }

  /// A copy of dtype `dtype.canonical`, each component converted by `convert`.
  private func converted<From: BitwiseCopyable, To: BitwiseCopyable>(
    _ convert: (From) -> To
  ) -> NDArray {
    withUnsafeBytes { source in
      NDArray(shape: shape, dtype: dtype.canonical) { destination in
        for index in 0..<source.count / MemoryLayout<From>.size {
          let value = source.load(fromByteOffset: index * MemoryLayout<From>.size, as: From.self)
          destination.storeBytes(
            of: convert(value), toByteOffset: index * MemoryLayout<To>.size, as: To.self)
        }
      }
    }
  }
}
