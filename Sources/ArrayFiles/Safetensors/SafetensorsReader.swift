import Arrays
import Diagnostics

/// Reads a safetensors file: a tree whose paths are the names of the arrays, split at slashes if
/// any of them has one, else at dots.
///
/// Takes exactly its header and its elements.
func readSafetensors(_ file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  do {
    let header = try SafetensorsHeader(from: &file)
    let elements = try file.takeElements(
      byteCount: header.byteCount, of: "the arrays its header names")
    let separator: Character = header.names.contains { $0.contains("/") } ? "/" : "."
    var leaves: [(path: [String], array: NDArray)] = []
    for entry in header.entries {
      let array = try elements.dropping(entry.bytes.lowerBound).array(
        shape: entry.shape, dtype: entry.dtype, isSwapped: !isLittleEndian, isFortranOrder: false)
      leaves.append((entry.name.split(separator: separator).map(String.init), array))
    }
    let unread = header.unknown.map { entry in
      UnreadEntry(
        path: entry.name.split(separator: separator).map(String.init),
        reason: entry.reason.inFile(file.name))
    }
    let config = header.metadata.first { $0.name == SafetensorsHeader.configName }?.text
    return try .tree(readable: Tree(leaves: leaves), config: config, unread: unread)
  } catch {
    throw error.inFile(file.name)
  }
}
