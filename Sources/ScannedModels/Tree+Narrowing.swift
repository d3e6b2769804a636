import ArrayFiles
import Arrays

extension StoredArrays {
  /// The file's arrays in the dtypes that JAX computes in by default, complex ones as dicts of their
  /// parts.
  func narrowedTree(_ file: String) -> Tree<StoredArray> {
    tree.narrowed(in: file).separatingComplexParts()
  }
}

extension [StoredArray] {
  /// A warning for each file of which some of the arrays lose digits.
  var narrowingWarnings: [String] {
    var files: [String] = []
    var narrowings: [String: [StoredArray.Narrowing]] = [:]
    for narrowing in compactMap(\.narrowing) {
      if narrowings[narrowing.file] == nil { files.append(narrowing.file) }
      // Both parts of a complex array are one array in the file.
      if narrowings[narrowing.file]?.last != narrowing {
        narrowings[narrowing.file, default: []].append(narrowing)
      }
    }
    return files.compactMap { file in
      guard let all = narrowings[file], let first = all.first else { return nil }
      let name = first.path.isEmpty ? "" : " \(first.path)"
      let more = all.count > 1 ? " (and \(all.count - 1) more)" : ""
      let (old, new) = (first.dtype, first.dtype.canonical)
      return "\(file)\(name)\(more): \(old) is narrowed to \(new), as JAX does"
    }
  }
}
