import Diagnostics

/// A pytree: values in tuples, lists and dicts, nested. `none` holds no value.
///
/// Like JAX, `leaves` visits a dict in the order of its sorted keys, and a node of a class in the
/// order of its fields; unlike JAX, a dict remembers the order it was written in, which is what
/// iterating over it shows.
public indirect enum Tree<Leaf> {
  case leaf(Leaf)
  case none
  case tuple([Tree])
  case list([Tree])
  case dict(Fields)
}

extension Tree: Sendable where Leaf: Sendable {}

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
    var leaves: [Leaf] = []
    forEachLeaf { _, leaf in leaves.append(leaf) }
    return leaves
  }

  /// The leaves with their paths, in the order of `leaves`.
  public var leavesWithPaths: [(path: TreePath, leaf: Leaf)] {
    var leaves: [(path: TreePath, leaf: Leaf)] = []
    forEachLeaf { leaves.append((TreePath($0), $1)) }
    return leaves
  }

  /// The leaves with their paths, dicts in the order they were written.
  public var leavesInOrderWithPaths: [(path: TreePath, leaf: Leaf)] {
    var leaves: [(path: TreePath, leaf: Leaf)] = []
    forEachLeaf(sortsKeys: false) { leaves.append((TreePath($0), $1)) }
    return leaves
  }

  private func forEachLeaf(
    sortsKeys: Bool = true, _ visit: (_ path: [TreePath.Key], _ leaf: Leaf) -> Void
  ) {
    var path: [TreePath.Key] = []
    walk(&path, sortsKeys: sortsKeys, visit)
  }

  private func walk(
    _ path: inout [TreePath.Key], sortsKeys: Bool, _ visit: ([TreePath.Key], Leaf) -> Void
  ) {
    func walk(_ part: Tree, _ key: TreePath.Key) {
      path.append(key)
      part.walk(&path, sortsKeys: sortsKeys, visit)
      path.removeLast()
    }
    switch self {
    case .leaf(let leaf): visit(path, leaf)
    case .none: break
    case .tuple(let parts), .list(let parts):
      for (index, part) in parts.enumerated() { walk(part, .index(index)) }
    case .dict(let fields):
      for (key, part) in sortsKeys ? fields.sorted : fields.pairs { walk(part, .name(key)) }
    }
  }

  /// The value, if this is a leaf.
  public var leaf: Leaf? {
    if case .leaf(let leaf) = self { leaf } else { nil }
  }

  /// The parts of a tuple, named or not, or of a list.
  public var elements: [Tree]? {
    switch self {
    case .tuple(let parts), .list(let parts): parts
    case .dict(let fields) where fields.type?.isTuple ?? false: fields.values
    default: nil
    }
  }

  /// Largest number of levels of a tree from a file or a config. Deeper trees are refused, so that
  /// no walk over a tree runs out of stack.
  public static var maximumDepth: Int { 200 }

  /// The fields of a dict, or of a node of a class.
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
      return .dict(try fields.mapValues { (_, value) throws(E) in try value.flatMap(transform) })
    }
  }

  /// The same structure with a tree in place of every leaf, made from its path and itself.
  public func replacing<T>(_ transform: (TreePath, Leaf) -> Tree<T>) -> Tree<T> {
    var paths = leavesWithPaths.map(\.path).makeIterator()
    return flatMap { transform(paths.next() ?? TreePath(), $0) }
  }

  private static func transformAll<T, E: Error>(
    _ parts: [Tree], _ transform: (Leaf) throws(E) -> Tree<T>
  ) throws(E) -> [Tree<T>] {
    var result: [Tree<T>] = []
    for part in parts { result.append(try part.flatMap(transform)) }
    return result
  }

  /// The structure alone, comparable: tuples differ from lists, dicts compare by their names, nodes
  /// of a class by that too.
  public var structure: Tree<TreeStructureLeaf> { map { _ in TreeStructureLeaf() } }

  /// A tree of the same structure with `leaves`, in order; there must be as many.
  public func replacingLeaves<T>(with leaves: [T]) -> Tree<T> {
    var remaining = leaves[...]
    let result = map { _ in remaining.removeFirst() }
    precondition(remaining.isEmpty, "more leaves than the tree has places")
    return result
  }
}

/// Placeholder of a leaf in a tree's `structure`, without content.
public struct TreeStructureLeaf: Hashable, Sendable {
  /// The one value.
  public init() {}
}
