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

  let settings: ScanSettings
  let scopes: LiftedScopes
  let body: Body
  private let inputs: VariableGroups
  private let streams: [(root: Int, name: String, rng: LazyRNG, isSplit: Bool)]
  private var depth: Int { scopes.depth + 1 }
  private var trace: Trace { scopes.roots[0].trace }

  private init(_ settings: ScanSettings, _ scopes: LiftedScopes, _ body: @escaping Body) {
    self.settings = settings
    self.scopes = scopes
    self.body = body
    inputs = VariableGroups(scopes.collections, settings, axes: settings.inputAxes)
    streams = scopes.roots.enumerated().flatMap { index, scope in
      scope.streams.sorted { $0.key < $1.key }.compactMap { name, rng in
        settings.splitRNGs.first { $0.filter.contains(name) }
          .map { (index, name, rng, $0.isSplit) }
      }
    }
  }

  /// Runs `body` for every step.
  ///
  /// - Parameters:
  ///   - scopes: those of the modules and variables the body uses; at least one.
  ///   - carry: the first carry.
  ///   - xs: the further arguments, scanned or broadcast as `settings.inAxes` says.
  /// - Returns: the last carry, and the steps' results stacked as `settings.outAxes` says.
  /// - Throws: what the body throws; also for axes, lengths, carries and broadcast values that
  ///   make no sense.
  public static func run(
    _ settings: ScanSettings, scopes: [Scope], carry: Value, xs: [Value], body: @escaping Body
  ) throws -> (carry: Value, ys: Value) {
    try LiftedScan(settings, LiftedScopes(scopes), body).run(carry: carry, xs: xs)
  }

  private func run(carry: Value, xs: [Value]) throws -> (carry: Value, ys: Value) {
    let arguments = try ScannedArguments(.tuple(xs), axes: settings.inAxes)
    let length = try arguments.length(settings)
    let slicedVariables = try zip(inputs.scanned, settings.inputAxes).map { group, axis in
      try group.tree.map { try $0.movingScanAxisToFront(axis.1) }
    }
    let splitKeys = try streams.filter(\.isSplit).map { try $0.rng.key.splitKey(length) }
    let scanned: Tree<Tensor> = .tuple([
      .tuple(slicedVariables), .tuple(splitKeys.map { .leaf($0) }),
      .tuple(arguments.scanned.map { .leaf($0) }),
    ])
    try checkLengths(scanned, length)
    let carried = Tree<Tensor>.tuple([inputs.carry.tree, try carry.tensors("carry")])

    let constants =
      settings.checksConstancy
      ? try traceConstants(carried, scanned, arguments)
      : try givenConstants()
    let (last, results) = try loop(constants, carried, scanned, arguments, length: length)
    let changed = VariableStore(last.variables.all)
    for root in scopes.roots { try root.adoptVariables(from: changed) }
    return (last.carry, try results.stacked(constants, settings))
  }

  // MARK: A step

  /// What a step makes, before it is sorted into carry and ys.
  private struct Step {
    var carry: Value
    var ys: Value
    var variables: VariableGroups
  }

  /// Calls the body on one slice of everything.
  private func step(
    _ broadcast: Collections, _ carried: Tree<Tensor>, _ slices: Tree<Tensor>,
    _ arguments: ScannedArguments
  ) throws -> Step {
    let parts = slices.parts
    var keys = parts[1].leaves[...]
    var stepStreams = scopes.roots.map { _ in [String: LazyRNG]() }
    for (root, name, rng, isSplit) in streams {
      stepStreams[root][name] =
        isSplit ? LazyRNG(keys.removeFirst(), suffix: rng.suffix) : rng
    }
    let variables = VariableGroups(
      broadcast: broadcast, carry: Collections(carried.parts[0]),
      scanned: parts[0].parts.map { Collections($0) })
    let store = VariableStore(try transformed(variables.all))
    let inner = zip(scopes.roots, stepStreams).map { root, streams in
      root.lifted(
        to: store, streams: streams,
        mutable: root.mutable.intersection(settings.liftedMutable))
    }
    let (carry, ys) = try body(
      { try scopes.inner(of: $0, inner) }, carried.parts[1].value,
      arguments.values(with: parts[2].leaves))
    let changed = store.collections.filter { inner[0].mutable.contains($0.key) }
    var out = VariableGroups(changed, settings, axes: settings.outputAxes)
    // What a step can't change it still hands on, or the loop would lose it.
    out.broadcast.merge(broadcast) { new, _ in new }
    return Step(carry: carry, ys: ys, variables: out)
  }

  /// The variables as a step is to see them.
  private func transformed(_ collections: Collections) throws -> Collections {
    var result = collections
    for (filter, transform) in settings.dataTransform {
      for (name, fields) in result where filter.contains(name) {
        result[name] = try Tree.dict(fields).map(transform).fields
      }
    }
    return result
  }

  // MARK: Broadcast values

  /// What all steps share, found by tracing one of them.
  struct Constants {
    var variables: Collections
    /// The broadcast leaves of the ys, in order.
    var outputs: [Tensor]
  }

  private func traceConstants(
    _ carried: Tree<Tensor>, _ scanned: Tree<Tensor>, _ arguments: ScannedArguments
  ) throws -> Constants {
    let carry = carried.map { Tensor.placeholder($0.type, depth: depth) }
    let slices = scanned.map {
      Tensor.placeholder($0.type.with(shape: $0.shape.removing(axis: 0)), depth: depth)
    }
    let step = try step(inputs.broadcast, carry, slices, arguments)
    for (path, tensor) in step.variables.broadcast.tree.leavesWithPaths where tensor.depth >= depth
    {
      throw Diagnostic(
        "a broadcast variable must not depend on the loop, but this one does",
        path: path.slashed,
        hint: "scan it with variable_axes or carry it with variable_carry, or make it without using"
          + " the carry's or the inputs' values and split random streams")
    }
    let outputs = try ScannedResults.broadcastLeaves(of: step.ys, settings)
    for (path, tensor) in outputs where tensor.depth >= depth {
      throw Diagnostic(
        "a broadcast output must not depend on the loop, but this one does",
        path: path.text(root: "ys"), hint: "give it an axis in out_axes")
    }
    return Constants(variables: step.variables.broadcast, outputs: outputs.map(\.leaf))
  }

  /// The broadcast variables that are there already; without a trace there can be no others.
  private func givenConstants() throws -> Constants {
    guard !settings.outAxes.leaves.contains(.broadcast) else {
      throw Diagnostic(
        "broadcast outputs need check_constancy_invariants", path: "out_axes",
        hint: "give the output an axis, or leave check_constancy_invariants true")
    }
    return Constants(variables: inputs.broadcast, outputs: [])
  }

  /// Warns of variables that a step makes and the scan, like Flax's, loses.
  private func warnOfLostVariables(_ constants: Constants, _ made: Collections) {
    guard !settings.checksConstancy else { return }
    let kept = Set(constants.variables.tree.leavesWithPaths.map(\.path))
    for (path, _) in made.tree.leavesWithPaths where !kept.contains(path) {
      trace.warnings.add(
        "\(path.slashed) is made inside a scan with check_constancy_invariants=false and is lost;"
          + " leave the check on to initialise broadcast variables")
    }
  }

  // MARK: The loop

  private func loop(
    _ constants: Constants, _ carried: Tree<Tensor>, _ scanned: Tree<Tensor>,
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
      try Self.checkStructure(carried, next)
      let results = try ScannedResults(step.ys, step.variables.scanned, settings)
      traced = (step, results)
      return (next.leaves, results.scannedLeaves)
    }
    guard var (last, results) = traced else {
      throw Diagnostic("the scan's body was never traced", code: .internalFault)
    }
    let lastCarry: Tree<Tensor> = carried.replacingLeaves(with: carry)
    warnOfLostVariables(constants, last.variables.broadcast)
    last.variables.broadcast = constants.variables
    last.variables.carry = Collections(lastCarry.parts[0])
    last.carry = lastCarry.parts[1].value
    last.variables.scanned = try results.stackVariables(ys, settings)
    return (last, results)
  }

  /// How a user calls a part of the carry: `carry.h`, or `counter/i` for a carried variable.
  private static func carryName(_ path: TreePath) -> String {
    let inner = TreePath(Array(path.keys.dropFirst()))
    return path.keys.first == .index(0) ? inner.slashed : inner.text(root: "carry")
  }

  private static func checkStructure(_ before: Tree<Tensor>, _ after: Tree<Tensor>) throws {
    guard before.structure != after.structure else { return }
    let known = Set(before.leavesWithPaths.map { carryName($0.path) })
    let new = Set(after.leavesWithPaths.map { carryName($0.path) })
    throw Diagnostic(
      "the carry must have the same structure before and after a step",
      hint: "variables of a carried collection must be made before the scan",
      details: known.subtracting(new).sorted().map { "\($0): goes in, doesn't come out" }
        + new.subtracting(known).sorted().map { "\($0): comes out, didn't go in" }
        + (known == new
          ? [
            "the carry goes in as \(before.parts[1].kindName), comes out as \(after.parts[1].kindName)"
          ] : []))
  }

  private func checkLengths(_ scanned: Tree<Tensor>, _ length: Int) throws {
    for (path, tensor) in scanned.leavesWithPaths where tensor.shape[0] != length {
      let names = TreePath(Array(path.keys.dropFirst(2)))
      throw Diagnostic(
        "a scanned value has another length than the scan",
        path: path.keys.first == .index(0) ? names.slashed : "xs",
        expected: "\(length) steps", got: "\(tensor.shape[0])",
        hint: "check in_axes, variable_axes and length")
    }
  }
}

extension Tree {
  /// The parts of a tuple this code made itself.
  var parts: [Tree] { elements ?? [] }
}
