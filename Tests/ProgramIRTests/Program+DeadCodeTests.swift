import Arrays
import ProgramIR
import TestSupport
import Testing

/// `Program.eliminatingDeadCode()`.
struct ProgramDeadCodeTests {
  /// The program without dead code, verified, as text.
  func trimmed(_ program: Program) throws -> String {
    try program.verify()
    let result = program.eliminatingDeadCode()
    try result.verify()
    #expect(result.eliminatingDeadCode() == result)
    return result.description
  }

  @Test func equationsNobodyReads() throws {
    let program = ProgramBuilder()
    let (x, unused) = (program.input(.float32, [2]), program.input(.float32, [2]))
    let y = try program.add(.unary(.sin), x)
    _ = try program.add(.unary(.exp), program.add(.binary(.add), y, unused))
    #expect(
      try trimmed(program.build(y)) == """
        { lambda a:float32[2] b:float32[2] . let
            c:float32[2] = sin a
          in (c) }
        """)
  }

  @Test func aResultOfTwoKeepsBoth() throws {
    let program = ProgramBuilder()
    let parts = try program.add(.qr, [program.input(.float32, [2, 2])])
    #expect(
      try trimmed(program.build(parts[1])) == """
        { lambda a:float32[2, 2] . let
            b:float32[2, 2] c:float32[2, 2] = qr a
          in (c) }
        """)
  }

  @Test func aScanNobodyReads() throws {
    let program = ProgramBuilder()
    let x = program.input(.float32, [7, 2])
    _ = try program.add(
      .scan(ScanTypeTests.scan()),
      [program.constant(NDArray(Float(1))), x, x].enumerated().map {
        $0 == 1 ? try program.add(.reduce(.sum, axes: [0]), $1) : $1
      })
    #expect(try trimmed(program.build(x)) == "{ lambda a:float32[7, 2] . let\n  in (a) }")
  }

  /// Four carries and two xs: `a += b`, `b += c`, `c += x`, `d` stays; ys `a` and `sin z`.
  func chain(_ outputs: [Int]) throws -> Program {
    let body = ProgramBuilder()
    let (a, b, c) = (body.input(.int8, []), body.input(.int8, []), body.input(.int8, []))
    let d = body.input(.int8, [])
    let (x, z) = (body.input(.int8, []), body.input(.float32, []))
    let next = try [
      body.add(.binary(.add), a, b), body.add(.binary(.add), b, c), body.add(.binary(.add), c, x),
    ]
    let y = try body.add(.unary(.sin), z)
    let scan = Scan(
      body: body.build(next + [d, a, y]), length: 5, isReversed: true, constantCount: 0,
      carryCount: 4)
    let program = ProgramBuilder()
    let carry = (0..<4).map { _ in program.input(.int8, []) }
    let results = try program.add(
      .scan(scan), carry + [program.input(.int8, [5]), program.input(.float32, [5])])
    return program.build(outputs.map { results[$0] })
  }

  @Test func aCarryReadThroughOtherCarriesStays() throws {
    // The y is the carry a, which reads b, which reads c, which reads x.
    #expect(
      try trimmed(chain([4])) == """
        { lambda a:int8[] b:int8[] c:int8[] d:int8[] e:int8[5] f:float32[5] . let
            g:int8[] h:int8[] i:int8[] j:int8[5] = scan[length=5 reverse=true constants=0 carry=3] \
        a b c e
              { lambda a:int8[] b:int8[] c:int8[] d:int8[] . let
                  e:int8[] = add a b
                  f:int8[] = add b c
                  g:int8[] = add c d
                in (e f g a) }
          in (j) }
        """)
  }

  @Test func aCarryNobodyReadsGoes() throws {
    #expect(
      try trimmed(chain([2])) == """
        { lambda a:int8[] b:int8[] c:int8[] d:int8[] e:int8[5] f:float32[5] . let
            g:int8[] = scan[length=5 reverse=true constants=0 carry=1] c e
              { lambda a:int8[] b:int8[] . let
                  c:int8[] = add a b
                in (c) }
          in (g) }
        """)
  }

  @Test func aCarryThatOnlyPassesThroughStaysWhenWanted() throws {
    #expect(
      try trimmed(chain([3])) == """
        { lambda a:int8[] b:int8[] c:int8[] d:int8[] e:int8[5] f:float32[5] . let
            g:int8[] = scan[length=5 reverse=true constants=0 carry=1] d
              { lambda a:int8[] . let
                in (a) }
          in (g) }
        """)
  }

  @Test func aCarryWhoseInputNobodyReadsStaysWhenWanted() throws {
    let body = ProgramBuilder()
    _ = body.input(.float32, [])
    let x = body.input(.float32, [])
    let scan = Scan(
      body: try body.build(body.add(.unary(.neg), x)), length: 3, isReversed: false,
      constantCount: 0, carryCount: 1)
    let program = ProgramBuilder()
    let operands = [program.input(.float32, []), program.input(.float32, [3])]
    let last = try program.build(program.add(.scan(scan), operands))
    #expect(try trimmed(last) == last.description)
  }

  @Test func ysNeedNoCarry() throws {
    #expect(
      try trimmed(chain([5])) == """
        { lambda a:int8[] b:int8[] c:int8[] d:int8[] e:int8[5] f:float32[5] . let
            g:float32[5] = scan[length=5 reverse=true constants=0 carry=0] f
              { lambda a:float32[] . let
                  b:float32[] = sin a
                in (b) }
          in (g) }
        """)
  }

  /// A scan in a scan whose wanted results don't need the carries of either.
  @Test func scansInScans() throws {
    let inner = try chain([0, 5])
    let body = ProgramBuilder()
    let carry = body.input(.int8, [])
    let zero = body.constant(NDArray(Int8(0)))
    let z = body.input(.float32, [5])
    let counts = body.constant(NDArray([1, 2, 3, 4, 5] as [Int8], shape: [5]))
    let results = try body.add(
      inner.equations[0].primitive, [carry, zero, zero, zero, counts, z])
    let scan = Scan(
      body: body.build(results[0], results[5]), length: 2, isReversed: false, constantCount: 0,
      carryCount: 1)
    let program = ProgramBuilder()
    let outer = try program.add(
      .scan(scan), [program.input(.int8, []), program.input(.float32, [2, 5])])
    #expect(
      try trimmed(program.build(outer[1])) == """
        { lambda a:int8[] b:float32[2, 5] . let
            c:float32[2, 5] = scan[length=2 reverse=false constants=0 carry=0] b
              { lambda a:float32[5] . let
                  b:float32[5] = scan[length=5 reverse=true constants=0 carry=0] a
                    { lambda a:float32[] . let
                        b:float32[] = sin a
                      in (b) }
                in (b) }
          in (c) }
        """)
  }

  /// Of three carries one is wanted, one says how many rounds there are, and one is for itself.
  @Test func carriesOfWhileLoops() throws {
    let body = ProgramBuilder()
    let carry = (0..<3).map { _ in body.input(.int32, []) }
    let one = body.constant(NDArray(Int32(1)))
    let next = try carry.map { try body.add(.binary(.add), $0, one) }
    let goesOn = try body.add(.compare(.lt), carry[1], body.constant(NDArray(Int32(9))))
    let loop = WhileLoop(body: body.build(next + [goesOn]), constantCount: 0)
    let program = ProgramBuilder()
    let operands = (0..<3).map { _ in program.input(.int32, []) }
    let last = try program.add(.whileLoop(loop), operands + [program.constant(NDArray(true))])
    #expect(
      try trimmed(program.build(last[0])) == """
        { lambda a:int32[] b:int32[] c:int32[] . let
            d:int32[] e:int32[] = while[constants=0] a b true:bool[]
              { lambda a:int32[] b:int32[] . let
                  c:int32[] = add a 1:int32[]
                  d:int32[] = add b 1:int32[]
                  e:bool[] = lt b 9:int32[]
                in (c d e) }
          in (d) }
        """)
  }

  @Test func resultsAndOperandsOfBranches() throws {
    let branches = try [UnaryOperation.sin, .cos].map { operation in
      let branch = ProgramBuilder()
      let (x, y) = (branch.input(.float32, []), branch.input(.float32, []))
      return branch.build(
        try branch.add(.unary(operation), x), try branch.add(.unary(operation), y))
    }
    let program = ProgramBuilder()
    let operands = [
      program.input(.bool, []), program.input(.float32, []), program.input(.float32, []),
    ]
    let results = try program.add(.cond(Conditional(branches: branches)), operands)
    #expect(
      try trimmed(program.build(results[1])) == """
        { lambda a:bool[] b:float32[] c:float32[] . let
            d:float32[] = cond a c
              { lambda a:float32[] . let
                  b:float32[] = sin a
                in (b) }
              { lambda a:float32[] . let
                  b:float32[] = cos a
                in (b) }
          in (d) }
        """)
  }
}
