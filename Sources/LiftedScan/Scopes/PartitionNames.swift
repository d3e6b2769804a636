import Diagnostics

/// Names of a variable's axes for sharding (`nn.Partitioned`); `nil` for an axis that isn't
/// sharded.
///
/// On one machine they change no number. A lifted scan adds the name of its own axis, as Flax does.
public struct PartitionNames: Hashable, Sendable {
  /// A name for each axis.
  public var names: [String?]

  /// Names of all axes, in order; `nil` for an axis without one.
  public init(_ names: [String?]) { self.names = names }

  /// With `name` for a new axis. A negative index counts as in Python's `list.insert`.
  func addingAxis(_ index: Int, named name: String?) -> PartitionNames {
    var result = names
    while result.count < index { result.append(nil) }
    result.insert(name, at: index < 0 ? max(0, result.count + index) : index)
    return PartitionNames(result)
  }

  /// Without the axis at `index`, which must have this name.
  func removingAxis(_ index: Int, named name: String?) throws -> PartitionNames {
    let position = index < 0 ? names.count + index : index
    guard names.indices.contains(position), names[position] == name else {
      throw Diagnostic(
        "the scanned axis isn't the one that is named in the variable's partitioning",
        expected: "'\(name ?? "None")' as axis \(index)", got: description)
    }
    var result = names
    result.remove(at: position)
    return PartitionNames(result)
  }
}

extension PartitionNames: CustomStringConvertible {
  /// The names as Python writes them: `('layers', None, 'model')`.
  public var description: String {
    let words = names.map { $0.map { "'\($0)'" } ?? "None" }
    return "(\(words.joined(separator: ", "))\(words.count == 1 ? "," : ""))"
  }
}
