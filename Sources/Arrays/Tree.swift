import Diagnostics

/// A pytree: values in tuples, lists and dicts, nested. `none` holds no value.
///
/// Like JAX, `leaves` visits a dict in the order of its sorted keys; unlike JAX, a dict remembers
/// the order it was written in, which is what iterating over it shows.
public indirect enum Tree<Leaf> {
  case leaf(Leaf)
  case none
  case tuple([Tree])
  case list([Tree])
  case dict(Fields)

  /// The named parts of a dict, in the order they were written.
  public struct Fields {
    /// Names and values, in the order they were written; no name twice.
    public private(set) var pairs: [(key: String, value: Tree)]

    /// No fields.
    public init() { pairs = [] }

    /// Fields with these names; of two with one name the last holds.
    public init(_ pairs: some Sequence<(String, Tree)>) {
      self.init()
      for (key, value) in pairs { self[key] = value }
    }

    /// The names, in the order they were written.
    public var keys: [String] { pairs.map(\.key) }

    /// The values, in the order they were written.
    public var values: [Tree] { pairs.map(\.value) }

    /// The fields by sorted name, the order in which JAX flattens a dict.
    public var sorted: [(key: String, value: Tree)] { pairs.sorted { $0.key < $1.key } }

    /// The value of a name; assigning `nil` removes it.
    ///
    /// - Complexity: O(*n*).
    public subscript(key: String) -> Tree? {
      get { pairs.first { $0.key == key }?.value }
      set {
        let index = pairs.firstIndex { $0.key == key }
        switch (index, newValue) {
        case (let index?, let value?): pairs[index].value = value
        case (let index?, nil): pairs.remove(at: index)
        case (nil, let value?): pairs.append((key, value))
        case (nil, nil): break
        }
      }
    }
  }
}

extension Tree: Sendable where Leaf: Sendable {}
extension Tree.Fields: Sendable where Leaf: Sendable {}

extension Tree.Fields: Equatable where Leaf: Equatable {
  /// The same names with the same values, in whatever order.
  public static func == (a: Self, b: Self) -> Bool {
    a.sorted.elementsEqual(b.sorted) { $0.key == $1.key && $0.value == $1.value }
  }
}
extension Tree: Equatable where Leaf: Equatable {}

extension Tree: ExpressibleByDictionaryLiteral {
  /// A dict.
  public init(dictionaryLiteral elements: (String, Tree)...) { self = .dict(Fields(elements)) }
}

extension Tree: ExpressibleByArrayLiteral {
  /// A list.
  public init(arrayLiteral elements: Tree...) { self = .list(elements) }
}

extension Tree {
  /// The leaves, dicts by sorted key.
  public var leaves: [Leaf] {
    switch self {
    case .leaf(let leaf): [leaf]
    case .none: []
    case .tuple(let parts), .list(let parts): parts.flatMap(\.leaves)
    case .dict(let fields): fields.sorted.flatMap { $0.value.leaves }
    }
  }

  /// The leaves with their paths, in the order of `leaves`.
  public var leavesWithPaths: [(path: TreePath, leaf: Leaf)] {
    children.map {
      $0.flatMap { key, child in child.leavesWithPaths.map { ($0.path.prefixed(by: key), $0.leaf) }
      }
    }
      ?? (leaf.map { [(TreePath(), $0)] } ?? [])
  }

  /// The leaves with their paths, dicts in the order they were written.
  public var leavesInOrderWithPaths: [(path: TreePath, leaf: Leaf)] {
    guard case .dict(let fields) = self else {
      return children.map { parts in
        parts.flatMap { key, child in
          child.leavesInOrderWithPaths.map { ($0.path.prefixed(by: key), $0.leaf) }
        }
      } ?? (leaf.map { [(TreePath(), $0)] } ?? [])
    }
    return fields.pairs.flatMap { key, child in
      child.leavesInOrderWithPaths.map { ($0.path.prefixed(by: .name(key)), $0.leaf) }
    }
  }

  /// The value, if this is a leaf.
  public var leaf: Leaf? {
    if case .leaf(let leaf) = self { leaf } else { nil }
  }

  /// The parts of a tuple or a list.
  public var elements: [Tree]? {
    switch self {
    case .tuple(let parts), .list(let parts): parts
    default: nil
    }
  }

  /// The fields of a dict.
  public var fields: Fields? {
    if case .dict(let fields) = self { fields } else { nil }
  }

  /// The direct parts with their keys, dicts by sorted key; `nil` for a leaf, empty for `none`.
  public var children: [(key: TreePath.Key, child: Tree)]? {
    switch self {
    case .leaf: nil
    case .none: []
    case .tuple(let parts), .list(let parts): parts.enumerated().map { (.index($0), $1) }
    case .dict(let fields): fields.sorted.map { (.name($0.key), $0.value) }
    }
  }

  /// The part under `key`, if there is one.
  public subscript(key: String) -> Tree? { fields?[key] }

  /// The same structure with every leaf replaced, in the order of `leaves`.
  public func map<T, E: Error>(_ transform: (Leaf) throws(E) -> T) throws(E) -> Tree<T> {
    try flatMap { (leaf) throws(E) in .leaf(try transform(leaf)) }
  }

  /// The same structure with a tree in place of every leaf.
  public func flatMap<T, E: Error>(_ transform: (Leaf) throws(E) -> Tree<T>) throws(E) -> Tree<T> {
    switch self {
    case .leaf(let leaf): return try transform(leaf)
    case .none: return .none
    case .tuple(let parts): return .tuple(try Self.transformAll(parts, transform))
    case .list(let parts): return .list(try Self.transformAll(parts, transform))
    case .dict(let fields):
      var values: [String: Tree<T>] = [:]
      for (key, value) in fields.sorted { values[key] = try value.flatMap(transform) }
      return .dict(.init(fields.keys.compactMap { key in values[key].map { (key, $0) } }))
    }
  }

  /// The same structure with a tree in place of every leaf, made from its path and itself.
  public func replacing<T>(_ transform: (TreePath, Leaf) -> Tree<T>) -> Tree<T> {
    var paths = leavesWithPaths.map(\.path)[...]
    return flatMap { transform(paths.removeFirst(), $0) }
  }

  private static func transformAll<T, E: Error>(
    _ parts: [Tree], _ transform: (Leaf) throws(E) -> Tree<T>
  ) throws(E) -> [Tree<T>] {
    var result: [Tree<T>] = []
    for part in parts { result.append(try part.flatMap(transform)) }
    return result
  }

  /// The structure alone, comparable: tuples differ from lists, dicts compare by their names.
  public var structure: Tree<TreeStructureLeaf> { map { _ in TreeStructureLeaf() } }

  /// This structure with `leaves` in place of its own; there must be as many.
  public func replacingLeaves<T>(with leaves: [T]) -> Tree<T> {
    var remaining = leaves[...]
    let result = map { _ in remaining.removeFirst() }
    precondition(remaining.isEmpty, "more leaves than the tree has places")
    return result
  }
}

/// What a leaf is in a tree's `structure`: nothing but there.
public struct TreeStructureLeaf: Hashable, Sendable {
  /// The one value.
  public init() {}
}
