import Arrays
import Diagnostics

/// The parameters of a `cond` equation (`lax.switch`).
///
/// The equation's inputs are a scalar, the index of a branch, and the operands; its outputs are those
/// of that branch, which takes the operands. The index is an `int32`, one too far to either side that
/// of the first or the last branch, or a `bool`, for the first or the second branch.
public struct Conditional: Hashable, Codable, Sendable {
  /// Programs with inputs and outputs of the same types; at least one.
  public var branches: [Program]

  /// A choice of these branches.
  public init(branches: [Program]) { self.branches = branches }

  /// The branch that an index chooses.
  public func position(of index: NDArray) -> Int {
    let number = index.converted(to: .int32).elements(as: Int32.self)[0]
    return min(max(Int(number), 0), branches.count - 1)
  }

  /// The types of each branch's results.
  public func resultTypes(of operands: [ArrayType]) throws -> [ArrayType] {
    guard let first = branches.first else { throw Diagnostic("cond has no branches") }
    guard let index = operands.first, index.shape == .scalar,
      index.dtype == .int32 || index.dtype == .bool
    else {
      throw Diagnostic(
        "cond takes the index of a branch, an int32 or a bool",
        got: operands.first?.description ?? "nothing")
    }
    let given = Array(operands.dropFirst())
    let results = first.outputs.map(\.type)
    for branch in branches {
      try Self.check(branch.inputs.map(\.type), given, "operands of cond don't fit a branch")
      try Self.check(branch.outputs.map(\.type), results, "branches of cond have other results")
    }
    return results
  }

  private static func check(
    _ expected: [ArrayType], _ types: [ArrayType], _ problem: String
  ) throws {
    guard expected.count == types.count, zip(expected, types).allSatisfy({ $0.matches($1) }) else {
      throw Diagnostic(problem, expected: "\(expected)", got: "\(types)")
    }
  }

  /// The choice with only the outputs at these positions.
  ///
  /// - Returns: the choice, and which operands of the old one it has, in order.
  func keeping(outputs wanted: [Int]) -> (conditional: Conditional, operands: [Int]) {
    let live = branches.map { branch in
      Program(
        inputs: branch.inputs, equations: branch.equations,
        outputs: wanted.map { branch.outputs[$0] }
      ).eliminatingDeadCode()
    }
    let operands = live.reduce(into: Set<Int>()) { $0.formUnion($1.readInputs) }.sorted()
    return (Conditional(branches: live.map { $0.keepingInputs(operands) }), operands)
  }
}
