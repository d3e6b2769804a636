import Arrays
import Diagnostics

/// `nn.cond` and `nn.switch`: branches that are methods of a module. All are called, each on the
/// variables as they were before, and one of the results and of the changes is chosen.
public struct Choice {
  /// The collections the branches see.
  public var variables = Filter.all
  /// The streams the branches can draw from.
  public var rngs = Filter.all

  /// Flax's defaults.
  public init() {}

  /// Calls the branches, in order, and takes over the variables that are chosen.
  ///
  /// - Parameter choose: makes one of what the branches give, which has one structure.
  /// - Throws: when the branches' results or variables differ in structure.
  public func call(
    _ branches: [LiftableMethod], _ arguments: Arguments, in context: BoundModule,
    choose: ([Value]) throws -> Value
  ) throws -> Value {
    guard let first = branches.first else { throw Diagnostic("there are no branches") }
    let pack = try Pack(.singleCall(variables, rngs), first.module, arguments, in: context)
    let outcomes = try branches.map { branch in
      try pack.call(branch, arguments, variables: pack.variables.merged)
    }
    let changes = outcomes.map(\.variables.merged.tree.value)
    try checkSame(outcomes.map(\.result), "results")
    try checkSame(changes, "variables")
    let changed = try choose(changes).tensors("variable")
    try pack.publish([Collections(changed)], partitions: outcomes[0].partitions)
    return try choose(outcomes.map(\.result))
  }

  private func checkSame(_ values: [Value], _ what: String) throws {
    guard let other = values.first(where: { $0.structure != values[0].structure }) else { return }
    func paths(_ value: Value) -> Set<String> {
      Set(value.leavesWithPaths.map { $0.path.slashed })
    }
    let (a, b) = (paths(values[0]), paths(other))
    throw Diagnostic(
      "all branches must have the same structure of \(what)",
      hint: what == "variables"
        ? "call all branches before, to make their variables, if this is init:"
          + " if self.is_initializing(): …"
        : nil,
      details: a.symmetricDifference(b).sorted().map { "\($0): in some branches only" })
  }
}
