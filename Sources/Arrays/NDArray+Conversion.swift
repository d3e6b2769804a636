extension NDArray {
  /// The numbers in another dtype, as XLA converts them: floats to integers toward zero, clamped to
  /// the range, NaN to 0; integers to narrower ones by dropping high bits; to `bool`, whether it
  /// isn't zero; to a float, the nearest.
  ///
  /// - Precondition: neither dtype is complex.
  /// - Complexity: O(*n*).
  public func converted(to target: DType) -> NDArray {
    if target == dtype { return self }
    precondition(!dtype.isComplex && !target.isComplex, "complex arrays aren't converted")
    return switch dtype {
    case .float16: convertingFloats(of: Float16.self, to: target) { Double($0) }
    case .bfloat16: convertingFloats(of: BFloat16.self, to: target) { Double($0.floatValue) }
    case .float32: convertingFloats(of: Float.self, to: target) { Double($0) }
    case .float64: convertingFloats(of: Double.self, to: target) { $0 }
    case .bool: convertingIntegers(of: Bool.self, to: target) { $0 ? 1 : 0 }
    case .uint8: convertingIntegers(of: UInt8.self, to: target) { Int64($0) }
    case .uint16: convertingIntegers(of: UInt16.self, to: target) { Int64($0) }
    case .uint32: convertingIntegers(of: UInt32.self, to: target) { Int64($0) }
    case .int8: convertingIntegers(of: Int8.self, to: target) { Int64($0) }
    case .int16: convertingIntegers(of: Int16.self, to: target) { Int64($0) }
    case .int32: convertingIntegers(of: Int32.self, to: target) { Int64($0) }
    case .int64: convertingIntegers(of: Int64.self, to: target) { $0 }
    case .uint64:
      target.isFloating
        ? convertingFloats(of: UInt64.self, to: target) { Double($0) }
        : convertingIntegers(of: UInt64.self, to: target) { Int64(truncatingIfNeeded: $0) }
    case .complex64, .complex128: self
    }
  }

  private func convertingFloats<S: ArrayElement>(
    of source: S.Type, to target: DType, _ number: (S) -> Double
  ) -> NDArray {
    func rounded<T: FixedWidthInteger & ArrayElement>(_ type: T.Type) -> NDArray {
      mapping(S.self) { element in
        let value = number(element)
        if value.isNaN { return T.zero }
        return T(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
      }
    }
    return switch target {
    case .bool: mapping(S.self) { number($0) != 0 }
    case .float16: mapping(S.self) { Float16(number($0)) }
    case .bfloat16: mapping(S.self) { BFloat16(Float(number($0))) }
    case .float32: mapping(S.self) { Float(number($0)) }
    case .float64: mapping(S.self) { number($0) }
    case .uint8: rounded(UInt8.self)
    case .uint16: rounded(UInt16.self)
    case .uint32: rounded(UInt32.self)
    case .uint64: rounded(UInt64.self)
    case .int8: rounded(Int8.self)
    case .int16: rounded(Int16.self)
    case .int32: rounded(Int32.self)
    case .int64: rounded(Int64.self)
    case .complex64, .complex128: self
    }
  }

  private func convertingIntegers<S: ArrayElement>(
    of source: S.Type, to target: DType, _ number: (S) -> Int64
  ) -> NDArray {
    switch target {
    case .bool: mapping(S.self) { number($0) != 0 }
    case .float16: mapping(S.self) { Float16(number($0)) }
    case .bfloat16: mapping(S.self) { BFloat16(Float(number($0))) }
    case .float32: mapping(S.self) { Float(number($0)) }
    case .float64: mapping(S.self) { Double(number($0)) }
    case .uint8: mapping(S.self) { UInt8(truncatingIfNeeded: number($0)) }
    case .uint16: mapping(S.self) { UInt16(truncatingIfNeeded: number($0)) }
    case .uint32: mapping(S.self) { UInt32(truncatingIfNeeded: number($0)) }
    case .uint64: mapping(S.self) { UInt64(truncatingIfNeeded: number($0)) }
    case .int8: mapping(S.self) { Int8(truncatingIfNeeded: number($0)) }
    case .int16: mapping(S.self) { Int16(truncatingIfNeeded: number($0)) }
    case .int32: mapping(S.self) { Int32(truncatingIfNeeded: number($0)) }
    case .int64: mapping(S.self) { number($0) }
    case .complex64, .complex128: self
    }
  }

  /// An array of the same shape with `transform` applied to every element.
  public func mapping<S: ArrayElement, T: ArrayElement>(
    _ source: S.Type, _ transform: (S) -> T
  ) -> NDArray {
    NDArray(shape: shape, dtype: T.dtype) { bytes in
      let result = bytes.assumingMemoryBound(to: T.self)
      withElements(as: S.self) { elements in
        for index in elements.indices { result[index] = transform(elements[index]) }
      }
    }
  }
}
