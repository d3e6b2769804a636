import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.tree` and `jax.tree_util`, whose names begin with `tree_`. A tree's structure is the tree
  /// with `...` in the places of its leaves.
  static func tree(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    /// Adds `jax.tree.name`, which is `jax.tree_util.tree_name`, too.
    func add(
      _ name: String, _ signature: String, _ summary: String,
      _ body: @escaping (CallParameters) throws -> Value
    ) {
      table.add(name, signature, summary, body)
      table.alias("tree_\(name)", of: name)
    }
    add(
      "map", "(f, tree, *rest, is_leaf=None)",
      "A function of each leaf, in a tree of the same structure."
    ) { parameters in
      guard parameters["is_leaf"] == nil else { throw Diagnostic("is_leaf is not supported") }
      let function = try parameters.callable("f")
      let tree = parameters["tree"] ?? .none
      let others = try Evaluator.iterated(parameters["rest"] ?? .tuple([]))
      return try tree.mappingLeaves(with: others) { try function(Arguments($0), namespace) }
    }
    add("leaves", "(tree, is_leaf=None)", "The leaves in order.") { parameters in
      .list((parameters["tree"] ?? .none).leaves.map { .leaf($0) })
    }
    add("structure", "(tree, is_leaf=None)", "The structure without its leaves.") { parameters in
      (parameters["tree"] ?? .none).map { _ in Object.indexPart(.ellipsis) }
    }
    add("flatten", "(tree, is_leaf=None)", "Leaves and structure.") { parameters in
      let tree = parameters["tree"] ?? .none
      return .tuple([
        .list(tree.leaves.map { .leaf($0) }), tree.map { _ in Object.indexPart(.ellipsis) },
      ])
    }
    add("unflatten", "(treedef, leaves)", "A tree of a structure and leaves.") { parameters in
      let structure = parameters["treedef"] ?? .none
      let leaves = try Evaluator.iterated(parameters.required("leaves"))
      guard leaves.count == structure.leaves.count else {
        throw Diagnostic(
          "a tree of another number of leaves", expected: "\(structure.leaves.count)",
          got: "\(leaves.count)")
      }
      return leaves.inStructure(of: structure)
    }
    add(
      "reduce", "(function, tree, initializer=_NoValue, is_leaf=None)",
      "A function of two, over all leaves."
    ) { parameters in
      let function = try parameters.callable("function")
      var leaves = (parameters["tree"] ?? .none).leaves.map { Value.leaf($0) }
      if let initial = parameters["initializer"] { leaves.insert(initial, at: 0) }
      guard let first = leaves.first else { throw Diagnostic("reduce of a tree without leaves") }
      return try leaves.dropFirst().reduce(first) { try function(Arguments([$0, $1]), namespace) }
    }
    add("all", "(tree, *, is_leaf=None)", "Whether all leaves are true.") { parameters in
      .bool(try (parameters["tree"] ?? .none).leaves.allSatisfy { try Value.leaf($0).isTrue() })
    }
    return table
  }
}

extension Tree where Leaf == Object {
  /// The tree with each leaf replaced by the result of `body` for it and for the values at its
  /// place in the other trees; a complex array is a leaf.
  fileprivate func mappingLeaves(
    with others: [Value], _ body: ([Value]) throws -> Value
  ) throws -> Value {
    func different(_ other: Value) -> Diagnostic {
      Diagnostic("the trees have different structures", expected: outline, got: other.outline)
    }
    func mapped(_ parts: [Value], _ elements: (Value) -> [Value]?) throws -> [Value] {
      let columns = try others.map { other in
        guard let column = elements(other), column.count == parts.count else {
          throw different(other)
        }
        return column
      }
      return try parts.enumerated().map { index, part in
        try part.mappingLeaves(with: columns.map { $0[index] }, body)
      }
    }
    switch self {
    case _ where isComplex, .leaf:
      for other in others {
        if case .leaf = other { continue }
        guard other.isComplex else { throw different(other) }
      }
      return try body([self] + others)
    case .none:
      for other in others where !other.isNone { throw different(other) }
      return .none
    case .tuple(let parts):
      return .tuple(try mapped(parts) { if case .tuple(let parts) = $0 { parts } else { nil } })
    case .list(let parts):
      return .list(try mapped(parts) { if case .list(let parts) = $0 { parts } else { nil } })
    case .dict(let fields):
      let sorted = fields.sorted
      let values = try mapped(sorted.map(\.value)) { other in
        guard let theirs = other.fields?.sorted, theirs.map(\.key) == sorted.map(\.key) else {
          return nil
        }
        return theirs.map(\.value)
      }
      var result = fields
      for (entry, value) in zip(sorted, values) { result[entry.key] = value }
      return .dict(result)
    }
  }
}
