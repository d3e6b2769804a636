import Arrays
import Diagnostics
import ProgramIR

/// `nn.while_loop`: a method of a module that is called again and again, for as long as another one
/// says.
public struct While {
  /// The collections that go from round to round, and may change.
  public var carriedVariables = Filter.none
  /// The collections that are the same in all rounds.
  public var broadcastVariables = Filter.all
  /// Streams that rounds can draw from, and whether each round gets a separate key.
  public var splitRNGs: [(filter: Filter, isSplit: Bool)] = []

  /// Flax's defaults.
  public init() {}

  /// The carry after the last round; the variables that are carried are taken over.
  ///
  /// - Parameters:
  ///   - condition: whether there is another round, a `bool` scalar of the carry.
  ///   - body: the next carry.
  /// - Throws: what the methods throw, or when the carry changes its structure or types.
  public func call(
    _ condition: LiftableMethod, _ body: LiftableMethod, initial: Value, in context: BoundModule
  ) throws -> Value {
    let rounds = Rounds(self, try Pack(lifting, body.module, in: context))
    let first = Tree<Tensor>.tuple([
      .leaf(Tensor(0)), rounds.carried.tree, try initial.tensors("init"),
    ])
    let last = try Tensor.whileLoop(
      carry: first.leaves, depth: rounds.pack.scopes.trace.depth + 1,
      carryName: rounds.names(first)
    ) { leaves in
      let carry = first.replacingLeaves(with: leaves)
      let count = try Tensor(0) - carry.parts[0].leaves[0]
      return try rounds.call(condition, carry, keysFor: count, mutable: .none).result
        .truth(from: "cond_fn")
    } body: { leaves in
      let carry = first.replacingLeaves(with: leaves)
      let count = carry.parts[0].leaves[0]
      let (result, changed) = try rounds.call(body, carry, keysFor: count, mutable: .all)
      let next = Tree<Tensor>.tuple([
        .leaf(try count + Tensor(1)), changed.tree, try result.tensors("carry"),
      ])
      try checkStructure(first, next)
      return next.leaves
    }
    let end = first.replacingLeaves(with: last)
    try rounds.pack.publish(
      [Collections(end.parts[1])], partitions: rounds.pack.scopes.partitions)
    return end.parts[2].value
  }

  /// The carried collections, and those that are the same in all rounds.
  private var lifting: Lifting {
    var lifting = Lifting(
      [
        .init(carriedVariables, .carried),
        .init(broadcastVariables, input: .broadcast, output: nil),
      ], streams: splitRNGs, advice: .whileLoop)
    lifting.isLoop = true
    return lifting
  }

  private func checkStructure(_ before: Tree<Tensor>, _ after: Tree<Tensor>) throws {
    if before.parts[1].structure != after.parts[1].structure {
      throw Diagnostic(
        "a while loop can't make variables",
        hint: "call body_fn once before, if this is init: if self.is_initializing(): …")
    }
    guard before.structure == after.structure else {
      throw Diagnostic("body_fn must return a carry of the structure it is given")
    }
  }
}

/// The rounds of a while loop.
private struct Rounds {
  let pack: Pack
  private let loop: While

  init(_ loop: While, _ pack: Pack) { (self.loop, self.pack) = (loop, pack) }

  /// The carried variables before the first round.
  var carried: Collections { pack.variables[0] }

  /// Names of the parts of the carry in errors, by index.
  func names(_ carry: Tree<Tensor>) -> (Int) -> String {
    let paths = carry.leavesWithPaths.map { TreePath(Array($0.path.keys.dropFirst())) }
    return { paths[$0].text(root: "carry") }
  }

  /// Calls a method with the variables and the carry of a round; the round's number comes first.
  ///
  /// - Returns: the result, and the carried variables.
  func call(
    _ method: LiftableMethod, _ carry: Tree<Tensor>, keysFor number: Tensor, mutable: Filter
  ) throws -> (result: Value, carried: Collections) {
    let carried = Collections(carry.parts[1])
    let keys = try pack.streams.map { stream in
      let key = stream.rng.key
      return loop.splitRNGs[stream.group].isSplit ? try key.foldingIn(number) : key
    }
    let outcome = try pack.call(
      method, Arguments([carry.parts[2].value]), variables: [carried, pack.variables[1]].merged,
      keys: keys, mutable: mutable)
    return (outcome.result, carried.merging(outcome.variables[0]) { $1 })
  }
}
