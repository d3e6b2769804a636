import Arrays

/// The arrays sorted together along an axis by the first `keyCount` of them; stable.
///
/// - Complexity: O(*n* log *n*) comparisons along the axis.
func sorted(_ arrays: [NDArray], axis: Int, keyCount: Int) -> [NDArray] {
  let shape = arrays[0].shape
  let length = shape[axis]
  let keys = arrays[..<keyCount].map { $0.transposed($0.axesEnding(in: axis)).ordinals }
  var order: [Int64] = []
  order.reserveCapacity(shape.elementCount)
  for start in stride(from: 0, to: shape.elementCount, by: max(length, 1)) {
    let row = (0..<length).sorted { a, b in
      for key in keys where key[start + a] != key[start + b] {
        return key[start + a] < key[start + b]
      }
      return a < b
    }
    order += row.map { Int64($0) }
  }
  return arrays.map { array in
    array.withAxisLast(axis) { rows in
      rows.gathered(
        at: NDArray(order, shape: rows.shape), axis: rows.shape.rank - 1,
        batchCount: rows.shape.rank - 1, outside: nil, shape: rows.shape)
    }
  }
}

extension NDArray {
  /// Integers in the order of the elements: zeros are equal, NaN is last.
  fileprivate var ordinals: [Int64] {
    switch dtype {
    case .uint64: elements(as: UInt64.self).map { Int64(bitPattern: $0 ^ (1 << 63)) }
    case .float16, .bfloat16, .float32, .float64:
      converted(to: .float64).elements(as: Double.self).map { number in
        if number.isNaN { return .max }
        let magnitude = Int64(number.magnitude.bitPattern)
        return number.sign == .minus ? -magnitude : magnitude
      }
    default: converted(to: .int64).elements(as: Int64.self)
    }
  }
}
