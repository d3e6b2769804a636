import Arrays

extension NDArray {
  /// The parts at `indices` along an axis, where the first `batchCount` axes of both go together.
  ///
  /// An index that there isn't gets the scalar `outside`, or the nearest part without one.
  func gathered(
    at indices: NDArray, axis: Int, batchCount: Int, outside: NDArray?, shape: Shape
  ) -> NDArray {
    let places = indices.converted(to: .int64).elements(as: Int64.self)
    let size = self.shape[axis]
    let groupCount = self.shape.sizes[batchCount..<axis].reduce(1, *)
    let rowLength = indices.shape.sizes[batchCount...].reduce(1, *)
    let partBytes = self.shape.sizes[(axis + 1)...].reduce(1, *) * dtype.byteCount
    let filler = outside.map { part(filledWith: $0, byteCount: partBytes) }
    return NDArray(shape: shape, dtype: dtype) { bytes in
      if bytes.isEmpty { return }
      withUnsafeBytes { source in
        for row in 0..<bytes.count / (rowLength * partBytes) {
          let firstPlace = row / groupCount * rowLength
          for column in 0..<rowLength {
            let target = UnsafeMutableRawBufferPointer(
              rebasing: bytes[((row * rowLength + column) * partBytes)...].prefix(partBytes))
            let place = places[firstPlace + column]
            if let filler, !(0..<Int64(size) ~= place) {
              target.copyBytes(from: filler)
            } else {
              let index = row * size + Int(min(max(place, 0), Int64(size) - 1))
              target.copyMemory(
                from: UnsafeRawBufferPointer(
                  rebasing: source[(index * partBytes)...].prefix(partBytes)))
            }
          }
        }
      }
    }
  }

  private func part(filledWith value: NDArray, byteCount: Int) -> [UInt8] {
    let element = value.withUnsafeBytes { Array($0) }
    return (0..<byteCount).map { element[$0 % element.count] }
  }

  /// The part of `shape` that starts at the nearest place to `starts` where it fits.
  func dynamicSlice(startingAt starts: ArraySlice<NDArray>, shape: Shape) -> NDArray {
    sliced(
      from: self.shape.starts(starts, of: shape), by: shape.sizes.map { _ in 1 }, shape: shape)
  }

  /// The array with the block at `starts`, moved to the nearest place where it fits, replaced by
  /// `update`.
  func updated(with update: NDArray, startingAt starts: ArraySlice<NDArray>) -> NDArray {
    var place = Placement(strides: shape.strides)
    place.offset =
      zip(shape.starts(starts, of: update.shape), place.strides).map(*).reduce(0, +)
    return NDArray(shape: shape, dtype: dtype) { bytes in
      withUnsafeBytes { bytes.copyMemory(from: $0) }
      copyElements(
        of: update, Placement(strides: update.shape.strides), to: bytes, place, update.shape)
    }
  }
}

extension Shape {
  /// Start of a block on each axis: the nearest to `starts` that leaves the block inside.
  fileprivate func starts(_ starts: ArraySlice<NDArray>, of part: Shape) -> [Int] {
    zip(starts, sizes.indices).map { start, axis in
      let start = start.converted(to: .int64).elements(as: Int64.self)[0]
      return Int(min(max(start, 0), Int64(sizes[axis] - part[axis])))
    }
  }
}

extension DType {
  /// Fill of `lax.gather` for indices outside of the array.
  var fillValue: NDArray {
    switch self {
    case .bool: NDArray(true)
    case .uint8: NDArray(UInt8.max)
    case .uint16: NDArray(UInt16.max)
    case .uint32: NDArray(UInt32.max)
    case .uint64: NDArray(UInt64.max)
    case .int8: NDArray(Int8.min)
    case .int16: NDArray(Int16.min)
    case .int32: NDArray(Int32.min)
    case .int64: NDArray(Int64.min)
    case .float16, .bfloat16, .float32, .float64: NDArray(Double.nan).converted(to: self)
    case .complex64: complexNaN(Float.self)
    case .complex128: complexNaN(Double.self)
    }
  }

  private func complexNaN<T: BinaryFloatingPoint>(_ part: T.Type) -> NDArray {
    NDArray(shape: .scalar, dtype: self) { bytes in
      let parts = bytes.assumingMemoryBound(to: T.self)
      (parts[0], parts[1]) = (.nan, 0)
    }
  }
}
