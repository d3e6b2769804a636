import Arrays
import LiftedScan

extension ModelDescription {
  /// The names that people give to batch axes, and to axes of time.
  private static let batchNames: Set = ["B", "N", "b", "batch", "batch_size"]
  private static let timeNames: Set = [
    "L", "S", "T", "length", "seq", "seq_len", "steps", "t", "time",
  ]

  /// Warnings about inputs that a scan steps through along an axis whose declared name is that of
  /// the batch, while another axis has the name of time.
  public func axisWarnings(method: String) -> [String] {
    guard let method = module.method(method) else { return [] }
    return inputs.flatMap { name, type -> [String] in
      guard let place = method.parameterNames.firstIndex(of: name) ?? (name == "xs" ? 1 : nil),
        place > 0
      else { return [] }
      return Self.warnings(name, type, place, method.loops)
    }
  }

  /// Warnings about the input at one place; loops remove its axes one by one.
  private static func warnings(
    _ input: String, _ type: Tree<InputType>, _ place: Int, _ loops: [ScanSettings]
  ) -> [String] {
    var axisNames = type.leavesWithPaths.map { path, leaf in
      (
        path: path.text(root: input),
        names: leaf.sizes.map { size in if case .named(let name) = size { name } else { "" } }
      )
    }
    var warnings: [String] = []
    for loop in loops {
      let axes = loop.inAxes.argument(loop.isMap ? place : place - 1)
      guard let axes = try? axes?.spread(over: type, matchesAllSequences: true) else { break }
      for (index, axis) in axes.leaves.enumerated() {
        let (path, names) = axisNames[index]
        guard case .axis(let axis) = axis, let place = try? Shape(names.map { _ in 1 }).axis(axis)
        else { continue }
        axisNames[index].names.remove(at: place)
        if !loop.isMap, batchNames.contains(names[place]),
          let time = names.firstIndex(where: timeNames.contains)
        {
          warnings.append(
            "\(path) is scanned over its axis \(place), '\(names[place])', which looks like a batch;"
              + " in_axes: \(time) scans over '\(names[time])'")
        }
      }
    }
    return warnings
  }
}
