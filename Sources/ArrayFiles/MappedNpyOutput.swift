import Arrays
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A `.npy` file of one array whose elements are written by storing them to memory, in any order:
/// they take no memory that the system can't have back.
public final class MappedNpyOutput {
  /// The elements; memory to write to, the size of the shape.
  public let elements: UnsafeMutableRawBufferPointer
  private let file: OutputFile
  private let mapping: UnsafeMutableRawBufferPointer

  /// Starts the file at `path`, with room for all elements on the disk.
  ///
  /// - Returns: `nil` where there is no regular file to map: a pipe, or a system that can't.
  /// - Throws: a `Diagnostic` that names the file, when there is no room for it.
  public init?(shape: Shape, dtype: DType, to path: String, in outputs: OutputFiles) throws {
    #if canImport(Darwin)
      return nil
    #else
      guard case .replacing = try OutputPlace(path), try OutputFormat(path: path) == .npy else {
        return nil
      }
      let header = npyHeader(descr: "'\(dtype.npyDescr)'", shape: shape)
      let byteCount = header.count + shape.elementCount * dtype.byteCount
      file = try outputs.create(path)
      mapping = try file.mapped(byteCount: byteCount)
      mapping.copyBytes(from: header)
      elements = UnsafeMutableRawBufferPointer(rebasing: mapping[header.count...])
    #endif
  }

  deinit { _ = munmap(mapping.baseAddress, mapping.count) }

  /// Frees the memory of some of the elements' bytes; they are in the file.
  public func discardMemory(of range: Range<Int>) {
    let range = range.clamped(to: 0..<elements.count)
    if !range.isEmpty { forget(UnsafeRawBufferPointer(rebasing: elements[range])) }
  }

  /// Closes the file, which has all its elements; `commit` of its `OutputFiles` puts it in place.
  public func finish() throws { try file.finish() }
}
