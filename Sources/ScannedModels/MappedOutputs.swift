import ArrayFiles
import Arrays
import Execution
import ProgramIR

/// Outputs that are written to their file while they are computed.
package final class MappedOutputs {
  private let path: String
  private let file: MappedNpyOutput?
  /// The positions in the file of leaves of the result.
  private var places: [Int: Int] = [:]

  /// The outputs of a call, to be written to `path`: in memory if they are small, or if it can't be
  /// mapped.
  ///
  /// - Parameter result: the types of all the model returns.
  package init(
    _ result: Tree<ArrayType>, of call: PreparedCall, to path: String, in files: OutputFiles
  ) throws {
    self.path = path
    let types = result.leaves
    let positions = call.splitCarry(result.replacingLeaves(with: Array(types.indices))).ys
    let outputs = positions?.map { ArrayForm(types[$0].dtype, types[$0].shape) }
    let byteCount = outputs?.leaves.map(\.byteCount).reduce(0, +) ?? 0
    // The parts of complex arrays are joined when they are written.
    guard let positions, let outputs, path != "-", byteCount >= Self.smallestByteCount,
      !outputs.holdsComplexParts
    else {
      file = nil
      return
    }
    file = try MappedNpyOutput(outputs, to: path, in: files)
    for (place, leaf) in positions.leaves.enumerated() { places[leaf] = place }
  }

  /// Memory in the file for a leaf of the result, if that goes there.
  package func memory(forLeaf leaf: Int) -> OutputMemory? {
    guard let file, let place = places[leaf] else { return nil }
    return OutputMemory(
      file.elements[place], discard: { file.discardMemory(of: $0, inArray: place) },
      release: { _ in })
  }

  /// Completes the file, if it is at `path`.
  ///
  /// - Returns: whether it is.
  package func finish(_ path: String) throws -> Bool {
    guard let file, path == self.path else { return false }
    try file.finish()
    return true
  }

  private static let smallestByteCount = 16 << 20
}

extension Tree {
  /// Whether the tree has a dict of a complex array's parts in it.
  fileprivate var holdsComplexParts: Bool {
    if isComplexParts { return true }
    let parts = elements ?? fields?.pairs.map(\.1) ?? []
    return parts.contains(where: \.holdsComplexParts)
  }
}
