import ArrayFiles
import Arrays
import ModelConfig

extension Tree where Leaf == NDArray {
  /// This in the types JAX computes in by default, with one warning if that loses any, and complex
  /// arrays as dicts of their parts.
  func narrowedForUse(_ file: String) -> Tree {
    let (tree, paths) = narrowed()
    guard let first = paths.first, let old = part(at: first)?.leaf else {
      return separatingComplexParts()
    }
    let name = first.keys.isEmpty ? "" : " \(first.slashed)"
    let more = paths.count > 1 ? " (and \(paths.count - 1) more)" : ""
    report(
      "warning: \(file)\(name)\(more): \(old.dtype) is narrowed to \(old.dtype.canonical),"
        + " as JAX does")
    return tree.separatingComplexParts()
  }
}
