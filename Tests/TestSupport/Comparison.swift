import Arrays

/// The largest difference between two elements at one place, of any type but complex.
///
/// NaN equals NaN and an infinity itself; a NaN or an infinity against anything else, another shape
/// or another dtype is infinitely far.
public func maximumAbsoluteDifference(_ a: NDArray, _ b: NDArray) -> Double {
  guard a.shape == b.shape, a.dtype == b.dtype, let x = doubles(a), let y = doubles(b) else {
    return .infinity
  }
  return zip(x, y).reduce(0) { largest, pair in
    let (x, y) = pair
    if x == y || (x.isNaN && y.isNaN) { return largest }
    let difference = abs(x - y)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// The largest number of `Float`s that lie between two elements at one place, plus one if they
/// differ; of float32 arrays.
///
/// Zeros are equal whatever their sign, and NaN to NaN. NaN against a number, another shape or
/// another dtype gives `Int.max`.
public func maximumUlpDifference(_ a: NDArray, _ b: NDArray) -> Int {
  guard a.shape == b.shape, a.dtype == .float32, b.dtype == .float32 else { return .max }
  return zip(a.elements(as: Float.self), b.elements(as: Float.self)).reduce(0) { largest, pair in
    let (x, y) = pair
    if x.isNaN || y.isNaN { return x.isNaN && y.isNaN ? largest : .max }
    return max(largest, abs(ordinal(x) - ordinal(y)))
  }
}

/// The place of a number among all `Float`s, zero at 0.
private func ordinal(_ value: Float) -> Int {
  let magnitude = Int(value.magnitude.bitPattern)
  return value.sign == .minus ? -magnitude : magnitude
}

private func doubles(_ array: NDArray) -> [Double]? {
  switch array.dtype {
  case .bool: array.elements(as: Bool.self).map { $0 ? 1 : 0 }
  case .uint8: array.elements(as: UInt8.self).map(Double.init)
  case .uint16: array.elements(as: UInt16.self).map(Double.init)
  case .uint32: array.elements(as: UInt32.self).map(Double.init)
  case .uint64: array.elements(as: UInt64.self).map(Double.init)
  case .int8: array.elements(as: Int8.self).map(Double.init)
  case .int16: array.elements(as: Int16.self).map(Double.init)
  case .int32: array.elements(as: Int32.self).map(Double.init)
  case .int64: array.elements(as: Int64.self).map(Double.init)
  case .float16: array.elements(as: Float16.self).map(Double.init)
  case .bfloat16: array.elements(as: BFloat16.self).map { Double($0.floatValue) }
  case .float32: array.elements(as: Float.self).map(Double.init)
  case .float64: array.elements(as: Double.self)
  case .complex64, .complex128: nil
  }
}
