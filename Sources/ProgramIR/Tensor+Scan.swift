import Arrays
import Diagnostics

extension Tensor {
  /// Repeats `body` over the leading axis of `xs`, passing a carry along (`lax.scan`).
  ///
  /// What it means, leaf by leaf:
  /// ```
  /// for t in isReversed ? (0..<length).reversed() : 0..<length {
  ///   (carry, y[t]) = body(carry, x[t])
  /// }
  /// ```
  /// Results that don't depend on anything of the surrounding scan's body are computed outside of
  /// it, by a scan of their own. As in JAX, `body` is called twice when the initial carry has a
  /// weak dtype that the body doesn't keep.
  ///
  /// - Parameters:
  ///   - carry: the initial carry.
  ///   - xs: arrays with a leading axis of `length`.
  ///   - depth: of the body's values: one more than the caller's own.
  ///   - carryName: how errors call a part of the carry.
  /// - Returns: the last carry, and the ys with a leading axis of `length`.
  /// - Throws: what `body` throws, or when the carry changes its type.
  public static func scan(
    carry: [Tensor], xs: [Tensor], length: Int, isReversed: Bool = false, depth: Int,
    carryName: (Int) -> String = { "carry[\($0)]" },
    body: (_ carry: [Tensor], _ x: [Tensor]) throws -> (carry: [Tensor], ys: [Tensor])
  ) throws -> (carry: [Tensor], ys: [Tensor]) {
    let trace = try BodyTrace(carry: carry, xs: xs, depth: depth, carryName, body)
    let (program, captured) = try trace.program(outputs: trace.results.carry + trace.results.ys)
    let scan = Scan(
      body: program, length: length, isReversed: isReversed, constantCount: captured.count,
      carryCount: carry.count)
    let results = try scan.appliedByDepth(to: captured + trace.carry + xs)
    return (Array(results.prefix(carry.count)), Array(results.dropFirst(carry.count)))
  }

  /// Repeats `body`, passing a carry along, as long as `condition` holds (`lax.while_loop`):
  /// ```
  /// while condition(carry) { carry = body(carry) }
  /// ```
  ///
  /// - Parameters:
  ///   - carry: the initial carry.
  ///   - depth: of the body's values: one more than the caller's own.
  ///   - carryName: how errors call a part of the carry.
  ///   - condition: a `bool` scalar.
  /// - Returns: the last carry.
  /// - Throws: what `condition` and `body` throw, or when the carry changes its type.
  public static func whileLoop(
    carry: [Tensor], depth: Int, carryName: (Int) -> String = { "carry[\($0)]" },
    condition: (_ carry: [Tensor]) throws -> Tensor, body: (_ carry: [Tensor]) throws -> [Tensor]
  ) throws -> [Tensor] {
    let trace = try BodyTrace(carry: carry, xs: [], depth: depth, carryName) { carry, _ in
      (try body(carry), [])
    }
    let goesOn = try condition(trace.results.carry)
    let (program, captured) = try trace.program(outputs: trace.results.carry + [goesOn])
    let loop = WhileLoop(body: program, constantCount: captured.count)
    return try apply(.whileLoop(loop), captured + trace.carry + [condition(trace.carry)])
  }

  /// The initial carry in the dtype that it and `type` promote to, if its own is weak and differs.
  fileprivate func promotedIfWeak(to type: ArrayType) throws -> Tensor {
    guard self.type.isWeak, !self.type.matches(type) else { return self }
    return try converted(to: Promotion.result(of: [self.type, type]).dtype)
  }
}

/// A trace of a loop's body on placeholders.
private struct BodyTrace {
  /// The initial carry, in the dtypes that the body gives.
  let carry: [Tensor]
  let placeholders: [Tensor]
  let results: (carry: [Tensor], ys: [Tensor])
  let depth: Int

  /// Calls `body`, twice if the initial carry has a weak dtype that the body doesn't keep.
  init(
    carry: [Tensor], xs: [Tensor], depth: Int, _ carryName: (Int) -> String,
    _ body: (_ carry: [Tensor], _ x: [Tensor]) throws -> (carry: [Tensor], ys: [Tensor])
  ) throws {
    let trace = try BodyTrace(carry: carry, xs: xs, depth: depth, body)
    let promoted = try zip(carry, trace.results.carry).map { try $0.promotedIfWeak(to: $1.type) }
    let isPromoted = zip(carry, promoted).contains { $0.dtype != $1.dtype }
    self = isPromoted ? try BodyTrace(carry: promoted, xs: xs, depth: depth, body) : trace
    try checkCarry(self.carry, results.carry, carryName)
  }

  private init(
    carry: [Tensor], xs: [Tensor], depth: Int,
    _ body: (_ carry: [Tensor], _ x: [Tensor]) throws -> (carry: [Tensor], ys: [Tensor])
  ) throws {
    self.carry = carry
    let carryIn = carry.map { Tensor.placeholder($0.type, depth: depth) }
    let slices = xs.map {
      Tensor.placeholder($0.type.with(shape: $0.shape.removing(axis: 0)), depth: depth)
    }
    placeholders = carryIn + slices
    results = try body(carryIn, slices)
    self.depth = depth
  }

  /// The traced body as a program, and the outer values it needs as constants.
  func program(outputs: [Tensor]) throws -> (program: Program, captured: [Tensor]) {
    var linearization = Linearization(inputs: placeholders, depth: depth)
    let atoms = try linearization.atoms(of: outputs)
    return (linearization.program(outputs: atoms), linearization.captured)
  }
}

/// All parts of the carry that come out of the body unlike they went in, in one error.
private func checkCarry(
  _ before: [Tensor], _ after: [Tensor], _ name: (Int) -> String
) throws {
  precondition(before.count == after.count, "the carry's structure is checked by the caller")
  let changes = zip(before, after).enumerated().filter { !$1.0.type.matches($1.1.type) }
  guard !changes.isEmpty else { return }
  throw Diagnostic(
    "the carry must have the same shapes and dtypes before and after a step",
    hint: "return a carry of the type that went in, or give the initial carry the type of the"
      + " one returned",
    details: changes.map { index, pair in
      "\(name(index)): goes in as \(pair.0.type), comes out as \(pair.1.type)"
    })
}

extension Scan {
  /// Results of the scan; those that need only outer operands come from separate scans outside.
  fileprivate func appliedByDepth(to operands: [Tensor]) throws -> [Tensor] {
    let depths = outputDepths(operandDepths: operands.map(\.depth))
    var results: [Int: Tensor] = [:]
    for depth in Set(depths).sorted() {
      let wanted = Set(depths.indices.filter { depths[$0] == depth })
      let part = keeping(outputs: wanted)
      let values = try Tensor.apply(.scan(part.scan), part.inputs.map { operands[$0] })
      for (position, value) in zip(part.outputs, values) where wanted.contains(position) {
        results[position] = value
      }
    }
    return results.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Loop depth of each output: that of the deepest operand it depends on, through any number of
  /// steps.
  private func outputDepths(operandDepths: [Int]) -> [Int] {
    let reached = body.outputs.indices.map { body.inputs(reachedFrom: [$0]) }
    var inputDepths = operandDepths
    while true {
      let depths = reached.map { $0.map { inputDepths[$0] }.max() ?? 0 }
      var next = inputDepths
      for (carry, input) in carryInputs.enumerated() {
        next[input] = max(next[input], depths[carry])
      }
      // A carry's last value is its first one when there are no steps.
      if next == inputDepths {
        return depths.enumerated().map { $0 < carryCount ? inputDepths[constantCount + $0] : $1 }
      }
      inputDepths = next
    }
  }
}
