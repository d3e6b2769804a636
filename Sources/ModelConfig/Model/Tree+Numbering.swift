import Arrays

extension Tree {
  /// The parts of a tuple, or of a dict with the keys 0, 1, …, as files store tuples.
  var numberedParts: [Tree]? {
    if let elements { return elements }
    guard let fields else { return nil }
    let parts = fields.keys.indices.compactMap { fields[String($0)] }
    return parts.count == fields.keys.count ? parts : nil
  }

  /// This with tuples in the places of dicts with the keys 0, 1, …, as files store tuples.
  public var tuplesForNumbers: Tree {
    guard let fields else { return self }
    if !fields.pairs.isEmpty, let numberedParts {
      return .tuple(numberedParts.map(\.tuplesForNumbers))
    }
    return .dict(fields.mapValues { $1.tuplesForNumbers })
  }

  /// A dict with exactly these keys, or a numbered one, as a tuple in their order.
  func tuple(named names: [String]?) -> Tree {
    guard let fields else { return self }
    let parts = (names ?? []).compactMap { fields[$0] }
    if !parts.isEmpty, parts.count == fields.keys.count { return .tuple(parts) }
    return numberedParts.map { .tuple($0.map { $0.tuple(named: names) }) } ?? self
  }

  /// The part at a path, if there is one.
  public func part(at path: TreePath) -> Tree? {
    path.keys.reduce(self) { tree, key in
      switch key {
      case .name(let name): tree?[name]
      case .index(let index):
        tree?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
  }
}
