import Arrays
import Diagnostics

/// Named axes that variables have outside of a lifted call and not inside (`metadata_params`,
/// `nn.add_metadata_axis`).
public struct MetadataAxes {
  /// Axis that a collection loses on the way in, and gets on the way out. The first match wins.
  public var axes: [(filter: Filter, axes: ScanSettings.VariableAxes)] = []
  /// Flax's `metadata_params`: under `partition_name` the name of the axes, or `nil` for none.
  public var params: [String: String?] = [:]
  /// The place of the axes in the user's text.
  public var location: SourceLocation?

  /// The key of `params` for the name of the axes (`nn.PARTITION_NAME`).
  public static let partitionNameKey = "partition_name"

  /// Metadata without axes.
  public init() {}

  /// Names of variables' axes inside the call.
  ///
  /// - Throws: when an axis has no name, or another one.
  func partitions(inside outer: [TreePath: PartitionNames]) throws -> [TreePath: PartitionNames] {
    try mapping(outer, \.input) { names, axis, name in try names.removingAxis(axis, named: name) }
  }

  /// The names of the axes of variables that come out.
  ///
  /// - Throws: when no name is specified for an axis.
  func partitions(outside inner: [TreePath: PartitionNames]) throws -> [TreePath: PartitionNames] {
    try mapping(inner, \.output) { names, axis, name in names.addingAxis(axis, named: name) }
  }

  private func mapping(
    _ partitions: [TreePath: PartitionNames], _ side: KeyPath<ScanSettings.VariableAxes, Int?>,
    _ change: (PartitionNames, _ axis: Int, _ name: String?) throws -> PartitionNames
  ) throws -> [TreePath: PartitionNames] {
    var result = partitions
    for (path, names) in partitions {
      let group = axes.first { group in
        group.filter.contains(path.collection) && group.axes[keyPath: side] != nil
      }
      guard let axis = group?.axes[keyPath: side] else { continue }
      result[path] = try change(names, axis, name(for: path, names))
    }
    return result
  }

  /// The name that the axis has in a partitioned variable.
  private func name(for path: TreePath, _ names: PartitionNames) throws -> String? {
    guard let name = params[Self.partitionNameKey] else {
      throw Diagnostic(
        "a partitioned variable is scanned, but the name of the new axis isn't specified",
        path: path.slashed, got: "axes named \(names)",
        hint: "add metadata_params: {partition_name: layers}, or any other name",
        location: location)
    }
    return name
  }
}

extension TreePath {
  /// The first name, of a path to a variable.
  fileprivate var collection: String {
    if case .name(let name) = keys.first { name } else { "" }
  }
}
