import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Pass.simplify`.
struct SimplificationTests {
  @Test func equalValuesAreComputedOnce() throws {
    let program = ProgramBuilder()
    let a = program.input(.float32, [2])
    let unread = try program.add(.unary(.exp), a)
    _ = try program.add(.unary(.log), unread)
    let sum = try program.sum(program.tanh(a), program.tanh(a))
    let text = try Pass.simplify(program.build(sum)).description
    #expect(
      text == """
        { lambda a:float32[2] . let
            b:float32[2] = tanh a
            c:float32[2] = add b b
          in (c) }
        """)
  }

  /// A product with 1 is its operand, a sum with 0 isn't: it makes 0 of -0.
  @Test func whatChangesNothingIsGone() throws {
    let program = ProgramBuilder()
    let a = program.input(.float32, [2, 3])
    let (zero, one) = (NDArray(Float(0)), NDArray(Float(1)))
    let product = try program.add(.binary(.mul), program.constant(one), a)
    let difference = try program.add(.binary(.sub), product, program.constant(zero))
    let sum = try program.sum(difference, program.constant(zero))
    let turned = try program.add(.transpose([1, 0]), program.add(.transpose([1, 0]), sum))
    let same = try program.add(.reshape([2, 3]), program.add(.reshape([6]), turned))
    let wide = try program.add(.convert(.float64, isWeak: false), same)
    let back = try program.add(.convert(.float32, isWeak: false), wide)
    let text = try Pass.simplify(program.build(back)).description
    #expect(
      text == """
        { lambda a:float32[2, 3] . let
            b:float32[2, 3] = add a 0.0:float32[]
          in (b) }
        """)
  }

  @Test func whatIsKnownIsComputed() throws {
    let program = ProgramBuilder()
    let a = program.input(.float32, [2])
    let two = program.constant(NDArray(Float(2)))
    let eight = try program.add(.binary(.mul), program.sum(two, two), two)
    let pair = try program.add(.broadcast(shape: [2], dimensions: []), eight)
    let power = try program.add(.binary(.pow), a, pair)
    let text = try Pass.simplify(program.build(power)).description
    #expect(
      text == """
        { lambda a:float32[2] . let
            b:float32[2] = pow a 8.0:float32[]
          in (b) }
        """)
  }

  /// Small constants are written into the body of a scan, where more may follow from them.
  @Test func bodiesOfScansToo() throws {
    let body = ProgramBuilder()
    let (scale, h, x) = (
      body.input(.float32, []), body.input(.float32, [2]), body.input(.float32, [2])
    )
    let scaled = try body.add(.binary(.mul), x, body.sum(scale, scale))
    let scan = Scan(
      body: body.build(try body.sum(h, scaled)), length: 5, isReversed: false, constantCount: 1,
      carryCount: 1)
    let program = ProgramBuilder()
    let operands = [
      program.constant(NDArray(Float(0.5))), program.input(.float32, [2]),
      program.input(.float32, [5, 2]),
    ]
    let text = try Pass.simplify(program.build(program.add(.scan(scan), operands))).description
    #expect(
      text == """
        { lambda a:float32[2] b:float32[5, 2] . let
            c:float32[2] = scan[length=5 reverse=false constants=0 carry=1] a b
              { lambda a:float32[2] b:float32[2] . let
                  c:float32[2] = add a b
                in (c) }
          in (c) }
        """)
  }
}
