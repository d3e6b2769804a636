/// A class of pytree nodes with named fields: a `NamedTuple`, a `flax.struct.dataclass`.
///
/// Two node types are the same if they are the same object, as two Python classes are.
public final class NodeType: Sendable {
  /// The name of the class.
  public let name: String

  /// A class of this name, different from all others.
  public init(name: String) { self.name = name }
}

extension NodeType: Equatable {
  /// Whether both are one object.
  public static func == (a: NodeType, b: NodeType) -> Bool { a === b }
}
