import ArrayFiles
import Arrays
import Execution
import ProgramIR

/// Outputs that are written to their files while they are computed.
final class MappedOutputs {
  private var files: [String: MappedNpyOutput] = [:]

  /// Memory that is the file for an output; `nil` if it is small, or can't be mapped.
  func memory(for type: ArrayType, at path: String, in outputs: OutputFiles) throws
    -> OutputMemory?
  {
    guard type.shape.elementCount * type.dtype.byteCount >= Self.smallestByteCount, path != "-",
      let file = try MappedNpyOutput(
        shape: type.shape, dtype: type.dtype, to: path, in: outputs)
    else { return nil }
    files[path] = file
    return OutputMemory(file.elements, discard: { file.discardMemory(of: $0) }, release: { _ in })
  }

  /// Completes the file at `path`.
  ///
  /// - Returns: whether it is one of these.
  func finish(_ path: String) throws -> Bool {
    guard let file = files[path] else { return false }
    try file.finish()
    return true
  }

  private static let smallestByteCount = 16 << 20
}

extension ModelFile {
  /// The position among the result's leaves of the one array that the outputs are, if they are one.
  func soleOutput<Leaf>(of result: Tree<Leaf>) -> Int? {
    let count = result.leaves.count
    return splitCarry(result.replacingLeaves(with: Array(0..<count))).ys?.leaf
  }
}
