import ArrayFiles
import Arrays

extension StoredArrays {
  /// The file's arrays in the dtypes that JAX computes in by default, complex ones as dicts of their
  /// parts.
  ///
  /// - Parameter warnings: gets a warning where that loses digits.
  func narrowedTree(_ file: String, warnings: inout [String]) -> Tree<StoredArray> {
    let paths = tree.leavesWithPaths.filter { $0.leaf.form.dtype.canonical != $0.leaf.form.dtype }
      .map(\.path)
    let narrowed = tree.map(\.narrowed).separatingComplexParts()
    guard let first = paths.first, let old = tree.part(at: first)?.leaf?.form else {
      return narrowed
    }
    let name = first.keys.isEmpty ? "" : " \(first.slashed)"
    let more = paths.count > 1 ? " (and \(paths.count - 1) more)" : ""
    warnings.append(
      "\(file)\(name)\(more): \(old.dtype) is narrowed to \(old.dtype.canonical), as JAX does")
    return narrowed
  }
}
