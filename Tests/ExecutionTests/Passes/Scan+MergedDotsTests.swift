import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Pass.mergeDots`.
struct MergedDotsTests {
  /// `h = tanh(h @ u + b) * (h @ v + c)`: one product with `[u v]`, one sum with `[b c]`.
  @Test func dotsOfOneLeftSideBecomeOne() throws {
    let body = ProgramBuilder()
    let (u, v) = (body.input(.float32, [4, 4]), body.input(.float32, [4, 4]))
    let (b, c) = (body.input(.float32, [4]), body.input(.float32, [4]))
    let h = body.input(.float32, [2, 4])
    let gate = try body.tanh(body.sum(body.product(h, u), body.rows(b, [2, 4])))
    let value = try body.sum(body.product(h, v), body.rows(c, [2, 4]))
    let next = try body.add(.binary(.mul), gate, value)
    let program = try Program(scanning: body.build(next), length: 5, constants: 4, carry: 1)
    let text = try Pass.mergeDots(program).description
    #expect(
      text == """
        { lambda a:float32[4, 4] b:float32[4, 4] c:float32[4] d:float32[4] e:float32[2, 4] . let
            f:float32[2, 4] = scan[length=5 reverse=false constants=4 carry=1] a b c d e
              { lambda a:float32[4, 4] b:float32[4, 4] c:float32[4] d:float32[4] e:float32[2, 4] \
        . let
                  f:float32[4, 8] = concatenate[axis=1] a b
                  g:float32[2, 8] = dot_general[contract=[1]:[0]] e f
                  h:float32[8] = concatenate[axis=0] c d
                  i:float32[2, 8] = broadcast_in_dim[shape=(2, 8) dimensions=[1]] h
                  j:float32[2, 8] = add g i
                  k:float32[2, 4] = slice[start=[0, 0] limit=[2, 4]] j
                  l:float32[2, 4] = slice[start=[0, 4] limit=[2, 8]] j
                  m:float32[2, 4] = tanh k
                  n:float32[2, 4] = mul m l
                in (n) }
          in (f) }
        """)
  }

  /// `h @ u + z[:, :4]` and `h @ v + z[:, 4:]`: what is added is one too.
  @Test func partsOfOneValueAreAddedTogether() throws {
    let body = ProgramBuilder()
    let (u, v) = (body.input(.float32, [4, 4]), body.input(.float32, [4, 4]))
    let (h, z) = (body.input(.float32, [2, 4]), body.input(.float32, [2, 8]))
    let left = try body.sum(body.product(h, u), body.columns(0..<4, of: z))
    let right = try body.sum(body.product(h, v), body.columns(4..<8, of: z))
    let next = try body.add(.binary(.mul), left, right)
    let program = try Program(scanning: body.build(next), length: 5, constants: 2, carry: 1)
    let text = try Pass.mergeDots(program).description
    #expect(
      text == """
        { lambda a:float32[4, 4] b:float32[4, 4] c:float32[2, 4] d:float32[5, 2, 8] . let
            e:float32[2, 4] = scan[length=5 reverse=false constants=2 carry=1] a b c d
              { lambda a:float32[4, 4] b:float32[4, 4] c:float32[2, 4] d:float32[2, 8] . let
                  e:float32[4, 8] = concatenate[axis=1] a b
                  f:float32[2, 8] = dot_general[contract=[1]:[0]] c e
                  g:float32[2, 8] = add f d
                  h:float32[2, 4] = slice[start=[0, 0] limit=[2, 4]] g
                  i:float32[2, 4] = slice[start=[0, 4] limit=[2, 8]] g
                  j:float32[2, 4] = mul h i
                in (j) }
          in (e) }
        """)
  }

  /// A GRU's `x @ [a b c]` has the parts that are added to products with h first, so that those are
  /// one too: `tanh(x a + h u) + (x b) * tanh(x c + h v)`.
  @Test func partsAddedToOtherDotsComeFirst() throws {
    let body = ProgramBuilder()
    let (a, b) = (body.input(.float32, [3, 4]), body.input(.float32, [3, 4]))
    let c = body.input(.float32, [3, 4])
    let (u, v) = (body.input(.float32, [4, 4]), body.input(.float32, [4, 4]))
    let (h, x) = (body.input(.float32, [2, 4]), body.input(.float32, [2, 3]))
    let (xa, xb) = (try body.product(x, a), try body.product(x, b))
    let xc = try body.product(x, c)
    let left = try body.tanh(body.sum(xa, body.product(h, u)))
    let right = try body.tanh(body.sum(xc, body.product(h, v)))
    let next = try body.sum(left, body.add(.binary(.mul), xb, right))
    let program = try Program(scanning: body.build(next), length: 5, constants: 5, carry: 1)
    let text = try Pass.mergeDots(program).description
    #expect(
      text == """
        { lambda a:float32[3, 4] b:float32[3, 4] c:float32[3, 4] d:float32[4, 4] e:float32[4, 4] \
        f:float32[2, 4] g:float32[5, 2, 3] . let
            h:float32[2, 4] = scan[length=5 reverse=false constants=5 carry=1] a b c d e f g
              { lambda a:float32[3, 4] b:float32[3, 4] c:float32[3, 4] d:float32[4, 4] \
        e:float32[4, 4] f:float32[2, 4] g:float32[2, 3] . let
                  h:float32[3, 12] = concatenate[axis=1] a c b
                  i:float32[2, 12] = dot_general[contract=[1]:[0]] g h
                  j:float32[2, 4] = slice[start=[0, 8] limit=[2, 12]] i
                  k:float32[4, 8] = concatenate[axis=1] d e
                  l:float32[2, 8] = dot_general[contract=[1]:[0]] f k
                  m:float32[2, 8] = slice[start=[0, 0] limit=[2, 8]] i
                  n:float32[2, 8] = add l m
                  o:float32[2, 4] = slice[start=[0, 0] limit=[2, 4]] n
                  p:float32[2, 4] = slice[start=[0, 4] limit=[2, 8]] n
                  q:float32[2, 4] = tanh o
                  r:float32[2, 4] = tanh p
                  s:float32[2, 4] = mul j r
                  t:float32[2, 4] = add q s
                in (t) }
          in (h) }
        """)
  }

  /// A right side that depends on the step, or another left side, is no part of it.
  @Test func othersStay() throws {
    let body = ProgramBuilder()
    let u = body.input(.float32, [4, 4])
    let (h, x) = (body.input(.float32, [2, 4]), body.input(.float32, [4, 4]))
    let next = try body.sum(body.product(h, u), body.product(h, x))
    let last = try body.product(next, u)
    let program = try Program(scanning: body.build(last), length: 5, constants: 1, carry: 1)
    #expect(try Pass.mergeDots(program) == program)
  }
}
