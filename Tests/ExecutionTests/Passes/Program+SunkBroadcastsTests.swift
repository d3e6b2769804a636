import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Pass.sinkBroadcasts`.
struct SunkBroadcastsTests {
  /// A bias that is repeated for each row before the loop is handed into it as it is.
  @Test func repeatsInsideTheLoop() throws {
    let body = ProgramBuilder()
    let (bias, h) = (body.input(.float32, [2, 3]), body.input(.float32, [2, 3]))
    let scan = Scan(
      body: body.build(try body.sum(h, bias)), length: 5, isReversed: false, constantCount: 1,
      carryCount: 1)
    let program = ProgramBuilder()
    let (b, start) = (program.input(.float32, [3]), program.input(.float32, [2, 3]))
    let operands = [try program.rows(b, [2, 3]), start]
    let text = try Pass.sinkBroadcasts(program.build(program.add(.scan(scan), operands)))
      .description
    #expect(
      text == """
        { lambda a:float32[3] b:float32[2, 3] . let
            c:float32[2, 3] = scan[length=5 reverse=false constants=1 carry=1] a b
              { lambda a:float32[3] b:float32[2, 3] . let
                  c:float32[2, 3] = broadcast_in_dim[shape=(2, 3) dimensions=[1]] a
                  d:float32[2, 3] = add b c
                in (d) }
          in (c) }
        """)
  }

  /// The first carry must have its size; it stays.
  @Test func carriesStay() throws {
    let body = ProgramBuilder()
    let h = body.input(.float32, [2, 3])
    let scan = Scan(
      body: body.build(try body.tanh(h)), length: 5, isReversed: false, constantCount: 0,
      carryCount: 1)
    let program = ProgramBuilder()
    let start = try program.rows(program.input(.float32, [3]), [2, 3])
    let whole = program.build(try program.add(.scan(scan), [start]))
    #expect(try Pass.sinkBroadcasts(whole) == whole)
  }
}
