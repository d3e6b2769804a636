import Arrays
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A `.npy` file of one array, or of a tree of arrays, whose elements are stored through a mapping,
/// in any order. The system can free the memory at any time.
public final class MappedNpyOutput {
  /// The elements of each array, in the order of the tree's leaves; memory to write to.
  public let elements: [UnsafeMutableRawBufferPointer]
  private let file: OutputFile
  private let mapping: UnsafeMutableRawBufferPointer

  /// Starts the file at `path`, with room for all elements on the disk.
  ///
  /// - Returns: `nil` where there is no regular file to map: a pipe, or a system that can't.
  /// - Throws: a `Diagnostic` that names the file, when there is no room for it, or the part that has
  ///   no place in one.
  public init?(_ tree: Tree<ArrayForm>, to path: String, in outputs: OutputFiles) throws {
    #if canImport(Darwin)
      return nil
    #else
      guard case .replacing = try OutputPlace(path), try OutputFormat(path: path) == .npy else {
        return nil
      }
      let header: [UInt8]
      let byteCount: Int
      let offsets: [Int]
      if case .leaf(let form) = tree {
        header = npyHeader(descr: "'\(form.dtype.npyDescr)'", shape: form.shape)
        (byteCount, offsets) = (form.byteCount, [0])
      } else {
        let layout = try StructureLayout(tree, config: nil)
        header = npyHeader(descr: layout.descr, shape: .scalar)
        (byteCount, offsets) = (layout.byteCount, layout.leafOffsets)
      }
      file = try outputs.create(path)
      mapping = try file.mapped(byteCount: header.count + byteCount)
      mapping.copyBytes(from: header)
      let body = UnsafeMutableRawBufferPointer(rebasing: mapping[header.count...])
      elements = zip(tree.leaves, offsets).map { form, offset in
        UnsafeMutableRawBufferPointer(rebasing: body[offset..<offset + form.byteCount])
      }
    #endif
  }

  deinit { _ = munmap(mapping.baseAddress, mapping.count) }

  /// Frees the memory of a range of an array's bytes; the file keeps them.
  public func discardMemory(of range: Range<Int>, inArray index: Int) {
    let range = range.clamped(to: 0..<elements[index].count)
    if !range.isEmpty { forget(UnsafeRawBufferPointer(rebasing: elements[index][range])) }
  }

  /// Closes the file after all elements are written; `commit` of its `OutputFiles` puts it in
  /// place.
  public func finish() throws { try file.finish() }
}
