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

  /// The streams that a step may draw from.
  var liftedStreams: Filter { splitRNGs.reduce(.none) { $0.union($1.filter) } }

  /// What a step sees of a collection.
  func inputRole(of collection: String) -> ScanReport.Role? { role(of: collection, inputAxes) }

  /// What becomes of a step's changes to a collection.
  func outputRole(of collection: String) -> ScanReport.Role? { role(of: collection, outputAxes) }

  private func role(of collection: String, _ axes: [(Filter, Int)]) -> ScanReport.Role? {
    if variableBroadcast.contains(collection) { return .broadcast }
    if variableCarry.contains(collection) { return .carried }
    return axes.first { $0.0.contains(collection) }.map { .scanned(axis: $0.1) }
  }
}

// MARK: - Names of axes

extension ScanSettings {
  /// The names of variables' axes as a step sees them: without the scan's own.
  ///
  /// - Throws: when the scan's axis has no name, or another one.
  func partitions(inside outer: [TreePath: PartitionNames]) throws -> [TreePath: PartitionNames] {
    var inner = outer
    for (path, names) in outer {
      guard case .scanned(let axis) = inputRole(of: path.collection) else { continue }
      inner[path] = try names.removingAxis(axis, named: partitionName(for: path, names))
    }
    return inner
  }

  /// The names of the axes of variables that come out of a step, the scan's own among them.
  func partitions(outside inner: [TreePath: PartitionNames]) throws -> [TreePath: PartitionNames] {
    var outer = inner
    for (path, names) in inner {
      guard case .scanned(let axis) = outputRole(of: path.collection) else { continue }
      outer[path] = names.addingAxis(axis, named: try partitionName(for: path, names))
    }
    return outer
  }
}

extension TreePath {
  /// The first name, of a path to a variable.
  fileprivate var collection: String {
    if case .name(let name) = keys.first { name } else { "" }
  }
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
