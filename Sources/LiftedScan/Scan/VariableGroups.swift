import Arrays
import ProgramIR

/// The variables of a lifted scan: the same for all steps, carried, or sliced on an axis.
struct VariableGroups {
  var broadcast: Collections = [:]
  var carry: Collections = [:]
  /// In the order of the lift's scanned groups.
  var scanned: [Collections] = []

  /// The groups of a lift, by their roles.
  init(_ groups: [Collections], _ roles: [VariableRole]) {
    for (group, role) in zip(groups, roles) {
      switch role {
      case .broadcast: broadcast.merge(group) { first, _ in first }
      case .carried: carry.merge(group) { first, _ in first }
      case .scanned: scanned.append(group)
      }
    }
  }

  init(broadcast: Collections, carry: Collections, scanned: [Collections]) {
    (self.broadcast, self.carry, self.scanned) = (broadcast, carry, scanned)
  }

  /// All groups.
  var all: [Collections] { [broadcast, carry] + scanned }
}

extension Collections {
  /// The variables as one tree.
  public var tree: Tree<Tensor> {
    .dict(.init(sorted { $0.key < $1.key }.map { ($0.key, .dict($0.value)) }))
  }

  /// The collections of such a tree.
  public init(_ tree: Tree<Tensor>) {
    self = [:]
    for (name, value) in tree.fields?.pairs ?? [] { self[name] = value.fields ?? .init() }
  }
}
