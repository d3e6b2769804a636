/// A class of pytree nodes with named fields: a `NamedTuple`, a `flax.struct.dataclass`.
///
/// Two node types are the same if they are the same object, unless a kind of them says otherwise.
open class NodeType: @unchecked Sendable {
  /// The name of the class.
  public let name: String
  /// Whether nodes are also tuples of their fields' values: a `NamedTuple`.
  public let isTuple: Bool

  /// A new class called `name`, different from all others.
  public init(name: String, isTuple: Bool = false) {
    (self.name, self.isTuple) = (name, isTuple)
  }

  /// Whether a node of another type has the same structure if its fields have.
  open func isEqual(to other: NodeType) -> Bool { self === other }
}

extension NodeType: Equatable {
  /// Whether nodes of both have the same structure if their fields have.
  public static func == (a: NodeType, b: NodeType) -> Bool { a === b || a.isEqual(to: b) }
}
