import Arrays
import Diagnostics
import ProgramIR

/// `lax.scan` lifted to module code: a step may use variables and random streams of a scope
/// (`flax.core.lift.scan`).
///
/// Three kinds of value go into a step: scanned ones are sliced, carried ones come from the step
/// before, broadcast ones are the same for all. Arguments, variables and streams are all treated
/// as one of them, by one mechanism.
public struct LiftedScan {
  /// One step: what module code does with a carry and further arguments. `inner` gives the place in
  /// the step of a scope outside.
  public typealias Body = (
    _ inner: (Scope) throws -> Scope, _ carry: Value, _ xs: [Value]
  ) throws -> (carry: Value, ys: Value)

  /// What errors and reports call a scan and its arguments.
  public struct Label {
    /// What is scanned: `ScanLSTMCell`, `DeepRNN.__call__`, or a function's name.
    public var name: String
    /// The scope it runs on, as Flax prints it.
    public var path: String
    /// The names of the arguments after the carry, as far as they are known.
    public var arguments: [String]

    /// These names.
    public init(name: String, path: String = "/", arguments: [String] = []) {
      (self.name, self.path, self.arguments) = (name, path, arguments)
    }
  }

  let settings: ScanSettings
  let scopes: LiftedScopes
  let label: Label
  private let body: Body
  let inputs: VariableGroups
  let streams: [LiftedStream]
  /// The depth of what a step computes.
  let depth: Int

  private init(
    _ settings: ScanSettings, _ scopes: LiftedScopes, _ label: Label, _ body: @escaping Body
  ) {
    (self.settings, self.scopes, self.label, self.body) = (settings, scopes, label, body)
    depth = scopes.trace.depth + 1
    inputs = VariableGroups(scopes.collections, settings, axes: settings.inputAxes)
    streams = scopes.streams(settings.splitRNGs.map(\.filter))
  }

  /// Runs `body` for every step.
  ///
  /// - Parameters:
  ///   - scopes: those of the modules and variables the body uses; at least one.
  ///   - label: what errors call the scan.
  ///   - carry: the first carry.
  ///   - xs: the further arguments, scanned or broadcast as `settings.inAxes` says.
  /// - Returns: the last carry, and the steps' results stacked as `settings.outAxes` says.
  /// - Throws: what the body throws; also for axes, lengths, carries and broadcast values that
  ///   make no sense.
  public static func run(
    _ settings: ScanSettings, scopes: [Scope], label: Label, carry: Value, xs: [Value],
    body: @escaping Body
  ) throws -> (carry: Value, ys: Value) {
    try settings.locating(ScanSettings.wholePlace) {
      try LiftedScan(settings, LiftedScopes(scopes), label, body).run(carry: carry, xs: xs)
    }
  }

  private func run(carry: Value, xs: [Value]) throws -> (carry: Value, ys: Value) {
    let position = scopes.trace.scans.count
    let arguments = try settings.locating("in_axes") {
      try ScannedArguments(xs, settings, names: label.arguments)
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
      try loop(&constants, carried, scanned, arguments, length: length)
    }
    try scopes.adopt(
      last.variables.all, partitions: settings.partitions(outside: last.partitions))
    let ys = try settings.locating("out_axes") { try results.stacked(constants, settings) }
    if length == 0 { warnOfNoSteps() }
    scopes.trace.record(
      try report(arguments, carry: last.carry, ys: ys, made: last.variables.all, length: length),
      at: position)
    return (last.carry, ys)
  }

  func isSplit(_ stream: LiftedStream) -> Bool {
    settings.splitRNGs[stream.group].isSplit
  }

  /// The scanned variables with the axis of the steps in front.
  private func slicedVariables(_ length: Int) throws -> [Tree<Tensor>] {
    try settings.locating("variable_axes") {
      try zip(inputs.scanned, settings.inputAxes).map { group, axis in
        let group = group.tree
        let moved = try group.leavesWithPaths.map { path, tensor in
          try tensor.scanned(along: axis.1, length: length, path: path.slashed)
        }
        return group.replacingLeaves(with: moved)
      }
    }
  }

  // MARK: A step

  /// What a step makes, before it is sorted into carry and ys.
  struct Step {
    var carry: Value
    var ys: Value
    var variables: VariableGroups
    var partitions: [TreePath: PartitionNames]
  }

  /// Calls the body on one slice of everything.
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
    let (store, streams) = try stepState(variables, stepKeys)
    store.partitions = try settings.partitions(inside: scopes.partitions)
    let inner = scopes.inner(
      store, streams: streams, mutable: settings.liftedMutable,
      by: settings.isMap ? .vmap : .scan, rngs: settings.liftedStreams)
    let (carry, ys) = try scopes.trace.lifting(isLoop: true) {
      try body(
        { try scopes.inner(of: $0, inner) }, carried.parts[1].value,
        arguments.values(with: parts[2].leaves))
    }
    let changed = store.collections.filter { inner[0].mutable.contains($0.key) }
    var out = VariableGroups(changed, settings, axes: settings.outputAxes)
    // What a step can't change it still hands on, or the loop would lose it.
    out.broadcast.merge(broadcast) { new, _ in new }
    return Step(carry: carry, ys: ys, variables: out, partitions: store.partitions)
  }

  /// The variables and streams as a step is to see them.
  private func stepState(
    _ variables: VariableGroups, _ keys: [Tensor]
  ) throws -> (VariableStore, [[String: LazyRNG]]) {
    guard let transform = settings.dataTransform else {
      var keys = keys[...]
      return (
        VariableStore(variables.all),
        scopes.streamsByRoot(streams) { LazyRNG(keys.removeFirst(), suffix: $0.rng.suffix) }
      )
    }
    var data = StepData(
      variables: scopes.scopedGroups(variables),
      keys: settings.splitRNGs.map { _ in scopes.roots.map { _ in [:] } })
    for (stream, key) in zip(streams, keys) {
      data.keys[stream.group][stream.root][stream.name] = key
    }
    try settings.locating("data_transform") { try transform(&data) }
    return (
      scopes.store(of: data.variables),
      scopes.streamsByRoot(streams) {
        LazyRNG(data.keys[$0.group][$0.root][$0.name] ?? $0.rng.key, suffix: $0.rng.suffix)
      }
    )
  }

  // MARK: The loop

  private func loop(
    _ constants: inout Constants, _ carried: Tree<Tensor>, _ scanned: Tree<Tensor>,
    _ arguments: ScannedArguments, length: Int
  ) throws -> (last: Step, results: ScannedResults) {
    let paths = carried.leavesWithPaths.map(\.path)
    var traced: (step: Step, results: ScannedResults)?
    let (carry, ys) = try Tensor.scan(
      carry: carried.leaves, xs: scanned.leaves, length: length, isReversed: settings.isReversed,
      depth: depth, carryName: { Self.carryName(paths[$0]) }
    ) { carry, slices in
      let step = try step(
        constants.variables, carried.replacingLeaves(with: carry),
        scanned.replacingLeaves(with: slices), arguments)
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
      try results.stackVariables(ys, settings)
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
      "\(label.name) scans over nothing: the carry comes back as it went in, and what is stacked"
        + " over the steps is empty")
  }
}

extension Tree {
  /// The parts of a tuple this code made itself.
  var parts: [Tree] { elements ?? [] }
}
