import Arrays

extension Tree {
  /// The parts of a tuple, or of a dict with the keys 0, 1, …, as files store tuples.
  var numberedParts: [Tree]? {
    if let elements { return elements }
    guard let fields else { return nil }
    let parts = fields.keys.indices.compactMap { fields[String($0)] }
    return parts.count == fields.keys.count ? parts : nil
  }

  /// The tree with each dict of keys 0, 1, … replaced by a tuple, as files store tuples.
  public var tuplesForNumbers: Tree {
    guard let fields else { return self }
    if !fields.pairs.isEmpty, let numberedParts {
      return .tuple(numberedParts.map(\.tuplesForNumbers))
    }
    return .dict(fields.mapValues { $1.tuplesForNumbers })
  }

  /// Whether some dict in this has the keys 0, 1, ….
  public var hasNumberedParts: Bool {
    guard let children else { return false }
    return fields?["0"] != nil && numberedParts != nil || children.contains { $1.hasNumberedParts }
  }

  /// The tree with dicts of keys 0, 1, … replaced by tuples and lists where `model` has some. Where
  /// `model` has nothing, only such dicts are replaced that hold no dicts with other keys and
  /// aren't in the fields called `names`.
  public func tuplesForNumbers<T>(
    as model: Tree<T>?, exceptIn names: Set<String> = []
  ) -> Tree {
    guard let fields else { return self }
    switch model {
    case .dict(let own)?:
      return .dict(
        fields.mapValues { name, part in
          own[name] == nil && names.contains(name) ? part : part.tuplesForNumbers(as: own[name])
        })
    case .tuple(let own)?, .list(let own)?:
      guard let parts = numberedParts, parts.count == own.count else { return tuplesForNumbers }
      let tuples = zip(parts, own).map { $0.tuplesForNumbers(as: $1) }
      if case .list? = model { return .list(tuples) }
      return .tuple(tuples)
    case .leaf?, .none?, nil:
      let parts = fields.mapValues {
        names.contains($0) ? $1 : $1.tuplesForNumbers(as: model)
      }
      let tree = Tree.dict(parts)
      guard !parts.pairs.isEmpty, let numbered = tree.numberedParts,
        numbered.allSatisfy({ $0.fields == nil })
      else { return tree }
      return .tuple(numbered)
    }
  }

  /// A dict with exactly these keys, or a numbered one, as a tuple in their order.
  package func tuple(named names: [String]?) -> Tree {
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
