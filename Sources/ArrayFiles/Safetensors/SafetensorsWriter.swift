import Arrays
import Diagnostics

extension OutputFiles {
  /// Writes a tree as a safetensors file, of arrays named by their paths: with dots between as Flax's
  /// users do, or with slashes if a name has a dot or a comma in it.
  func writeSafetensors(
    _ tree: Tree<NDArray>, config: String?, to path: String, named name: String
  ) throws {
    var leaves = tree.namedLeaves
    if tree.leaf != nil { leaves[0].path = [name] }
    let names = leaves.flatMap(\.path)
    guard !names.contains(where: { $0.isEmpty || $0.contains("/") }) else {
      throw Diagnostic(
        "a name in a safetensors file can't be empty or have a '/' in it", path: path)
    }
    let separator = names.contains { $0.contains(".") || $0.contains(",") } ? "/" : "."
    // The library wants elements of the largest types first, so that all of them are aligned.
    leaves.sort { $0.array.dtype.byteCount > $1.array.dtype.byteCount }
    var header = SafetensorsHeader()
    header.metadata = config.map { [(SafetensorsHeader.configName, $0)] } ?? []
    for (path, array) in leaves {
      let start = header.byteCount
      header.entries.append(
        .init(
          name: path.joined(separator: separator), dtype: array.dtype, shape: array.shape,
          bytes: start..<start + array.byteCount))
    }
    let file = try create(path)
    try header.encoded.withUnsafeBytes(file.write)
    for (_, array) in leaves { try array.withUnsafeBytes(file.write) }
    try file.finish()
  }
}
