import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Pass.hoistInvariants`.
struct InvariantsTests {
  /// `h = h @ exp(w).T + x`: the matrix is made before the loop, turning it costs nothing inside.
  private func body() throws -> Program {
    let body = ProgramBuilder()
    let (w, h, x) = (
      body.input(.float32, [3, 3]), body.input(.float32, [2, 3]), body.input(.float32, [2, 3])
    )
    let matrix = try body.add(.transpose([1, 0]), body.add(.unary(.exp), w))
    return body.build(try body.sum(body.product(h, matrix), x))
  }

  @Test func invariantsLeaveTheLoopAndViewsDont() throws {
    let program = try Program(scanning: body(), length: 5, constants: 1, carry: 1)
    let text = try Pass.hoistInvariants(program).description
    #expect(
      text == """
        { lambda a:float32[3, 3] b:float32[2, 3] c:float32[5, 2, 3] . let
            d:float32[3, 3] = exp a
            e:float32[2, 3] = scan[length=5 reverse=false constants=1 carry=1] d b c
              { lambda a:float32[3, 3] b:float32[2, 3] c:float32[2, 3] . let
                  d:float32[3, 3] = transpose[permutation=[1, 0]] a
                  e:float32[2, 3] = dot_general[contract=[1]:[0]] b d
                  f:float32[2, 3] = add e c
                in (f) }
          in (e) }
        """)
  }

  /// What is the same in all steps of both loops leaves both.
  @Test func innerLoopsToo() throws {
    let inner = try Program(scanning: body(), length: 5, constants: 1, carry: 1)
    let program = try Program(scanning: inner, length: 7, constants: 1, carry: 1)
    let text = try Pass.hoistInvariants(program).description
    #expect(
      text == """
        { lambda a:float32[3, 3] b:float32[2, 3] c:float32[7, 5, 2, 3] . let
            d:float32[3, 3] = exp a
            e:float32[2, 3] = scan[length=7 reverse=false constants=1 carry=1] d b c
              { lambda a:float32[3, 3] b:float32[2, 3] c:float32[5, 2, 3] . let
                  d:float32[2, 3] = scan[length=5 reverse=false constants=1 carry=1] a b c
                    { lambda a:float32[3, 3] b:float32[2, 3] c:float32[2, 3] . let
                        d:float32[3, 3] = transpose[permutation=[1, 0]] a
                        e:float32[2, 3] = dot_general[contract=[1]:[0]] b d
                        f:float32[2, 3] = add e c
                      in (f) }
                in (d) }
          in (e) }
        """)
  }
}
