import Arrays
import ProgramIR

/// How a lifted scan treats the variables of a scope: shared, carried, or sliced on an axis.
///
/// The first group whose filter contains a collection takes it.
struct VariableGroups {
  var broadcast: Collections
  var carry: Collections
  /// In the order of the settings' axes.
  var scanned: [Collections]

  /// `collections` in groups; those in no group are left out.
  init(_ collections: Collections, _ settings: ScanSettings, axes: [(Filter, Int)]) {
    let filters = [settings.variableBroadcast, settings.variableCarry] + axes.map(\.0)
    var groups = filters.map { _ in Collections() }
    for (name, fields) in collections {
      guard let index = filters.firstIndex(where: { $0.contains(name) }) else { continue }
      groups[index][name] = fields
    }
    (broadcast, carry, scanned) = (groups[0], groups[1], Array(groups[2...]))
  }

  init(broadcast: Collections, carry: Collections, scanned: [Collections]) {
    (self.broadcast, self.carry, self.scanned) = (broadcast, carry, scanned)
  }

  /// All groups together.
  var all: Collections {
    scanned.reduce(broadcast.merging(carry) { first, _ in first }) { all, group in
      all.merging(group) { first, _ in first }
    }
  }
}

extension ScanSettings {
  /// The filters and axes of collections that come in with slices.
  var inputAxes: [(Filter, Int)] {
    variableAxes.compactMap { filter, axes in axes.input.map { (filter, $0) } }
  }

  /// The filters and axes of collections that go out with slices.
  var outputAxes: [(Filter, Int)] {
    variableAxes.compactMap { filter, axes in axes.output.map { (filter, $0) } }
  }

  /// The collections that a step may change.
  var liftedMutable: Filter {
    outputAxes.map(\.0).reduce(variableBroadcast.union(variableCarry)) { $0.union($1) }
  }
}

extension Collections {
  /// The variables as one tree.
  var tree: Tree<Tensor> {
    .dict(.init(sorted { $0.key < $1.key }.map { ($0.key, .dict($0.value)) }))
  }

  /// The collections of such a tree.
  init(_ tree: Tree<Tensor>) {
    self = [:]
    for (name, value) in tree.fields?.pairs ?? [] { self[name] = value.fields ?? .init() }
  }
}
