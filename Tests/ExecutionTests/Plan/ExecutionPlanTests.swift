import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// Plans as data: printed and compared.
struct ExecutionPlanTests {
  /// `h = h w + x` with `y = h`.
  private func program(length: Int, isReversed: Bool = false) throws -> Program {
    let body = ProgramBuilder()
    let (w, h, x) = (
      body.input(.float32, [4, 4]), body.input(.float32, [2, 4]), body.input(.float32, [2, 4])
    )
    let next = try body.sum(body.product(h, w), x)
    let scan = Scan(
      body: body.build(next, next), length: length, isReversed: isReversed, constantCount: 1,
      carryCount: 1)
    let outer = ProgramBuilder()
    return outer.build(
      try outer.add(
        .scan(scan),
        [
          outer.input(.float32, [4, 4]), outer.input(.float32, [2, 4]),
          outer.input(.float32, [length, 2, 4]),
        ]))
  }

  /// The memory, then the steps below the loops that they are in.
  @Test func aPlanPrintsMemoryAndSteps() throws {
    let plan = try ExecutionPlan(program(length: 3, isReversed: true))
    let lines = plan.description.split(separator: "\n").map(String.init)
    #expect(lines.first == "memory:")
    #expect(lines.contains { $0.hasPrefix("  arena: \(plan.arena.byteCount) bytes for ") })
    let steps = try #require(lines.firstIndex(of: "steps:"))
    #expect(lines[steps + 1] == "  loop backwards over 3 in blocks of 3")
    #expect(!lines[..<steps].contains { $0.contains(" = pack s0 float32[4, 4]") })
    #expect(lines.contains { $0.contains(" = pack s0 float32[4, 4]") })
  }

  @Test func plansOfOneProgramAreEqual() throws {
    let plan = try ExecutionPlan(program(length: 3))
    #expect(try plan == ExecutionPlan(program(length: 3)))
    #expect(try plan != ExecutionPlan(program(length: 4)))
    #expect(try plan != ExecutionPlan(program(length: 3, isReversed: true)))
  }
}
