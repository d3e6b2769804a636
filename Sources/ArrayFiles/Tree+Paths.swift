import Arrays
import Diagnostics

extension Tree {
  /// The tree of dicts with these leaves at these paths.
  ///
  /// - Throws: when a path is empty or too long, or one goes through the leaf of another.
  init(leaves: [(path: [String], array: Leaf)]) throws(Diagnostic) {
    self = .dict(.init())
    for (path, array) in leaves {
      do throws(Diagnostic) {
        guard !path.isEmpty else { throw Diagnostic("an array in it has an empty name") }
        guard path.count <= Self.maximumDepth else {
          throw Diagnostic(
            "the name has too many parts: nested too deeply",
            expected: "at most \(Self.maximumDepth) levels", got: "\(path.count)")
        }
        try insert(array, at: path[...])
      } catch {
        throw error.inField(path.shortName)
      }
    }
  }

  /// Puts a leaf at a free path, making the dicts above it.
  private mutating func insert(
    _ array: Leaf, at path: ArraySlice<String>
  ) throws(Diagnostic) {
    guard let first = path.first, fields != nil else { throw Self.nameIsTaken }
    try changeFields { (fields) throws(Diagnostic) in
      if path.count > 1 {
        try fields[first, default: .dict(.init())].insert(array, at: path.dropFirst())
      } else {
        switch fields[first] {
        case nil: fields[first] = .leaf(array)
        case .leaf?: throw Diagnostic("the name is used twice")
        case _?: throw Self.nameIsTaken
        }
      }
    }
  }

  private static var nameIsTaken: Diagnostic {
    Diagnostic("the name is used for an array and for a part of the tree")
  }

  /// The leaves with their paths as names, in the order they were written: the parts of a tuple are
  /// `0`, `1`, ….
  var namedLeaves: [(path: [String], array: Leaf)] {
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

extension [String] {
  /// The names joined by slashes; the first ones alone if there are very many.
  fileprivate var shortName: String {
    let shown = prefix(20).joined(separator: "/")
    return count > 20 ? shown + "/…" : shown
  }
}
