import ArrayFiles
import Arrays
import Foundation

/// A new folder that is removed with its owner.
final class ModelFiles {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ScannedModelsTests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes arrays in the format of the name's ending, and returns the file's path.
  func write(_ tree: Tree<NDArray>, config: String? = nil, as name: String) throws -> String {
    let contents: ArrayFile =
      tree.leaf.map { .array($0) } ?? .tree(tree, config: config, unread: [])
    try writeArrayFile(contents, to: "\(path)/\(name)")
    return "\(path)/\(name)"
  }

  /// Writes bytes, and returns the file's path.
  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }
}
