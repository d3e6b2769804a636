import Arrays
import Diagnostics
import ProgramIR

/// Results of a lifted scan's step besides the carry: ys and changed variables, with the axes they
/// are stacked on.
struct ScannedResults {
  private let ys: Tree<Tensor>
  private let axes: Tree<ScanAxis>
  private let variables: [Tree<Tensor>]
  private var stackedYs: [Tensor] = []

  /// - Throws: when `out_axes` isn't a prefix of the ys or they aren't arrays.
  init(_ ys: Value, _ variables: [Collections], _ settings: ScanSettings) throws {
    (self.ys, axes) = try Self.withAxes(ys, settings)
    self.variables = variables.map(\.tree)
  }

  /// The leaves that the loop stacks: those of the ys that aren't broadcast, then the variables'.
  var scannedLeaves: [Tensor] {
    zip(ys.leaves, axes.leaves).filter { $0.1 != .broadcast }.map(\.0)
      + variables.flatMap(\.leaves)
  }

  /// The broadcast leaves of a step's ys, with their places.
  static func broadcastLeaves(
    of ys: Value, _ settings: ScanSettings
  ) throws -> [(path: TreePath, leaf: Tensor)] {
    let (tensors, axes) = try withAxes(ys, settings)
    return zip(tensors.leavesWithPaths, axes.leaves).filter { $0.1 == .broadcast }.map(\.0)
  }

  private static func withAxes(
    _ ys: Value, _ settings: ScanSettings
  ) throws -> (Tree<Tensor>, Tree<ScanAxis>) {
    let tensors = try ys.tensors("scan's result")
    do {
      let axes = try settings.outAxes.spread(
        over: tensors, root: "out_axes", values: "the result",
        matchesAllSequences: settings.notation == .config)
      return (tensors, axes)
    } catch var error as Diagnostic {
      error.problem = "out_axes doesn't fit the result" + (settings.isMap ? "" : " after the carry")
      throw error
    }
  }

  /// Keeps the stacked ys and gives the stacked variables, each on the axis of its group.
  mutating func stackVariables(
    _ stacked: [Tensor], _ axes: [Int]
  ) throws -> [Collections] {
    let count = scannedLeaves.count - variables.map(\.leaves.count).reduce(0, +)
    stackedYs = Array(stacked.prefix(count))
    var remaining = stacked.dropFirst(count)
    return try zip(variables, axes).map { group, axis in
      let moved = try group.leavesWithPaths.map { path, _ in
        do {
          return try remaining.removeFirst().movingAxis(0, to: axis)
        } catch let error as Diagnostic {
          throw error.at(path: path.slashed)
        }
      }
      return Collections(group.replacingLeaves(with: moved))
    }
  }

  /// The ys: stacked ones on their axes, broadcast ones as they are.
  func stacked(
    _ constants: LiftedScan.Constants, _ settings: ScanSettings
  ) throws -> Value {
    var scanned = stackedYs[...]
    var broadcast = constants.outputs[...]
    let leaves = try zip(ys.leavesWithPaths, axes.leaves).map { leaf, axis -> Tensor in
      guard case .axis(let axis) = axis else { return broadcast.removeFirst() }
      do {
        return try scanned.removeFirst().movingAxis(0, to: axis)
      } catch let error as Diagnostic {
        throw error.at(path: "out_axes of \(leaf.path.text(root: "ys"))")
      }
    }
    let result: Tree<Tensor> = ys.replacingLeaves(with: leaves)
    return result.value
  }
}
