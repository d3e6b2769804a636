import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

// Loops and choices of `jax.lax` over functions of arrays. As in Flax, such a function can't use a
// module.

extension FunctionTable {
  mutating func addControlFlow(_ namespace: Namespace) {
    add(
      "scan", "(f, init, xs=None, length=None, reverse=False, unroll=1, _split_transpose=False)",
      "A loop over leading axes that carries a value."
    ) {
      try Self.scan($0, namespace)
    }
    add(
      "map", "(f, xs, *, batch_size=None)",
      "A function of each slice of leading axes.", ignoring: ["batch_size"]
    ) { parameters in
      let function = try parameters.callable("f")
      let xs = try parameters.required("xs").tensors("xs")
      return try Self.mapped("lax.map", namespace, xs.leaves, length: Self.length(of: xs.leaves)) {
        try function(Arguments([$0.map { Value.tensor($0) }.inStructure(of: xs)]), namespace)
      }
    }
    add(
      "fori_loop", "(lower, upper, body_fun, init_val, *, unroll=None)",
      "A loop over integers that carries a value."
    ) {
      try Self.forLoop($0, namespace)
    }
    add(
      "while_loop", "(cond_fun, body_fun, init_val)",
      "A loop that goes on while a condition holds."
    ) { try Self.whileLoop($0, namespace) }
    add(
      "cond", "(pred, true_fun, false_fun, *operands, operand=_NoValue)",
      "One of two functions, as pred says."
    ) {
      parameters in
      try parameters.checkPredicate()
      var operands = try Evaluator.iterated(parameters["operands"] ?? .tuple([]))
      if let operand = parameters["operand"] { operands.append(operand) }
      return try Self.choice(
        [parameters.callable("false_fun"), parameters.callable("true_fun")], operands, namespace,
        static: parameters.required("pred").staticTruth.map { $0 ? 1 : 0 }
      ) { try parameters.isTrue(from: $0) }
    }
    add(
      "switch", "(index, branches, *operands, operand=_NoValue)",
      "The function that an index names."
    ) { parameters in
      let branches = try Evaluator.iterated(parameters.required("branches"))
      guard !branches.isEmpty else { throw Diagnostic("switch needs at least one branch") }
      let index = try parameters.required("index")
      try parameters.checkIndex()
      let known = index.staticInt.map { min(max($0, 0), branches.count - 1) }
      return try Self.choice(
        branches.map { branch in { try Evaluator.call(branch, $0, in: $1) } },
        Evaluator.iterated(parameters["operands"] ?? .tuple([])), namespace, static: known
      ) { try parameters.isIndex(from: $0) }
    }
    add(
      "associative_scan", "(fn, elems, reverse=False, axis=0)",
      "All prefixes combined by an associative function."
    ) {
      try Self.associativeScan($0, namespace)
    }
  }

  // MARK: Loops

  private static func scan(_ parameters: CallParameters, _ namespace: Namespace) throws -> Value {
    let function = try parameters.callable("f")
    let carry = try (parameters["init"] ?? .none).tensors("carry")
    let xs = try (parameters["xs"] ?? .none).tensors("xs")
    let given = try parameters.optionalInt("length")
    guard let length = try given ?? (xs.leaves.isEmpty ? nil : Self.length(of: xs.leaves)),
      length >= 0
    else { throw Diagnostic("scan needs xs or a length") }
    guard try xs.leaves.isEmpty || Self.length(of: xs.leaves) == length else {
      throw Diagnostic("length and xs don't agree", got: "\(length)")
    }
    var structure: Value = .none
    let depth = namespace.loopDepth
    let (last, ys) = try Tensor.scan(
      carry: carry.leaves, xs: xs.leaves, length: length,
      isReversed: parameters.optionalBool("reverse") ?? false, depth: depth
    ) { carryIn, slices in
      let result = try namespace.transforming("lax.scan") {
        try function(
          Arguments([
            carryIn.map { Value.tensor($0) }.inStructure(of: carry),
            slices.map { Value.tensor($0) }.inStructure(of: xs),
          ]), namespace)
      }
      guard let parts = result.elements, parts.count == 2 else {
        throw Diagnostic(
          "a scan's body must return a tuple of the next carry and an output", got: result.text,
          hint: "return carry, None if there is no output")
      }
      let next = try parts[0].tensors("carry")
      try checkSame(carry, next, "the carry must have the same structure before and after a step")
      let y = try parts[1].tensors("output")
      structure = y.value
      return (next.leaves, y.leaves)
    }
    return .tuple([
      last.map { Value.tensor($0) }.inStructure(of: carry),
      ys.map { Value.tensor($0) }.inStructure(of: structure),
    ])
  }

  /// The results of `body` for every part of the leading axis of `xs`, stacked on a leading axis.
  static func mapped(
    _ name: String, _ namespace: Namespace, _ xs: [Tensor], length: Int,
    _ body: ([Tensor]) throws -> Value
  ) throws -> Value {
    var structure: Value = .none
    let ys = try Tensor.scan(carry: [], xs: xs, length: length, depth: namespace.loopDepth) {
      _, slices in
      let y = try namespace.transforming(name) {
        try body(slices).tensors("result of the function")
      }
      structure = y.value
      return ([], y.leaves)
    }.ys
    return ys.map { Value.tensor($0) }.inStructure(of: structure)
  }

  /// The size of the leading axis that all arrays have.
  static func length(of arrays: [Tensor]) throws -> Int {
    guard let first = arrays.first, first.rank > 0 else {
      throw Diagnostic("a loop needs arrays with a leading axis to go over")
    }
    guard arrays.allSatisfy({ $0.rank > 0 && $0.shape[0] == first.shape[0] }) else {
      throw Diagnostic(
        "a loop's arrays must have leading axes of one size",
        got: arrays.map(\.shape.description).joined(separator: " and "))
    }
    return first.shape[0]
  }

  private static func forLoop(
    _ parameters: CallParameters, _ namespace: Namespace
  ) throws -> Value {
    guard let lower = try parameters.required("lower").staticInt,
      let upper = try parameters.required("upper").staticInt
    else { return try dynamicForLoop(parameters, namespace) }
    let (count, overflows) = max(upper, lower).subtractingReportingOverflow(lower)
    guard !overflows else { throw Diagnostic("a loop's bounds are too far apart") }
    let body = try parameters.callable("body_fun")
    let initial = try parameters.required("init_val").tensors("init_val")
    // A number of Python's gives way to the carry's dtype, and so does the count from it on.
    let first = try parameters.bounds().lower.type
    let counts = try (Tensor.iota(count, .int32) + Tensor(lower)).converted(
      to: first.dtype, isWeak: first.isWeak)
    let last = try Tensor.scan(
      carry: initial.leaves, xs: [counts], length: count, depth: namespace.loopDepth
    ) { carry, slices in
      let next = try namespace.transforming("lax.fori_loop") {
        try body(
          Arguments([.tensor(slices[0]), carry.map { Value.tensor($0) }.inStructure(of: initial)]),
          namespace
        ).tensors("result of body_fun")
      }
      try checkSame(initial, next, "body_fun must return what it is given")
      return (next.leaves, [])
    }.carry
    return last.map { Value.tensor($0) }.inStructure(of: initial)
  }

  /// A loop to a bound that depends on an array's values.
  private static func dynamicForLoop(
    _ parameters: CallParameters, _ namespace: Namespace
  ) throws -> Value {
    let (lower, upper) = try parameters.bounds()
    let body = try parameters.callable("body_fun")
    func parts(_ carry: Value) throws -> (index: Tensor, value: Value) {
      guard let elements = carry.elements, elements.count == 2 else {
        throw Diagnostic("a loop's carry isn't there", code: .internalFault)
      }
      return (try elements[0].tensors("index").leaves[0], elements[1])
    }
    let last = try dynamicLoop(
      .tuple([.tensor(lower), parameters.required("init_val")]), namespace
    ) { carry in
      .tensor(try Tensor.compare(.lt, parts(carry).index, upper))
    } body: { carry in
      let (index, value) = try parts(carry)
      let next = try namespace.transforming("lax.fori_loop") {
        try body(Arguments([.tensor(index), value]), namespace)
      }
      return .tuple([.tensor(try index + Tensor(1)), next])
    }
    return try parts(last).value
  }

  private static func whileLoop(
    _ parameters: CallParameters, _ namespace: Namespace
  ) throws -> Value {
    let (condition, body) = (
      try parameters.callable("cond_fun"), try parameters.callable("body_fun")
    )
    func call(_ function: (Arguments, Namespace) throws -> Value, _ value: Value) throws -> Value {
      try namespace.transforming("lax.while_loop") { try function(Arguments([value]), namespace) }
    }
    return try dynamicLoop(parameters.required("init_val"), namespace) {
      try call(condition, $0)
    } body: {
      try call(body, $0)
    }
  }

  /// A loop for as long as a condition of the carry holds.
  static func dynamicLoop(
    _ initial: Value, _ namespace: Namespace, condition: (Value) throws -> Value,
    body: (Value) throws -> Value
  ) throws -> Value {
    let initial = try initial.tensors("init_val")
    func value(_ carry: [Tensor]) -> Value {
      carry.map { Value.tensor($0) }.inStructure(of: initial)
    }
    let last = try Tensor.whileLoop(carry: initial.leaves, depth: namespace.loopDepth) { carry in
      try condition(value(carry)).truth(from: "cond_fun")
    } body: { carry in
      let next = try body(value(carry)).tensors("result of body_fun")
      try checkSame(initial, next, "body_fun must return what it is given")
      return next.leaves
    }
    return value(last)
  }

  // MARK: Choices

  /// Result of the branch with a known index; or a selection among the results of all, where
  /// `test(place)` says whether the index is at least `place`.
  private static func choice(
    _ branches: [(Arguments, Namespace) throws -> Value], _ operands: [Value],
    _ namespace: Namespace, static place: Int?, _ test: (Int) throws -> Tensor?
  ) throws -> Value {
    func result(_ place: Int) throws -> Tree<Tensor> {
      try namespace.transforming("lax.cond") {
        try branches[place](Arguments(operands), namespace).tensors("result of a branch")
      }
    }
    // As in JAX, a branch that isn't taken is traced too: all must return the same types.
    let results = try branches.indices.map { try result($0) }
    guard let place else { return try chosen(results, test).value }
    try checkBranches(results)
    return try results[place].weak(as: results[0]).value
  }

  /// The result of the chosen branch: the last whose `test`, whether the index is that branch's or
  /// a later one's, is true, or the first.
  ///
  /// - Parameter first: the branch that says whether dtypes are weak: that of index 0.
  static func chosen(
    _ results: [Tree<Tensor>], first: Int = 0, _ test: (Int) throws -> Tensor?
  ) throws -> Tree<Tensor> {
    try checkBranches(results)
    var chosen = results[0]
    for (place, other) in results.enumerated().dropFirst() {
      guard let isOther = try test(place) else { continue }
      let leaves = try zip(chosen.leaves, other.leaves).map { a, b in
        a.isSameValue(as: b) ? a : try Tensor.select(isOther, b, a)
      }
      chosen = chosen.replacingLeaves(with: leaves)
    }
    return try chosen.weak(as: results[first])
  }

  /// Refuses branches that return other structures, shapes or dtypes; only whether a dtype is weak
  /// may differ.
  private static func checkBranches(_ results: [Tree<Tensor>]) throws {
    for other in results.dropFirst() {
      try checkSame(results[0], other, "all branches must return the same structure")
      let pairs = zip(results[0].leaves, other.leaves)
      for (index, (a, b)) in pairs.enumerated() where !a.type.matches(b.type) {
        throw Diagnostic(
          "all branches must return the same types", expected: "\(a.type)", got: "\(b.type)",
          hint: a.shape == b.shape
            ? "give both one dtype: jnp.float32(1), or x.astype(jnp.float32)" : nil,
          details: pairs.underestimatedCount > 1 ? ["output \(index)"] : [])
      }
    }
  }

  private static func checkSame(
    _ a: Tree<Tensor>, _ b: Tree<Tensor>, _ problem: String
  ) throws {
    guard a.structure != b.structure else { return }
    throw Diagnostic(problem, expected: a.outline, got: b.outline)
  }

  // MARK: Prefixes

  private static func associativeScan(
    _ parameters: CallParameters, _ namespace: Namespace
  ) throws -> Value {
    let function = try parameters.callable("fn")
    let elements = try parameters.required("elems").tensors("elems")
    guard let first = elements.leaves.first else { return elements.value }
    let axis = try first.shape.axis(parameters.optionalInt("axis") ?? 0)
    guard elements.leaves.allSatisfy({ $0.rank > axis && $0.shape[axis] == first.shape[axis] })
    else { throw Diagnostic("associative_scan takes arrays of one length") }
    let isReversed = try parameters.optionalBool("reverse") ?? false
    func turned(_ tensors: [Tensor]) throws -> [Tensor] {
      isReversed ? try tensors.map { try $0.reversed(axes: [axis]) } : tensors
    }
    func combine(_ a: [Tensor], _ b: [Tensor]) throws -> [Tensor] {
      let result = try namespace.transforming("lax.associative_scan") {
        try function(
          Arguments([a, b].map { $0.map { Value.tensor($0) }.inStructure(of: elements) }),
          namespace
        ).tensors("result of fn")
      }
      try checkSame(elements, result, "fn must return what it is given")
      for (a, b) in zip(elements.leaves, result.leaves) where a.dtype != b.dtype {
        throw Diagnostic(
          "fn must return the dtypes it is given", expected: "\(a.dtype)", got: "\(b.dtype)")
      }
      return result.leaves
    }
    let result = try prefixes(turned(elements.leaves), axis: axis, combine)
    return try turned(result).map { Value.tensor($0) }.inStructure(of: elements)
  }

  /// All prefixes combined in logarithmically many rounds: pairs first, then the elements between
  /// (Blelloch, "Prefix sums and their applications", 1990).
  private static func prefixes(
    _ elements: [Tensor], axis: Int, _ combine: ([Tensor], [Tensor]) throws -> [Tensor]
  ) throws -> [Tensor] {
    let count = elements[0].shape[axis]
    guard count >= 2 else { return elements }
    func part(_ tensors: [Tensor], _ range: Range<Int>, by stride: Int = 1) throws -> [Tensor] {
      try tensors.map { try $0.sliced(axis: axis, range, stride: stride) }
    }
    let pairs = try combine(
      part(elements, 0..<count - 1, by: 2), part(elements, 1..<count, by: 2))
    let odd = try prefixes(pairs, axis: axis, combine)
    let half = count / 2
    let evenCount = (count + 1) / 2
    var even = try part(elements, 0..<1)
    if evenCount > 1 {
      let rest = try combine(part(odd, 0..<evenCount - 1), part(elements, 2..<count, by: 2))
      even = try zip(even, rest).map { try .concatenate([$0, $1], axis: axis) }
    }
    return try zip(even, odd).map { even, odd in
      // One after the other: side by side on a new axis, and that joined.
      let padded =
        half == evenCount
        ? odd : try .concatenate([odd, even.sliced(axis: axis, half..<evenCount)], axis: axis)
      var shape = even.shape
      shape[axis] = 2 * evenCount
      return try Tensor.stack([even, padded], axis: axis + 1).reshaped(to: shape.sizes)
        .sliced(axis: axis, 0..<count)
    }
  }
}

extension CallParameters {
  /// The bounds of a loop.
  ///
  /// - Throws: when they aren't integers of one type.
  func bounds() throws -> (lower: Tensor, upper: Tensor) {
    let (lower, upper) = (try tensor("lower"), try tensor("upper"))
    guard [lower, upper].allSatisfy({ $0.dtype.isInteger && $0.rank == 0 }),
      lower.dtype == upper.dtype
    else {
      throw Diagnostic(
        "a loop's bounds must be integers of one type", got: "\(lower.type) and \(upper.type)")
    }
    return (lower, upper)
  }

  /// Refuses a `pred` that isn't one number or truth value.
  func checkPredicate() throws {
    let predicate = try tensor("pred")
    guard predicate.rank == 0 else {
      throw Diagnostic("pred must be a scalar", got: "\(predicate)")
    }
  }

  /// Refuses an `index` that isn't one integer.
  func checkIndex() throws {
    let index = try tensor("index")
    guard index.rank == 0, index.dtype.isInteger else {
      throw Diagnostic("the index of switch must be an integer", got: "\(index)")
    }
  }

  /// Whether `pred` selects the branch at `place` or a later one: the second is that for true.
  func isTrue(from place: Int) throws -> Tensor? {
    place == 0 ? nil : try tensor("pred").isTrue()
  }

  /// Whether `index` selects the branch at `place` or a later one: the last takes all greater
  /// indices.
  func isIndex(from place: Int) throws -> Tensor? {
    place == 0 ? nil : try Tensor.compare(.ge, tensor("index"), Tensor(place))
  }

  /// The argument as a callable function.
  func callable(_ name: String) throws -> (Arguments, Namespace) throws -> Value {
    let value = try required(name)
    switch value {
    case .leaf(.function), .leaf(.module), .leaf(.moduleType), .leaf(.dtype):
      return { try Evaluator.call(value, $0, in: $1) }
    default:
      throw Diagnostic(
        "the argument '\(name)' of \(callee) must be a function", got: value.text)
    }
  }
}

extension [Value] {
  /// The leaves in the structure of another tree; there must be as many.
  func inStructure<T>(of tree: Tree<T>) -> Value {
    var rest = self[...]
    return tree.flatMap { _ in rest.popFirst() ?? .none }
  }
}

extension Tree where Leaf == Tensor {
  /// The tree with dtypes made weak where those of `other`, of the same types, are.
  fileprivate func weak(as other: Tree) throws -> Tree {
    replacingLeaves(
      with: try zip(leaves, other.leaves).map {
        try $0.converted(to: $0.dtype, isWeak: $1.type.isWeak)
      })
  }
}

extension Tree {
  /// The structure as Python writes it, `*` for each leaf.
  var outline: String {
    switch self {
    case .leaf: "*"
    case .none: "None"
    case .tuple(let parts) where parts.count == 1: "(\(parts[0].outline),)"
    case .tuple(let parts): "(\(parts.map(\.outline).joined(separator: ", ")))"
    case .list(let parts): "[\(parts.map(\.outline).joined(separator: ", "))]"
    case .dict(let fields):
      "{\(fields.sorted.map { "\($0.key): \($0.value.outline)" }.joined(separator: ", "))}"
    }
  }
}
