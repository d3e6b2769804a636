import Diagnostics

extension Tree {
  /// This as a prefix tree of `full`: each of its leaves stands for all leaves of the part of
  /// `full` at its place (`in_axes=0` for every argument).
  ///
  /// - Returns: the structure of `full` with, at each leaf, the leaf of this above it.
  /// - Throws: when this has a part where `full` has none, or one of another kind.
  public func spread<T>(over full: Tree<T>, path: TreePath = TreePath()) throws -> Tree<Leaf> {
    switch (self, full) {
    case (.leaf(let leaf), _): return full.map { _ in leaf }
    case (.none, .none): return .none
    case (.tuple(let prefixes), .tuple(let parts)), (.list(let prefixes), .list(let parts)):
      guard prefixes.count == parts.count else {
        throw Self.mismatch(path, expected: "\(prefixes.count) parts", got: "\(parts.count)")
      }
      let spread = try zip(prefixes, parts).enumerated().map { index, pair in
        try pair.0.spread(over: pair.1, path: path.appending(.index(index)))
      }
      if case .tuple = full { return .tuple(spread) }
      return .list(spread)
    case (.dict(let prefixes), .dict(let parts)):
      let (wanted, there) = (prefixes.keys.sorted(), parts.keys.sorted())
      guard wanted == there else {
        throw Self.mismatch(path, expected: "the keys \(wanted)", got: "\(there)")
      }
      return .dict(
        .init(
          try parts.pairs.map { key, part in
            (key, try (prefixes[key] ?? .none).spread(over: part, path: path.appending(.name(key))))
          }))
    default:
      throw Self.mismatch(path, expected: kindName, got: full.kindName)
    }
  }

  private static func mismatch(_ path: TreePath, expected: String, got: String) -> Diagnostic {
    let place = path.keys.isEmpty ? nil : path.text(root: "")
    return Diagnostic(
      "the prefix tree doesn't fit the values", path: place, expected: expected, got: got)
  }

  /// `a tuple of 2`, `a dict`, …
  public var kindName: String {
    switch self {
    case .leaf: "a single value"
    case .none: "None"
    case .tuple(let parts): "a tuple of \(parts.count)"
    case .list(let parts): "a list of \(parts.count)"
    case .dict(let fields): "a dict with the keys \(fields.keys.sorted())"
    }
  }
}

extension TreePath {
  /// This path one level further down.
  public func appending(_ key: Key) -> TreePath { TreePath(keys + [key]) }
}
