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
    return .dict(.init(fields.pairs.map { ($0.key, $0.value.tuplesForNumbers) }))
  }

  /// Whether there is a dict with the keys 0, 1, … in this: a tuple, or a map of such names.
  public var holdsNumberedDict: Bool {
    guard let fields else { return elements?.contains(where: \.holdsNumberedDict) ?? false }
    if !fields.pairs.isEmpty, numberedParts != nil { return true }
    return fields.pairs.contains { $0.value.holdsNumberedDict }
  }

  /// This with tuples in the places of dicts with the keys 0, 1, … where a tree of the same names
  /// has tuples. Where that has nothing, arrays with such names are taken for a tuple's, but not in
  /// `names`, where they are names.
  public func tuples<Other>(where known: Tree<Other>?, exceptIn names: Set<String> = []) -> Tree {
    guard let fields else { return self }
    if let parts = known?.elements, let numberedParts {
      return .tuple(
        numberedParts.enumerated().map { index, part in
          part.tuples(where: parts.indices.contains(index) ? parts[index] : nil)
        })
    }
    if known == nil, !fields.pairs.isEmpty, let numberedParts,
      numberedParts.allSatisfy({ $0.leaf != nil })
    {
      return .tuple(numberedParts)
    }
    return .dict(
      .init(
        fields.pairs.map { name, part in
          let inner = known?[name]
          return (
            name,
            inner == nil && names.contains(name) ? part : part.tuples(where: inner)
          )
        }))
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
