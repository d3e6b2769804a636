import Foundation
import ProgramIR
import TestSupport
import Testing

@testable import Execution

struct PlanReportTests {
  /// A cell with two gates and an output layer, as two threads run it. Memory and steps depend on
  /// the processor.
  @Test func everythingThatPlanningDid() throws {
    let body = ProgramBuilder()
    let (w, v) = (body.input(.float32, [3, 8]), body.input(.float32, [4, 2]))
    let (u, r) = (body.input(.float32, [4, 4]), body.input(.float32, [4, 4]))
    let (h, x) = (body.input(.float32, [8, 4]), body.input(.float32, [8, 3]))
    let input = try body.product(x, w)
    let gate = try body.tanh(body.sum(body.product(h, u), body.columns(0..<4, of: input)))
    let value = try body.sum(body.product(h, r), body.columns(4..<8, of: input))
    let next = try body.add(.binary(.mul), gate, body.add(.binary(.mul), value, value))
    let y = try body.product(next, body.add(.unary(.exp), v))
    let program = try Program(scanning: body.build(next, y), length: 20, constants: 4, carry: 1)
    var options = PlanOptions()
    options.threadCount = 2
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    let report = try ExecutionPlan(program, options: options)
      .report(on: program, options: options)
    let sections = report.components(separatedBy: "\nmemory:\n")
    let text = try #require(sections.first)
    #expect(
      text == """
        passes (variables keep their names from one to the next):
          make read steps: nothing changes
          count steps: nothing changes
          multiply outer products: nothing changes
          lower convolutions: nothing changes
          sink broadcasts: nothing changes
          simplify: nothing changes
          move masks into scans: nothing changes
          hoist invariants: 13 → 13 equations
            -     g:float32[8, 4] h:float32[20, 8, 2] = scan[length=20 reverse=false constants=4 \
        carry=1] a b c d e f
            -       { lambda a:float32[3, 8] b:float32[4, 2] c:float32[4, 4] d:float32[4, 4] \
        e:float32[8, 4] f:float32[8, 3] . let
            +     i:float32[4, 2] = exp b
            +     g:float32[8, 4] h:float32[20, 8, 2] = scan[length=20 reverse=false constants=4 \
        carry=1] a c d i e f
            +       { lambda a:float32[3, 8] c:float32[4, 4] d:float32[4, 4] q:float32[4, 2] \
        e:float32[8, 4] f:float32[8, 3] . let
            -           q:float32[4, 2] = exp b
          choose branches: nothing changes
          merge sums of slices: nothing changes
          reorder sums: nothing changes
          merge dots: 13 → 12 equations
                  g:float32[8, 4] h:float32[20, 8, 2] = scan[length=20 reverse=false constants=4 \
        carry=1] a c d i e f
            -           h:float32[8, 4] = dot_general[contract=[1]:[0]] e c
            -           i:float32[8, 4] = slice[start=[0, 0] limit=[8, 4]] g
            -           j:float32[8, 4] = add h i
            -           k:float32[8, 4] = tanh j
            -           l:float32[8, 4] = dot_general[contract=[1]:[0]] e d
            -           m:float32[8, 4] = slice[start=[0, 4] limit=[8, 8]] g
            -           n:float32[8, 4] = add l m
            -           o:float32[8, 4] = mul n n
            +           s:float32[4, 8] = concatenate[axis=1] c d
            +           t:float32[8, 8] = dot_general[contract=[1]:[0]] e s
            +           u:float32[8, 8] = add t g
            +           v:float32[8, 4] = slice[start=[0, 0] limit=[8, 4]] u
            +           w:float32[8, 4] = slice[start=[0, 4] limit=[8, 8]] u
            +           k:float32[8, 4] = tanh v
            +           o:float32[8, 4] = mul w w
          hoist invariants: 12 → 12 equations
            -     g:float32[8, 4] h:float32[20, 8, 2] = scan[length=20 reverse=false constants=4 \
        carry=1] a c d i e f
            -       { lambda a:float32[3, 8] c:float32[4, 4] d:float32[4, 4] q:float32[4, 2] \
        e:float32[8, 4] f:float32[8, 3] . let
            +     j:float32[4, 8] = concatenate[axis=1] c d
            +     g:float32[8, 4] h:float32[20, 8, 2] = scan[length=20 reverse=false constants=3 \
        carry=1] a i j e f
            +       { lambda a:float32[3, 8] q:float32[4, 2] s:float32[4, 8] e:float32[8, 4] \
        f:float32[8, 3] . let
            -           s:float32[4, 8] = concatenate[axis=1] c d
          simplify: nothing changes
          find ends of sequences: nothing changes
          run matrix carries in chunks: nothing changes
          write linear carries: nothing changes
          hoist invariants: nothing changes
        program:
          { lambda a:float32[3, 8] b:float32[4, 2] c:float32[4, 4] d:float32[4, 4] e:float32[8, \
        4] f:float32[20, 8, 3] . let
              g:float32[4, 2] = exp b
              h:float32[4, 8] = concatenate[axis=1] c d
              i:float32[8, 4] j:float32[20, 8, 2] = scan[length=20 reverse=false constants=3 \
        carry=1] a g h e f
                { lambda a:float32[3, 8] b:float32[4, 2] c:float32[4, 8] d:float32[8, 4] \
        e:float32[8, 3] . let
                    f:float32[8, 8] = dot_general[contract=[1]:[0]] e a
                    g:float32[8, 8] = dot_general[contract=[1]:[0]] d c
                    h:float32[8, 8] = add g f
                    i:float32[8, 4] = slice[start=[0, 0] limit=[8, 4]] h
                    j:float32[8, 4] = slice[start=[0, 4] limit=[8, 8]] h
                    k:float32[8, 4] = tanh i
                    l:float32[8, 4] = mul j j
                    m:float32[8, 4] = mul k l
                    n:float32[8, 2] = dot_general[contract=[1]:[0]] m b
                  in (m n) }
            in (i j) }
        scans:
          i:float32[8, 4] j:float32[20, 8, 2] = scan[length=20 reverse=false constants=3 carry=1] \
        a g h e f
            split between threads along axis 0 of d, axis 0 of e, axis 0 of m, axis 0 of n into \
        ranges of 4, 4
            prologue, 20 steps at once:
              f:float32[8, 8] = dot_general[contract=[1]:[0]] e a
            core, step by step:
              g:float32[8, 8] = dot_general[contract=[1]:[0]] d c
              h:float32[8, 8] = add g f
              i:float32[8, 4] = slice[start=[0, 0] limit=[8, 4]] h
              j:float32[8, 4] = slice[start=[0, 4] limit=[8, 8]] h
              k:float32[8, 4] = tanh i
              l:float32[8, 4] = mul j j
              m:float32[8, 4] = mul k l
            epilogue, 20 steps at once:
              n:float32[8, 2] = dot_general[contract=[1]:[0]] m b
        """)
    let rest = sections.dropFirst().joined()
    for words in [" buffers, ", "\nsteps:\n", "\n  split into ranges of 4, 4\n"] {
      #expect(rest.contains(words))
    }
  }

  /// Linear carries, what is made between them, and the steps that run them.
  @Test func linearCarries() throws {
    let body = ProgramBuilder()
    let (lower, upper, x) = (
      body.input(.float32, [2, 4]), body.input(.float32, [2, 4]), body.input(.float32, [2, 4])
    )
    let nextLower = try body.sum(lower, x)
    let gate = try body.add(.unary(.logistic), nextLower)
    let nextUpper = try body.sum(body.add(.binary(.mul), gate, upper), x)
    let program = try Program(
      scanning: body.build(nextLower, nextUpper, nextUpper), length: 20, constants: 0, carry: 2)
    let report = try ExecutionPlan(program).report(on: program)
    let scans = try #require(report.components(separatedBy: "\nscans:\n").last)
    #expect(
      scans.components(separatedBy: "\nmemory:\n")[0] == """
          d:float32[2, 4] e:float32[2, 4] f:float32[20, 2, 4] = scan[length=20 reverse=false \
        constants=0 carry=2] a b c
            prologue, 20 steps at once: nothing
            linear carry, 20 steps at once: part 0 of the carry, product
            between, 20 steps at once:
              e:float32[2, 4] = logistic d
            linear carry, 20 steps at once: part 1 of the carry, product
            core, step by step: nothing
            epilogue, 20 steps at once: nothing
        """)
    let steps = try #require(scans.components(separatedBy: "\nsteps:\n").last)
    let lines = steps.split(separator: "\n").map { $0.drop { $0 == " " } }
    let names = lines.filter { $0.hasSuffix(":") }
    #expect(names == ["before:", "prologue:", "linear carries:", "core:", "epilogue:"])
    #expect(lines.count { $0.contains(" = recurrence product ") } == 2)
  }

  /// Names by id stay when equations go.
  @Test func variablesKeepTheirNames() throws {
    let builder = ProgramBuilder()
    let a = builder.input(.float32, [2])
    let unread = try builder.tanh(a)
    _ = try builder.tanh(unread)
    let program = builder.build(try builder.sum(a, a))
    #expect(
      program.eliminatingDeadCode().text(naming: .byId).lines == [
        "{ lambda a:float32[2] . let", "    d:float32[2] = add a a", "  in (d) }",
      ])
  }

  /// What is transposed on its way out is copied once.
  @Test func transposedResultsAreCopiedOnce() throws {
    let builder = ProgramBuilder()
    let (a, b) = (builder.input(.float32, [8, 4]), builder.input(.float32, [4, 6]))
    let product = try builder.product(a, b)
    let program = builder.build(try builder.add(.transpose([1, 0]), product))
    let copies = try ExecutionPlan(program).lines.filter { $0.contains(" = copy ") }
    #expect(copies.count == 1)
  }
}
