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
    let separator: Character = header.entries.contains { $0.name.contains("/") } ? "/" : "."
    var leaves: [(path: [String], array: NDArray)] = []
    for entry in header.entries {
      let array = try elements.dropping(entry.bytes.lowerBound).array(
        shape: entry.shape, dtype: entry.dtype, isSwapped: !isLittleEndian, isFortranOrder: false)
      leaves.append((entry.name.split(separator: separator).map(String.init), array))
    }
    let config = header.metadata.first { $0.name == SafetensorsHeader.configName }?.text
    return .tree(try Tree(leaves: leaves), config: config)
  } catch {
    throw error.inFile(file.name)
  }
}
