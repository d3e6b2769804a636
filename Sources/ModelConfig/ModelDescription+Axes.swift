import Arrays
import LiftedScan

extension ModelDescription {
  /// The names that people give to batch axes, and to axes of time.
  private static let batchNames: Set = ["B", "N", "b", "batch", "batch_size"]
  private static let timeNames: Set = [
    "L", "S", "T", "length", "seq", "seq_len", "steps", "t", "time",
  ]

  /// What the user should know of inputs that a scan steps through: that an axis is scanned whose
  /// declared name is that of a batch, while another one's is that of time.
  public func axisWarnings(method: String) -> [String] {
    guard let scan = module.scan(of: method), let names = module.parameters(of: method) else {
      return []
    }
    return inputs.flatMap { name, type -> [String] in
      guard let place = names.firstIndex(of: name) ?? (name == "xs" ? 1 : nil), place > 0 else {
        return []
      }
      return Self.warnings(name, type, scan.inAxes.argument(place - 1))
    }
  }

  private static func warnings(
    _ input: String, _ type: Tree<InputType>, _ axes: AxisTree?
  ) -> [String] {
    guard let axes = try? axes?.spread(over: type, matchesAllSequences: true) else { return [] }
    return zip(type.leavesWithPaths, axes.leaves).compactMap { leaf, axis in
      let names = leaf.leaf.sizes.map { size in
        if case .named(let name) = size { name } else { "" }
      }
      guard case .axis(let axis) = axis, let scanned = try? Shape(names.map { _ in 1 }).axis(axis),
        batchNames.contains(names[scanned]),
        let time = names.firstIndex(where: timeNames.contains)
      else { return nil }
      return "\(leaf.path.text(root: input)) is scanned over its axis \(scanned),"
        + " '\(names[scanned])', which looks like a batch; in_axes: \(time) scans over '\(names[time])'"
    }
  }
}

extension Tree where Leaf == ScanAxis {
  /// The axes of one of the arguments.
  fileprivate func argument(_ index: Int) -> Tree? {
    guard let elements else { return self }
    return elements.indices.contains(index) ? elements[index] : nil
  }
}
