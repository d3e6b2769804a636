import Arrays
import Diagnostics

extension OutputFiles {
  /// Writes a tree as a `.npz` file: each array a stored `.npy`, named by its path with slashes.
  func writeNpz(_ tree: Tree<NDArray>, config: String?, to path: String) throws {
    var archive = ZipWriter(try create(path))
    var leaves = tree.namedLeaves
    if tree.leaf != nil { leaves[0].path = [unnamedArray] }
    for (names, array) in leaves {
      let key = names.joined(separator: "/")
      guard !names.contains(where: { $0.isEmpty || $0.contains("/") }), key != configFieldName
      else { throw Diagnostic("an array can't be called '\(key)' in a .npz file", path: path) }
      let header = npyHeader(descr: "'\(array.dtype.npyDescr)'", shape: array.shape)
      try array.withUnsafeBytes { try archive.add("\(key).npy", header: header, $0) }
    }
    if let config {
      let utf8 = Array(config.utf8)
      let header = npyHeader(descr: "'|S\(max(utf8.count, 1))'", shape: .scalar)
      try (utf8.isEmpty ? [0] : utf8).withUnsafeBytes {
        try archive.add("\(configFieldName).npy", header: header, $0)
      }
    }
    try archive.finish()
  }
}
