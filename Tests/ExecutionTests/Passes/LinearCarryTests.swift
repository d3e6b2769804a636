import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

struct LinearCarryTests {
  /// The body of a scan over xs `[3]` with one part of the carry, after the pass.
  private func written(
    xsCount: Int, _ next: (ProgramBuilder, _ h: Atom, _ xs: [Atom]) throws -> Atom
  ) throws -> Program {
    let body = ProgramBuilder()
    let h = body.input(.float32, [3])
    let xs = (0..<xsCount).map { _ in body.input(.float32, [3]) }
    let after = try next(body, h, xs)
    let scan = Scan(
      body: body.build([after, after]), length: 4, isReversed: false, constantCount: 0,
      carryCount: 1)
    let outer = ProgramBuilder()
    let operands =
      [outer.input(.float32, [3])] + xs.map { _ in outer.input(.float32, [4, 3]) }
    let program = try Pass.writeLinearCarries(outer.build(outer.add(.scan(scan), operands)))
    guard case .scan(let result) = program.equations[0].primitive else { return program }
    return result.body
  }

  private func scalar(_ value: Float) -> Atom { .constant(NDArray(value), isWeak: false) }

  /// An exponential mean as it is often written keeps what a small α would lose in 1 - α.
  @Test
  func exponentialMean() throws {
    let body = try written(xsCount: 1) { body, h, xs in
      let change = try body.add(
        .binary(.mul), scalar(0.25), body.add(.binary(.sub), xs[0], h))
      return try body.add(.binary(.add), h, change)
    }
    #expect(
      body.description == """
        { lambda a:float32[3] b:float32[3] . let
            c:float32[] = neg 0.25:float32[]
            d:float32[3] = mul b 0.25:float32[]
            e:float32[3] = mul c a
            f:float32[3] = add e d
            g:float32[3] = add a f
          in (g g) }
        """)
  }

  /// The update of a minimal GRU is in the form already.
  @Test
  func minimalGRU() throws {
    let body = try written(xsCount: 2, minimalGRUStep)
    #expect(
      body.description == """
        { lambda a:float32[3] b:float32[3] c:float32[3] . let
            d:float32[3] = sub 1.0:float32[] b
            e:float32[3] = mul d a
            f:float32[3] = mul b c
            g:float32[3] = add e f
          in (g g) }
        """)
    let scan = Scan(
      body: body, length: 4, isReversed: false, constantCount: 0, carryCount: 1)
    #expect(scan.linearCarries.map(\.form) == [.single(.product)])
  }

  private func minimalGRUStep(_ body: ProgramBuilder, _ h: Atom, _ xs: [Atom]) throws -> Atom {
    let kept = try body.add(.binary(.mul), body.add(.binary(.sub), scalar(1), xs[0]), h)
    return try body.add(.binary(.add), kept, body.add(.binary(.mul), xs[0], xs[1]))
  }

  /// A choice between the state and something else resets it, even one that isn't finite.
  @Test
  func reset() throws {
    let body = try written(xsCount: 2) { body, h, xs in
      let isFirst = try body.add(.compare(.gt), xs[0], scalar(0))
      let kept = try body.add(.select, isFirst, scalar(0), h)
      return try body.add(.binary(.add), body.add(.binary(.mul), kept, scalar(0.5)), xs[1])
    }
    #expect(
      body.description == """
        { lambda a:float32[3] b:float32[3] c:float32[3] . let
            d:bool[3] = gt b 0.0:float32[]
            e:float32[3] = select d 0.0:float32[] 1.0:float32[]
            f:float32[3] = mul e 0.5:float32[]
            g:float32[3] = mul f a
            h:bool[3] = eq f 0.0:float32[]
            i:float32[3] = add g c
            j:float32[3] = select h c i
          in (j j) }
        """)
    let scan = Scan(body: body, length: 4, isReversed: false, constantCount: 0, carryCount: 1)
    #expect(scan.linearCarries.map(\.form) == [.single(.reset)])
  }

  /// The parts of a complex number read each other.
  @Test
  func rotation() throws {
    let body = ProgramBuilder()
    let (re, im) = (body.input(.float32, [3]), body.input(.float32, [3]))
    let (a, b, x) = (
      body.input(.float32, [3]), body.input(.float32, [3]), body.input(.float32, [3])
    )
    func product(_ x: Atom, _ y: Atom) throws -> Atom { try body.add(.binary(.mul), x, y) }
    let real = try body.add(.binary(.sub), product(a, re), product(b, im))
    let imaginary = try body.sum(product(b, re), product(im, a))
    let program = try Program(
      scanning: body.build(body.sum(real, x), imaginary), length: 4, constants: 0, carry: 2)
    let scan = try #require(try Pass.writeLinearCarries(program).lastScan)
    #expect(
      scan.body.description == """
        { lambda a:float32[3] b:float32[3] c:float32[3] d:float32[3] e:float32[3] . let
            f:float32[3] = mul d a
            g:float32[3] = mul c b
            h:float32[3] = add f g
            i:float32[3] = neg d
            j:float32[3] = mul c a
            k:float32[3] = mul i b
            l:float32[3] = add j k
            m:float32[3] = add l e
          in (m h) }
        """)
    #expect(scan.linearCarries.map(\.parts) == [[0, 1]])
    #expect(scan.linearCarries.map(\.form) == [.coupled])
  }

  /// What was known a step before is known too: here the x two steps ago.
  @Test
  func delays() throws {
    let body = ProgramBuilder()
    let (older, old, x) = (
      body.input(.float32, [3]), body.input(.float32, [3]), body.input(.float32, [3])
    )
    let y = try body.tanh(body.sum(older, x))
    let scan = Scan(
      body: body.build(old, x, y), length: 4, isReversed: false, constantCount: 0, carryCount: 2)
    #expect(scan.linearCarries.map(\.parts) == [[1], [0]])
    #expect(scan.linearCarries.map(\.form) == [.delay, .delay])
    let parts = LoopParts(scan)
    #expect(parts.coreCarries.isEmpty && parts.core.program.equations.isEmpty)
    #expect(parts.stages.map(\.part.sources) == [[.input(2)], [.before(1)]])
    #expect(parts.epilogue.sources == [.before(0), .input(2)])
  }

  /// What a linear part makes known can make another one linear, whatever their order.
  @Test
  func stackedParts() throws {
    let body = ProgramBuilder()
    let (upper, lower, x) = (
      body.input(.float32, [3]), body.input(.float32, [3]), body.input(.float32, [3])
    )
    let nextLower = try body.sum(lower, x)
    let gate = try body.add(.unary(.logistic), nextLower)
    let nextUpper = try body.sum(body.add(.binary(.mul), upper, gate), x)
    let scan = Scan(
      body: body.build(nextUpper, nextLower), length: 4, isReversed: false, constantCount: 0,
      carryCount: 2)
    #expect(scan.linearCarries.map(\.parts) == [[1], [0]])
    let parts = LoopParts(scan)
    #expect(parts.coreCarries.isEmpty && parts.core.program.equations.isEmpty)
    #expect(
      parts.stages.map { $0.part.program.equations.map(\.primitive.name) } == [[], ["logistic"]])
    #expect(parts.stages.last?.part.sources == [.after(1), .input(2)])
  }

  /// A gate that reads the state isn't linear, nor is what is only known step by step.
  @Test
  func gateOfTheState() throws {
    let body = try written(xsCount: 1) { body, h, xs in
      let gate = try body.add(.unary(.logistic), body.add(.binary(.add), h, xs[0]))
      return try body.add(.binary(.add), body.add(.binary(.mul), gate, h), xs[0])
    }
    let scan = Scan(body: body, length: 4, isReversed: false, constantCount: 0, carryCount: 1)
    #expect(scan.linearCarries.isEmpty)
    #expect(body.equations.map(\.primitive.name) == ["add", "logistic", "mul", "add"])
  }

  /// Factors that would have to be added up stay as they are: h - 0.5·h + 0.25·h.
  @Test
  func sumsOfFactors() throws {
    let body = try written(xsCount: 0) { body, h, _ in
      let half = try body.add(.binary(.mul), h, scalar(0.5))
      let rest = try body.add(.binary(.sub), h, half)
      return try body.add(.binary(.add), rest, body.add(.binary(.mul), h, scalar(0.25)))
    }
    let scan = Scan(body: body, length: 4, isReversed: false, constantCount: 0, carryCount: 1)
    #expect(scan.linearCarries.isEmpty)
  }
}
