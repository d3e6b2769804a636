import Arrays
import Diagnostics

extension Tree where Leaf == NDArray {
  /// The tree of dicts with these leaves at these paths.
  ///
  /// - Throws: when a path is empty, or one goes through the leaf of another.
  init(leaves: [(path: [String], array: NDArray)]) throws(Diagnostic) {
    var fields = Fields()
    for (path, array) in leaves {
      if path.isEmpty { throw Diagnostic("an array in it has an empty name") }
      fields = try fields.setting(array, at: path[...]) { () throws(Diagnostic) in
        let isTwice = leaves.count { $0.path == path } > 1
        throw Diagnostic(
          isTwice
            ? "the name is used twice" : "the name is used for an array and for a part of the tree"
        ).inField(path.joined(separator: "/"))
      }
    }
    self = .dict(fields)
  }

  /// The leaves with the names that lead to them, in the order they were written: those of a tuple
  /// are `0`, `1`, ….
  var namedLeaves: [(path: [String], array: NDArray)] {
    leavesInOrderWithPaths.map { path, array in
      let names = path.keys.map { key in
        switch key {
        case .name(let name): name
        case .index(let index): String(index)
        }
      }
      return (names, array)
    }
  }
}

extension Tree.Fields where Leaf == NDArray {
  /// These fields with a leaf below `path`; `refuse` throws if there is no place for it.
  fileprivate func setting(
    _ array: NDArray, at path: ArraySlice<String>, refuse: () throws(Diagnostic) -> Never
  ) throws(Diagnostic) -> Self {
    guard let first = path.first else { try refuse() }
    var copy = self
    switch self[first] {
    case nil where path.count == 1: copy[first] = .leaf(array)
    case nil:
      copy[first] = .dict(try Self().setting(array, at: path.dropFirst(), refuse: refuse))
    case .dict(let inner)? where path.count > 1:
      copy[first] = .dict(try inner.setting(array, at: path.dropFirst(), refuse: refuse))
    default: try refuse()
    }
    return copy
  }
}
