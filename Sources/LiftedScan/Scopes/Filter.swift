/// A set of collections or random streams by name: a finite set, or all but a finite set.
///
/// Flax writes `True`, `False`, a name, a list of names, `DenyList(filter)`.
public enum Filter: Hashable, Sendable {
  case only(Set<String>)
  case allExcept(Set<String>)

  /// Every name (`True`).
  public static let all = Filter.allExcept([])
  /// The empty set (`False`).
  public static let none = Filter.only([])

  /// Whether the set contains `name`.
  public func contains(_ name: String) -> Bool {
    switch self {
    case .only(let names): names.contains(name)
    case .allExcept(let names): !names.contains(name)
    }
  }

  /// The names this doesn't contain (`DenyList(self)`).
  public var complement: Filter {
    switch self {
    case .only(let names): .allExcept(names)
    case .allExcept(let names): .only(names)
    }
  }

  /// The names in either.
  public func union(_ other: Filter) -> Filter {
    switch (self, other) {
    case (.only(let a), .only(let b)): .only(a.union(b))
    case (.only(let a), .allExcept(let b)): .allExcept(b.subtracting(a))
    case (.allExcept(let a), .only(let b)): .allExcept(a.subtracting(b))
    case (.allExcept(let a), .allExcept(let b)): .allExcept(a.intersection(b))
    }
  }

  /// The names in both.
  public func intersection(_ other: Filter) -> Filter {
    complement.union(other.complement).complement
  }
}

extension Filter: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral
{
  /// The set of a single name.
  public init(stringLiteral name: String) { self = .only([name]) }
  /// Every name or none.
  public init(booleanLiteral value: Bool) { self = value ? .all : .none }
  /// The set of these names.
  public init(arrayLiteral names: String...) { self = .only(Set(names)) }
}

extension Filter: CustomStringConvertible {
  /// The filter as a config writes it: `true`, `false`, `params`, `[a, b]`, `{deny: params}`.
  public var description: String {
    switch self {
    case .only(let names) where names.isEmpty: "false"
    case .allExcept(let names) where names.isEmpty: "true"
    case .only(let names): Filter.text(names)
    case .allExcept(let names): "{deny: \(Filter.text(names))}"
    }
  }

  private static func text(_ names: Set<String>) -> String {
    names.count == 1 ? names.joined() : "[\(names.sorted().joined(separator: ", "))]"
  }
}
