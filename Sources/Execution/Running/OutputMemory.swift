import Arrays
import ProgramIR

/// Memory that an output is written to, in any order, and then is the array.
public struct OutputMemory {
  let start: UnsafeMutableRawPointer
  let discard: ((Range<Int>) -> Void)?
  private let buffer: Buffer

  /// Memory for an array, made by somebody else.
  ///
  /// - Parameters:
  ///   - bytes: as many as the array has.
  ///   - discard: frees the memory of some of the bytes for now, which stay what they are.
  ///   - release: gives the memory back.
  public init(
    _ bytes: UnsafeMutableRawBufferPointer, discard: ((Range<Int>) -> Void)? = nil,
    release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    start = bytes.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    self.discard = discard
    buffer = Buffer(wrapping: UnsafeRawBufferPointer(bytes), release: release)
  }

  /// New memory for an array.
  ///
  /// - Throws: when there isn't as much.
  public init(for type: ArrayType) throws {
    let byteCount = type.shape.elementCount * type.dtype.byteCount
    let memory = try Memory.allocate(byteCount: byteCount, alignment: 64)
    self.init(UnsafeMutableRawBufferPointer(start: memory, count: byteCount)) { bytes in
      Memory.deallocate(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  /// The array, once it is written.
  func array(_ type: ArrayType) -> NDArray {
    NDArray(shape: type.shape, dtype: type.dtype, buffer: buffer)
  }
}

extension NDArray {
  /// Address of the elements, as long as the array lives.
  var address: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(mutating: unsafeStart)
      ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
  }
}
