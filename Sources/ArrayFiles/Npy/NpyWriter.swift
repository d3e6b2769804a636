import Arrays
import Diagnostics

/// Writes one array as a `.npy` file, a block of elements after the other, in C order.
public final class NpyWriter {
  private let file: OutputFile
  private var remainingByteCount: Int

  /// Starts the file at `path` (`-` is standard output) with its header.
  ///
  /// - Throws: `BrokenPipe`, or a `Diagnostic` that names the file.
  public init(shape: Shape, dtype: DType, to path: String, in outputs: OutputFiles) throws {
    remainingByteCount = shape.elementCount * dtype.byteCount
    file = try outputs.create(path)
    try npyHeader(descr: "'\(dtype.npyDescr)'", shape: shape).withUnsafeBytes(file.write)
  }

  /// Writes the bytes of the next elements.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    precondition(bytes.count <= remainingByteCount, "more elements than the shape has")
    try file.write(bytes)
    remainingByteCount -= bytes.count
  }

  /// Closes the file after all elements are written; `commit` of its `OutputFiles` puts it in
  /// place.
  public func finish() throws {
    precondition(remainingByteCount == 0, "fewer elements than the shape has")
    try file.finish()
  }
}

extension OutputFiles {
  /// Writes `array` as a `.npy` file for `path`; `-` is standard output.
  ///
  /// - Throws: `BrokenPipe`, or a `Diagnostic` that names the file.
  func writeNpy(_ array: NDArray, to path: String) throws {
    let writer = try NpyWriter(shape: array.shape, dtype: array.dtype, to: path, in: self)
    try array.withUnsafeBytes(writer.write)
    try writer.finish()
  }

  /// Writes `tree` as a `.npy` file for `path`: a 0-d structured array whose nested fields are the
  /// tree, so that `numpy.load(path)['params']['Dense_0']['kernel']` is the array. The text of
  /// `config` goes with it.
  ///
  /// The parts of tuples and lists are the fields `0`, `1`, …; `none` is a field without fields.
  /// A tree of one leaf, without a config, is a plain array.
  ///
  /// - Throws: `BrokenPipe`, or a `Diagnostic` that names the file or the part that has no place.
  func writeNpy(_ tree: Tree<NDArray>, config: String?, to path: String) throws {
    if case .leaf(let array) = tree, config == nil { return try writeNpy(array, to: path) }
    let layout = try StructureLayout(tree.map { ArrayForm(of: $0) }, config: config)
    let arrays = tree.leaves
    let file = try create(path)
    try npyHeader(descr: layout.descr, shape: .scalar).withUnsafeBytes(file.write)
    for chunk in layout.chunks {
      switch chunk {
      case .padding(let count):
        try [UInt8](repeating: 0, count: count).withUnsafeBytes(file.write)
      case .leaf(let number, _): try arrays[number].withUnsafeBytes(file.write)
      case .text(let utf8): try utf8.withUnsafeBytes(file.write)
      }
    }
    try file.finish()
  }
}
