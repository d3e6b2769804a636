import Arrays
import Diagnostics

/// Reads a safetensors file: a tree whose paths are the names of the arrays, split at their
/// separator.
///
/// Takes exactly its header and its elements.
func readSafetensors(_ file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  let contents = try SafetensorsContents(of: &file)
  let separator = PathSeparator(of: contents.arrays.map(\.name) + contents.unread.map(\.name))
  do {
    return try .tree(
      readable: Tree(leaves: contents.arrays.map { (separator.path(of: $0.name), $0.array) }),
      config: contents.config,
      unread: contents.unread.map {
        UnreadEntry(path: separator.path(of: $0.name), reason: $0.reason)
      })
  } catch {
    throw error.inFile(file.name)
  }
}

/// The arrays of one safetensors file, by name.
struct SafetensorsContents {
  /// The arrays in the order of the header.
  var arrays: [(name: String, array: NDArray)] = []
  /// The entries of types that aren't known here.
  var unread: [(name: String, reason: Diagnostic)] = []
  /// Text of the config in the metadata.
  var config: String?

  /// Takes the header and the elements of a file.
  ///
  /// - Throws: a diagnostic that names the file.
  init(of file: inout InputFile) throws(Diagnostic) {
    let fileName = file.name
    do {
      let header = try SafetensorsHeader(from: &file)
      let elements = try file.takeElements(
        byteCount: header.byteCount, of: "the arrays its header names")
      for entry in header.entries {
        let array = try elements.dropping(entry.bytes.lowerBound).array(
          shape: entry.shape, dtype: entry.dtype, isSwapped: !isLittleEndian,
          isFortranOrder: false)
        arrays.append((entry.name, array))
      }
      unread = header.unknown.map { ($0.name, $0.reason.inFile(fileName)) }
      config = header.metadata.first { $0.name == SafetensorsHeader.configName }?.text
    } catch {
      throw error.inFile(fileName)
    }
  }
}

/// The character that is between the parts of a file's names: `/`, or else `,`, or else `.`, if any
/// of the names has it.
enum PathSeparator: Character, CaseIterable {
  case slash = "/"
  case comma = ","
  case dot = "."

  /// The separator of a file with these names.
  init(of names: [String]) {
    let used = Self.allCases.first { separator in
      names.contains { $0.contains(separator.rawValue) }
    }
    self = used ?? .dot
  }

  /// The parts of a name.
  func path(of name: String) -> [String] { name.split(separator: rawValue).map(String.init) }
}
