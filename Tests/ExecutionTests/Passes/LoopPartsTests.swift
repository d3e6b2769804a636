import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

struct LoopPartsTests {
  private func parts(_ body: Program, constants: Int, carry: Int) -> LoopParts {
    LoopParts(
      Scan(
        body: body, length: 7, isReversed: false, constantCount: constants, carryCount: carry))
  }

  /// What depends on xs only comes before, what the carry doesn't need after.
  @Test func prologueCoreAndEpilogue() throws {
    let body = ProgramBuilder()
    let (w, u, v) = (
      body.input(.float32, [3, 4]), body.input(.float32, [4, 4]), body.input(.float32, [4, 2])
    )
    let (h, x) = (body.input(.float32, [2, 4]), body.input(.float32, [2, 3]))
    let next = try body.tanh(body.sum(body.product(x, w), body.product(h, u)))
    let y = try body.product(next, v)
    let parts = parts(body.build(next, y, x), constants: 3, carry: 1)
    #expect(
      parts.prologue.program.description == """
        { lambda a:float32[2, 3] b:float32[3, 4] . let
            c:float32[2, 4] = dot_general[contract=[1]:[0]] a b
          in (c) }
        """)
    #expect(parts.prologue.sources == [.input(4), .input(0)])
    #expect(
      parts.core.program.description == """
        { lambda a:float32[2, 4] b:float32[4, 4] c:float32[2, 4] . let
            d:float32[2, 4] = dot_general[contract=[1]:[0]] a b
            e:float32[2, 4] = add c d
            f:float32[2, 4] = tanh e
          in (f f) }
        """)
    #expect(parts.core.sources == [.input(1), .prologue(0)])
    #expect(
      parts.epilogue.program.description == """
        { lambda a:float32[2, 4] b:float32[4, 2] . let
            c:float32[2, 2] = dot_general[contract=[1]:[0]] a b
          in (c) }
        """)
    #expect(parts.epilogue.sources == [.core(0), .input(2)])
    #expect(parts.ys == [.epilogue(0), .input(4)])
  }

  /// What can't be computed for several steps at once is computed step by step.
  @Test func whatHasNoBatchStaysInTheCore() throws {
    let body = ProgramBuilder()
    let (h, x) = (body.input(.float32, [4]), body.input(.float32, [4]))
    let sorted = try body.add(.sort(axis: 0, keyCount: 1), x)
    let parts = parts(body.build(try body.sum(h, sorted)), constants: 0, carry: 1)
    #expect(parts.prologue.program.equations.isEmpty)
    #expect(parts.core.program.equations.map(\.primitive.name) == ["sort", "add"])
  }

  /// A view is made by whoever reads it.
  @Test func viewsGoWhereTheyAreRead() throws {
    let body = ProgramBuilder()
    let (h, x) = (body.input(.float32, [4]), body.input(.float32, [8]))
    let (left, right) = (try body.columns(0..<4, of: x), try body.columns(4..<8, of: x))
    let next = try body.tanh(body.sum(h, left))
    let y = try body.add(.binary(.mul), next, right)
    let parts = parts(body.build(next, y), constants: 0, carry: 1)
    #expect(parts.prologue.program.equations.isEmpty)
    #expect(parts.core.program.equations.map(\.primitive.name) == ["slice", "add", "tanh"])
    #expect(parts.epilogue.program.equations.map(\.primitive.name) == ["slice", "mul"])
  }
}
