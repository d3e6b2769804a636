import Arrays
import Diagnostics

/// Bytes of an array's elements in a file, and the ways to make arrays of them.
struct ElementBytes {
  /// The file, as messages call it.
  let fileName: String
  /// Memory of the elements.
  let buffer: Buffer
  /// Byte offset of the first element in the buffer.
  let offset: Int

  /// The same elements from byte `offset` on.
  func dropping(_ offset: Int) -> ElementBytes {
    ElementBytes(fileName: fileName, buffer: buffer, offset: self.offset + offset)
  }

  /// The array of `shape` at the start: a view where possible, else a copy in C order, in the
  /// machine's byte order and aligned. The bytes must be in the buffer.
  func array(
    shape: Shape, dtype: DType, isSwapped: Bool, isFortranOrder: Bool
  ) throws(Diagnostic) -> NDArray {
    let isTransposed = isFortranOrder && shape.sizes.count { $0 > 1 } > 1
    let swaps = isSwapped && dtype.componentByteCount > 1
    if isAligned(for: dtype), !swaps, !isTransposed, dtype != .bool || hasOnlyBools(shape) {
      return NDArray(shape: shape, dtype: dtype, buffer: buffer, offset: offset)
    }
    let byteCount = shape.elementCount * dtype.byteCount
    let source = UnsafeRawBufferPointer(rebasing: buffer.bytes[offset..<offset + byteCount])
    let copy = try Buffer.paged(byteCount: byteCount, for: fileName) { bytes in
      if isTransposed {
        copyTransposed(from: source, to: bytes, shape: shape, elementByteCount: dtype.byteCount)
      } else {
        bytes.copyMemory(from: source)
      }
      if swaps { swapBytes(in: bytes, componentByteCount: dtype.componentByteCount) }
      if dtype == .bool { for index in bytes.indices { bytes[index] = bytes[index] == 0 ? 0 : 1 } }
    }
    return NDArray(shape: shape, dtype: dtype, buffer: copy)
  }

  private func isAligned(for dtype: DType) -> Bool {
    let address = Int(bitPattern: buffer.bytes.baseAddress) &+ offset
    return address % dtype.componentByteCount == 0
  }

  /// Whether every byte is 0 or 1; Swift's `Bool` can be no other.
  private func hasOnlyBools(_ shape: Shape) -> Bool {
    buffer.bytes[offset..<offset + shape.elementCount].allSatisfy { $0 <= 1 }
  }
}

extension DType {
  /// Size in bytes of the unit that is byte-swapped and aligned: half a complex number, else an
  /// element.
  fileprivate var componentByteCount: Int { isComplex ? byteCount / 2 : byteCount }
}

/// Reverses the bytes of every component of 2, 4 or 8 bytes.
private func swapBytes(in bytes: UnsafeMutableRawBufferPointer, componentByteCount: Int) {
  func swap<T: FixedWidthInteger>(_: T.Type) {
    for offset in stride(from: 0, to: bytes.count, by: componentByteCount) {
      let value = bytes.load(fromByteOffset: offset, as: T.self)
      bytes.storeBytes(of: value.byteSwapped, toByteOffset: offset, as: T.self)
    }
  }
  switch componentByteCount {
  case 2: swap(UInt16.self)
  case 4: swap(UInt32.self)
  default: swap(UInt64.self)
  }
}

/// Copies elements in Fortran order to C order.
private func copyTransposed(
  from source: UnsafeRawBufferPointer, to destination: UnsafeMutableRawBufferPointer,
  shape: Shape, elementByteCount: Int
) {
  func copy<T: BitwiseCopyable>(as type: T.Type) {
    let fortranStrides = Array(Shape(shape.sizes.reversed()).strides.reversed())
    var element = 0
    var index = [Int](repeating: 0, count: shape.rank)
    var position = 0  // in the source, of the element at `index`
    while element < shape.elementCount {
      let value = source.loadUnaligned(fromByteOffset: position * elementByteCount, as: type)
      destination.storeBytes(of: value, toByteOffset: element * elementByteCount, as: type)
      element += 1
      for axis in index.indices.reversed() {
        index[axis] += 1
        position += fortranStrides[axis]
        if index[axis] < shape[axis] { break }
        position -= index[axis] * fortranStrides[axis]
        index[axis] = 0
      }
    }
  }
  switch elementByteCount {
  case 1: copy(as: UInt8.self)
  case 2: copy(as: UInt16.self)
  case 4: copy(as: UInt32.self)
  case 8: copy(as: UInt64.self)
  default: copy(as: SIMD2<UInt64>.self)
  }
}
