import Arrays
import Diagnostics
import ProgramIR

/// `lax.scan` lifted to module code: a step may use variables and random streams of a scope
/// (`flax.core.lift.scan`).
///
/// Three kinds of value go into a step: scanned ones are sliced, carried ones come from the step
/// before, broadcast ones are the same for all. Arguments, variables and streams are all treated
/// as one of them, by one mechanism.
struct LiftedScan {
  let settings: ScanSettings
  let pack: Pack
  let method: LiftableMethod
  let inputs: VariableGroups
  /// Loop depth of the step's computations.
  let depth: Int

  /// A scan, or map, of a method.
  init(_ settings: ScanSettings, _ method: LiftableMethod, on pack: Pack) {
    (self.settings, self.method, self.pack) = (settings, method, pack)
    depth = pack.scopes.trace.depth + 1
    inputs = VariableGroups(pack.variables, pack.lifting.inputs.map(\.role))
  }

  var scopes: LiftedScopes { pack.scopes }
  var streams: [LiftedStream] { pack.streams }

  /// The names of the arguments after the carry, as far as they are known.
  private var argumentNames: [String] {
    settings.isMap ? method.parameters : Array(method.parameters.dropFirst())
  }

  /// Calls the method for every step.
  ///
  /// - Parameters:
  ///   - carry: the first carry; nothing for a map.
  ///   - xs: the further arguments, scanned or broadcast as `settings.inAxes` says.
  /// - Returns: the last carry, and the steps' results stacked as `settings.outAxes` says.
  /// - Throws: what the method throws; also for axes, lengths, carries and broadcast values that
  ///   make no sense.
  func callAsFunction(carry: Value, xs: [Value]) throws -> (carry: Value, ys: Value) {
    try settings.locating(ScanSettings.wholePlace) { try run(carry: carry, xs: xs) }
  }

  private func run(carry: Value, xs: [Value]) throws -> (carry: Value, ys: Value) {
    let position = scopes.trace.scans.count
    try settings.locating("data_transform") {
      try settings.dataTransform?.check(lifted: settings.liftedCollections)
    }
    let arguments = try settings.locating("in_axes") {
      try ScannedArguments(xs, settings, names: argumentNames)
    }
    let length = try settings.locating("length") { try arguments.length(settings) }
    let splitKeys = try streams.filter(isSplit).map { try $0.rng.key.splitKey(length) }
    let scanned: Tree<Tensor> = .tuple([
      .tuple(try slicedVariables(length)), .tuple(splitKeys.map { .leaf($0) }),
      .tuple(arguments.scanned.map { .leaf($0) }),
    ])
    let carried = Tree<Tensor>.tuple([inputs.carry.tree, try carry.tensors("carry")])

    var constants =
      settings.isMap
      ? Constants(variables: inputs.broadcast, outputs: [])
      : settings.checksConstancy
        ? try traceConstants(carried, scanned, arguments) : try givenConstants()
    let isTracedAgain = settings.checksConstancy && !settings.isMap
    let (last, results) = try scopes.trace.repeating(isTracedAgain) {
      guard let lengths = scopes.trace.lengths, !settings.isMap, !arguments.scanned.isEmpty else {
        return try loop(&constants, carried, scanned, arguments, length: length)
      }
      return try lengths.scanning(length) {
        try loop(&constants, carried, scanned, arguments, length: length, $0)
      }
    }
    try pack.publish(last.variables.all, partitions: last.partitions)
    let ys = try settings.locating("out_axes") { try results.stacked(constants, settings) }
    if length == 0 { warnOfNoSteps() }
    let report = try report(
      arguments, carry: last.carry, ys: ys, made: last.variables.all.merged, length: length)
    scopes.trace.record(report, at: position)
    if !settings.isMap {
      scopes.trace.note(
        ScannedCarry(
          first: carried.parts[1].leaves, last: try last.carry.tensors("carry").leaves,
          partNames: method.module.method("__call__")?.carry?.partNames))
    }
    return (last.carry, ys)
  }

  func isSplit(_ stream: LiftedStream) -> Bool {
    settings.splitRNGs[stream.group].isSplit
  }

  /// The scanned variables with the axis of the steps in front.
  private func slicedVariables(_ length: Int) throws -> [Tree<Tensor>] {
    try settings.locating("variable_axes") {
      try zip(inputs.scanned, pack.lifting.inputAxes).map { group, axis in
        let group = group.tree
        let moved = try group.leavesWithPaths.map { path, tensor in
          try tensor.scanned(along: axis, length: length, path: path.slashed)
        }
        return group.replacingLeaves(with: moved)
      }
    }
  }

  // MARK: A step

  /// Results of a step, before they are sorted into carry and ys.
  struct Step {
    var carry: Value
    var ys: Value
    var variables: VariableGroups
    var partitions: [TreePath: PartitionNames]
  }

  /// Calls the method on one slice of everything.
  func step(
    _ broadcast: Collections, _ carried: Tree<Tensor>, _ slices: Tree<Tensor>,
    _ arguments: ScannedArguments
  ) throws -> Step {
    let parts = slices.parts
    var keys = parts[1].leaves[...]
    let stepKeys = streams.map { isSplit($0) ? keys.removeFirst() : $0.rng.key }
    let variables = VariableGroups(
      broadcast: broadcast, carry: Collections(carried.parts[0]),
      scanned: parts[0].parts.map { Collections($0) })
    let (seen, seenKeys) = try transformed(variables.all, stepKeys)
    let xs = arguments.values(with: parts[2].leaves)
    let outcome = try pack.call(
      method, Arguments(settings.isMap ? xs : [carried.parts[1].value] + xs), variables: seen,
      keys: seenKeys)
    let (carry, ys) = try self.parts(of: outcome.result)
    var out = VariableGroups(outcome.variables, pack.lifting.outputs.map(\.role))
    // What a step can't change it still hands on, or the loop would lose it.
    out.broadcast.merge(broadcast) { new, _ in new }
    return Step(carry: carry, ys: ys, variables: out, partitions: outcome.partitions)
  }

  /// The next carry and the output, from the method's result.
  private func parts(of result: Value) throws -> (carry: Value, ys: Value) {
    if settings.isMap { return (.none, result) }
    guard case .tuple(let parts) = result, parts.count == 2 else {
      throw Diagnostic(
        "a scan's body must return a tuple of the next carry and an output", path: method.name,
        got: result.text, hint: "return carry, None if there is no output")
    }
    return (parts[0], parts[1])
  }

  /// The variables and keys after `data_transform`.
  private func transformed(
    _ groups: [Collections], _ keys: [Tensor]
  ) throws -> (Collections, [Tensor]) {
    guard let transform = settings.dataTransform else { return (groups.merged, keys) }
    var data = StepData(
      variables: scopes.scopedGroups(groups),
      keys: settings.splitRNGs.map { _ in scopes.roots.map { _ in [:] } })
    for (stream, key) in zip(streams, keys) {
      data.keys[stream.group][stream.root][stream.name] = key
    }
    try settings.locating("data_transform") {
      if !scopes.roots[0].isInitializing { try transform.check(groups) }
      try transform(&data)
    }
    return (
      scopes.collections(of: data.variables),
      streams.map { data.keys[$0.group][$0.root][$0.name] ?? $0.rng.key }
    )
  }

  // MARK: The loop

  private func loop(
    _ constants: inout Constants, _ carried: Tree<Tensor>, _ scanned: Tree<Tensor>,
    _ arguments: ScannedArguments, length: Int, _ lengths: SequenceLengths? = nil
  ) throws -> (last: Step, results: ScannedResults) {
    let paths = carried.leavesWithPaths.map(\.path)
    var traced: (step: Step, results: ScannedResults)?
    let numbers = lengths == nil ? [] : [try Tensor.iota(length, .int32)]
    let (carry, ys) = try Tensor.scan(
      carry: carried.leaves, xs: scanned.leaves + numbers, length: length,
      isReversed: settings.isReversed, depth: depth, carryName: { Self.carryName(paths[$0]) }
    ) { carry, slices in
      let carried: Tree<Tensor> = carried.replacingLeaves(with: carry)
      var step = try step(
        constants.variables, carried,
        scanned.replacingLeaves(with: Array(slices.dropLast(numbers.count))), arguments)
      if let lengths, let number = slices.last {
        try step.end(lengths, at: number, carried.parts[1])
      }
      let next = Tree<Tensor>.tuple([
        step.variables.carry.tree, try step.carry.tensors("carry"),
      ])
      try checkStructure(carried, next)
      let results = try settings.locating("out_axes") {
        try ScannedResults(step.ys, step.variables.scanned, settings)
      }
      traced = (step, results)
      return (next.leaves, results.scannedLeaves)
    }
    guard var (last, results) = traced else {
      throw Diagnostic("the scan's body was never traced", code: .internalFault)
    }
    if settings.isMap { constants = try self.constants(of: last) }
    let lastCarry: Tree<Tensor> = carried.replacingLeaves(with: carry)
    warnOfLostVariables(constants, last.variables.broadcast)
    last.variables.broadcast = constants.variables
    last.partitions.merge(constants.partitions) { new, _ in new }
    last.variables.carry = Collections(lastCarry.parts[0])
    last.carry = lastCarry.parts[1].value
    last.variables.scanned = try settings.locating("variable_axes") {
      try results.stackVariables(ys, pack.lifting.outputAxes)
    }
    return (last, results)
  }

  /// Warns of variables that a step makes and the scan, like Flax's, loses.
  private func warnOfLostVariables(_ constants: Constants, _ made: Collections) {
    guard !settings.checksConstancy, !settings.isMap else { return }
    let kept = Set(constants.variables.tree.leavesWithPaths.map(\.path))
    for (path, _) in made.tree.leavesWithPaths where !kept.contains(path) {
      scopes.trace.warnings.add(
        "\(path.slashed) is made inside a scan with check_constancy_invariants=false and is lost;"
          + " leave the check on to initialise broadcast variables")
    }
  }

  private func warnOfNoSteps() {
    scopes.trace.warnings.add(
      "\(method.name) scans over nothing: the carry comes back as it went in, and what is stacked"
        + " over the steps is empty")
  }
}

extension LiftedScan.Step {
  /// Keeps the carry, and leaves zeros for ys, of sequences that have no step at `index`.
  fileprivate mutating func end(
    _ lengths: SequenceLengths, at index: Tensor, _ before: Tree<Tensor>
  ) throws {
    let mask = try lengths.mask(at: index)
    let next = try carry.tensors("carry")
    let kept = try zip(next.leavesWithPaths, before.leaves).map { next, old in
      try lengths.masked(next.leaf, old, mask, LiftedScan.carryName(next.path))
    }
    if next.leaves.count == before.leaves.count {
      carry = next.replacingLeaves(with: kept).value
    }
    let made = try ys.tensors("output")
    ys =
      made.replacingLeaves(
        with: try made.leavesWithPaths.map { path, y in
          try lengths.masked(y, nil, mask, "output \(path.slashed)")
        }
      ).value
  }
}

extension Tree {
  /// The parts of a tuple this code made itself.
  var parts: [Tree] { elements ?? [] }
}
