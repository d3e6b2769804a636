import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Pass.reorderSums`.
struct SumsTests {
  /// `((h + x) + a) + b`: what is known first is added first.
  @Test func whatIsKnownFirstIsAddedFirst() throws {
    let body = ProgramBuilder()
    let (a, b) = (body.input(.float32, [2]), body.input(.float32, [2]))
    let (h, x) = (body.input(.float32, [2]), body.input(.float32, [2]))
    let sum = try body.sum(body.sum(body.sum(h, x), a), b)
    let program = try Program(scanning: body.build(sum, sum), length: 5, constants: 2, carry: 1)
    let text = try Pass.reorderSums(program).description
    #expect(
      text == """
        { lambda a:float32[2] b:float32[2] c:float32[2] d:float32[5, 2] . let
            e:float32[2] f:float32[5, 2] = scan[length=5 reverse=false constants=2 carry=1] a b c d
              { lambda a:float32[2] b:float32[2] c:float32[2] d:float32[2] . let
                  e:float32[2] = add a b
                  f:float32[2] = add e d
                  g:float32[2] = add f c
                in (g g) }
          in (e f) }
        """)
  }

  /// A sum that is read elsewhere too is no term of another.
  @Test func whatIsReadElsewhereStays() throws {
    let body = ProgramBuilder()
    let (a, h, x) = (
      body.input(.float32, [2]), body.input(.float32, [2]), body.input(.float32, [2])
    )
    let inner = try body.sum(h, x)
    let program = try Program(
      scanning: body.build(try body.sum(inner, a), inner), length: 5, constants: 1, carry: 1)
    #expect(try Pass.reorderSums(program) == program)
  }

  /// Integers and 16-bit floats keep their order: the last bits of the latter are many.
  @Test(arguments: [DType.int32, .bfloat16]) func onlyWideFloats(_ dtype: DType) throws {
    let body = ProgramBuilder()
    let (a, h, x) = (body.input(dtype, [2]), body.input(dtype, [2]), body.input(dtype, [2]))
    let sum = try body.sum(body.sum(h, x), a)
    let program = try Program(scanning: body.build(sum), length: 5, constants: 1, carry: 1)
    #expect(try Pass.reorderSums(program) == program)
  }
}
