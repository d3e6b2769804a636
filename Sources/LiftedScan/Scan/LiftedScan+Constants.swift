import Arrays
import Diagnostics
import ProgramIR

extension LiftedScan {
  /// Values that all steps share, found by tracing one step.
  struct Constants {
    var variables: Collections
    /// The broadcast leaves of the ys, in order.
    var outputs: [Tensor]
    /// The names of the axes of variables that have some, when they are made here.
    var partitions: [TreePath: PartitionNames] = [:]
  }

  func traceConstants(
    _ carried: Tree<Tensor>, _ scanned: Tree<Tensor>, _ arguments: ScannedArguments
  ) throws -> Constants {
    let carry = carried.map { Tensor.placeholder($0.type, depth: depth) }
    let slices = scanned.map {
      Tensor.placeholder($0.type.with(shape: $0.shape.removing(axis: 0)), depth: depth)
    }
    return try constants(of: step(inputs.broadcast, carry, slices, arguments))
  }

  /// The broadcast values that a step makes.
  ///
  /// - Throws: when one of them depends on the loop.
  func constants(of step: Step) throws -> Constants {
    try checkConstancy(of: step.variables.broadcast)
    let outputs = try settings.locating("out_axes") {
      try ScannedResults.broadcastLeaves(of: step.ys, settings)
    }
    let varying = outputs.filter { $0.leaf.depth >= depth }
    guard varying.isEmpty else {
      throw Diagnostic(
        "a broadcast output must not depend on the loop", hint: "give it an axis in out_axes",
        location: settings.places["out_axes"],
        details: varying.map { "\($0.path.text(root: "ys")): depends on the loop" })
    }
    return Constants(
      variables: step.variables.broadcast, outputs: outputs.map(\.leaf),
      partitions: step.partitions)
  }

  private func checkConstancy(of variables: Collections) throws {
    let varying = variables.tree.leavesWithPaths.filter { $0.leaf.depth >= depth }
    guard !varying.isEmpty else { return }
    let isNew = !Set(inputs.broadcast.tree.leavesWithPaths.map(\.path))
      .isSuperset(of: varying.map(\.path))
    throw Diagnostic(
      "a broadcast variable must not depend on the loop",
      hint: isNew && streams.contains(where: isSplit)
        ? "don't split the stream it is made from (split_rngs: {params: false}), or scan it with"
          + " variable_axes to have one for each step"
        : "scan it with variable_axes or carry it with variable_carry",
      location: settings.places["variable_broadcast"],
      details: varying.map { "\($0.path.slashed): depends on the loop" })
  }

  /// The broadcast variables that are there already; without a trace there can be no others.
  func givenConstants() throws -> Constants {
    guard !settings.outAxes.leaves.contains(.broadcast) else {
      throw Diagnostic(
        "broadcast outputs need check_constancy_invariants", path: "out_axes",
        hint: "give the output an axis, or leave check_constancy_invariants true",
        location: settings.places["out_axes"])
    }
    return Constants(variables: inputs.broadcast, outputs: [])
  }
}
