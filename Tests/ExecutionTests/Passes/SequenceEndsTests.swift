import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `Program.findingSequenceEnds()`.
struct SequenceEndsTests {
  /// `h = where(m, h + x, h)`, `y = where(m, h, 7)`, the mask among the xs; with what is made of the
  /// results.
  private func program(
    isReversed: Bool = false, keepsCarry: Bool = true,
    _ results: (ProgramBuilder, [Atom]) throws -> [Atom] = { $1 }
  ) throws -> Program {
    let body = ProgramBuilder()
    let h = body.input(.float32, [3, 2])
    let (x, mask) = (body.input(.float32, [3, 2]), body.input(.bool, [3]))
    let active = try body.add(.broadcast(shape: [3, 2], dimensions: [0]), mask)
    let sum = try body.sum(h, x)
    let next = keepsCarry ? try body.add(.select, active, sum, h) : sum
    let seven = body.constant(NDArray(Float(7)))
    let y = keepsCarry ? try body.add(.select, active, sum, seven) : sum
    let scan = Scan(
      body: body.build(next, y), length: 5, isReversed: isReversed, constantCount: 0,
      carryCount: 1)
    let outer = ProgramBuilder()
    let operands = [
      outer.input(.float32, [3, 2]), outer.input(.float32, [5, 3, 2]), outer.input(.bool, [5, 3]),
    ]
    let made = try outer.add(.scan(scan), operands)
    return outer.build(try results(outer, [made[0], made[1], operands[2]]))
  }

  private func sequences(_ program: Program) throws -> ScannedSequences? {
    let found = try Pass.findSequenceEnds(program)
    for case .scan(let scan) in found.equations.map(\.primitive) { return scan.sequences }
    return nil
  }

  @Test func aKeptCarryEnds() throws {
    let found = try Pass.findSequenceEnds(program { Array($1.prefix(2)) })
    #expect(
      found.description == """
        { lambda a:float32[3, 2] b:float32[5, 3, 2] c:bool[5, 3] . let
            d:int32[5, 3] = iota[dtype=int32 shape=(5, 3) axis=0]
            e:int32[5, 3] = add d 1:int32[]
            f:int32[5, 3] = select c e 0:int32[]
            g:int32[3] = reduce_max[axes=[0]] f
            h:float32[3, 2] i:float32[5, 3, 2] = scan[length=5 reverse=false constants=1 carry=1 \
        lengths=0 padding=7.0] g a b c
              { lambda a:int32[3] b:float32[3, 2] c:float32[3, 2] d:bool[3] . let
                  e:bool[3, 2] = broadcast_in_dim[shape=(3, 2) dimensions=[0]] d
                  f:float32[3, 2] = add b c
                  g:float32[3, 2] = select e f b
                  h:float32[3, 2] = select e f 7.0:float32[]
                in (g h) }
          in (h i) }
        """)
  }

  /// What is read of all steps doesn't end, and neither does a carry that isn't kept.
  @Test func whatIsReadGoesOn() throws {
    #expect(try sequences(program(keepsCarry: false) { Array($1.prefix(2)) }) == nil)
    #expect(try sequences(program(keepsCarry: false) { [$1[0]] }) == nil)
    #expect(try sequences(program(keepsCarry: false) { [$1[1]] }) == nil)
    // A sum over the steps before the mask.
    let summed = try program(keepsCarry: false) { builder, values in
      [try builder.add(.cumulative(.sum, axis: 0, isReversed: true), values[1])]
    }
    #expect(try sequences(summed) == nil)
  }

  /// Ys that are masked behind the scan, once or everywhere, and in the other order of the steps, in
  /// which padding comes first and changes the carry.
  @Test func masksBehindAScanEndIt() throws {
    func masked(isReversed: Bool, andRead: Bool) throws -> Program {
      try program(isReversed: isReversed, keepsCarry: false) { builder, values in
        let mask = try builder.add(
          .broadcast(shape: [5, 3, 2], dimensions: [0, 1]), values[2])
        let tanh = try builder.tanh(values[1])
        let zero = builder.constant(NDArray(Float(0)))
        let chosen = try builder.add(.select, mask, tanh, zero)
        return andRead ? [chosen, tanh] : [chosen]
      }
    }
    #expect(
      try sequences(masked(isReversed: false, andRead: false))?.paddings
        == [.value(NDArray(Float(0)))])
    #expect(try sequences(masked(isReversed: false, andRead: true)) == nil)
    #expect(try sequences(masked(isReversed: true, andRead: false)) == nil)
  }

  /// A mask that the scan's own results make can't end it.
  @Test func aMaskOfTheScansResultsIsNone() throws {
    let program = try program(keepsCarry: false) { builder, values in
      let zero = builder.constant(NDArray(Float(0)))
      let mask = try builder.add(.compare(.gt), values[1], zero)
      return [try builder.add(.select, mask, values[1], zero)]
    }
    #expect(try sequences(program) == nil)
  }
}

/// `Program.movingMasksIntoScans()`.
struct MaskedScansTests {
  /// A choice between ys, turned, and a number goes into the scan that makes them.
  @Test func choicesMove() throws {
    let outer = ProgramBuilder()
    let body = ProgramBuilder()
    let (h, x) = (body.input(.float32, [3, 8]), body.input(.float32, [3, 8]))
    let next = try body.sum(h, x)
    let scan = Scan(
      body: body.build(next, next), length: 5, isReversed: false, constantCount: 0, carryCount: 1)
    let results = try outer.add(
      .scan(scan), [outer.input(.float32, [3, 8]), outer.input(.float32, [5, 3, 8])])
    let lengths = outer.input(.int32, [3])
    let turned = try outer.add(.transpose([1, 0, 2]), results[1])
    let steps = try outer.add(.iota(dtype: .int32, shape: [3, 5], axis: 1))
    let ends = try outer.add(.broadcast(shape: [3, 5], dimensions: [0]), lengths)
    let mask = try outer.add(.compare(.lt), steps, ends)
    let wide = try outer.add(.broadcast(shape: [3, 5, 8], dimensions: [0, 1]), mask)
    let zero = outer.constant(NDArray(Float(0)))
    let program = outer.build(try outer.add(.select, wide, turned, zero))
    let moved = try Pass.moveMasks(program)
    #expect(
      moved.eliminatingDeadCode().description == """
        { lambda a:float32[3, 8] b:float32[5, 3, 8] c:int32[3] . let
            d:int32[3, 5] = iota[dtype=int32 shape=(3, 5) axis=1]
            e:int32[3, 5] = broadcast_in_dim[shape=(3, 5) dimensions=[0]] c
            f:bool[3, 5] = lt d e
            g:bool[5, 3] = transpose[permutation=[1, 0]] f
            h:bool[5, 3] = reshape[shape=(5, 3)] g
            i:float32[3, 8] j:float32[5, 3, 8] = scan[length=5 reverse=false constants=0 carry=1] \
        a b h
              { lambda a:float32[3, 8] b:float32[3, 8] c:bool[3] . let
                  d:float32[3, 8] = add a b
                  e:bool[3, 8] = broadcast_in_dim[shape=(3, 8) dimensions=[0]] c
                  f:float32[3, 8] = select e d 0.0:float32[]
                in (d f) }
            k:float32[3, 5, 8] = transpose[permutation=[1, 0, 2]] j
          in (k) }
        """)
    // Ys that something else reads too stay as they are.
    let read = outer.build(try outer.add(.select, wide, turned, zero), results[1])
    #expect(try Pass.moveMasks(read) == read)
  }
}
