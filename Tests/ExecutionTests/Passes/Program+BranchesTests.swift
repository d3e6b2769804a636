import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

@Suite struct BranchesTests {
  private let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))

  /// A selection by a scalar between a product's tanh and the operand.
  private func selection(of size: Int) throws -> Program {
    let program = ProgramBuilder()
    let (test, x, w) = (
      program.input(.bool, []), program.input(.float32, [2, size]),
      program.input(.float32, [size, size])
    )
    let product = try program.add(.unary(.tanh), program.add(dot, x, w))
    return program.build([try program.add(.select, test, product, x)])
  }

  @Test func whatOneSideReadsIsABranch() throws {
    #expect(
      try "\(selection(of: 2).choosingBranches(from: 1, perResult: 0))" == """
        { lambda a:bool[] b:float32[2, 2] c:float32[2, 2] . let
            d:float32[2, 2] = cond a b c
              { lambda a:float32[2, 2] b:float32[2, 2] . let
                in (a) }
              { lambda a:float32[2, 2] b:float32[2, 2] . let
                  c:float32[2, 2] = dot_general[contract=[1]:[0]] a b
                  d:float32[2, 2] = tanh c
                in (d) }
          in (d) }
        """)
  }

  @Test func littleWorkStaysASelection() throws {
    let small = try selection(of: 8)
    #expect(small.choosingBranches() == small)
    let large = try selection(of: 256)
    #expect(large.choosingBranches() != large)
  }

  @Test func whatOthersReadTooStaysOutside() throws {
    let program = ProgramBuilder()
    let (test, x, w) = (
      program.input(.bool, []), program.input(.float32, [2, 2]), program.input(.float32, [2, 2])
    )
    let product = try program.add(dot, x, w)
    let chosen = try program.add(.select, test, program.add(.unary(.tanh), product), x)
    let result = program.build([chosen, product])
    let primitives = result.choosingBranches(from: 1, perResult: 0).equations.map(\.primitive.name)
    #expect(primitives == ["dot_general", "cond"])
  }

  @Test func aSelectionThatReadsAnotherFollowsIt() throws {
    let program = ProgramBuilder()
    let (test, x, w) = (
      program.input(.bool, []), program.input(.float32, [2, 2]), program.input(.float32, [2, 2])
    )
    let first = try program.add(.select, test, program.add(dot, x, w), x)
    let between = try program.add(dot, first, w)
    let second = try program.add(.select, test, x, program.add(dot, between, w))
    let result = program.build([first, between, second]).choosingBranches(from: 1, perResult: 0)
    #expect(result.equations.map(\.primitive.name) == ["cond", "dot_general", "cond"])
    try result.verify()
  }

  @Test func whatReadsOneOfTwoResultsFollowsTheChoice() throws {
    let program = ProgramBuilder()
    let (test, x, w) = (
      program.input(.bool, []), program.input(.float32, [2, 2]), program.input(.float32, [2, 2])
    )
    let first = try program.add(.select, test, program.add(dot, x, w), x)
    let after = try program.add(.unary(.exp), first)
    let second = try program.add(.select, test, program.add(dot, w, x), x)
    let result = program.build([after, second]).choosingBranches(from: 1, perResult: 0)
    #expect(result.equations.map(\.primitive.name) == ["cond", "exp"])
    try result.verify()
  }

  /// The other branch would never end.
  @Test func aLoopOfTheOtherBranchDoesNotRun() throws {
    let round = ProgramBuilder()
    let count = round.input(.int32, [])
    let loop = WhileLoop(
      body: round.build([
        try round.add(.binary(.add), count, round.constant(NDArray(Int32(1)))),
        round.constant(NDArray(true)),
      ]), constantCount: 0)
    let program = ProgramBuilder()
    let (test, n) = (program.input(.bool, []), program.input(.int32, []))
    let last = try program.add(.whileLoop(loop), [n, program.constant(NDArray(true))])[0]
    let whole = program.build([try program.add(.select, test, last, n)])
    let results = try Executor(whole).run([NDArray(false), NDArray(Int32(3))])
    #expect(results == [NDArray(Int32(3))])
  }

  @Test func anIndexIsClamped() throws {
    let branches = try (0..<3).map { place in
      let branch = ProgramBuilder()
      let x = branch.input(.float32, [2])
      return branch.build([
        try branch.add(.binary(.add), x, branch.constant(NDArray(Float(place))))
      ])
    }
    for (index, place) in [(-7, 0), (0, 0), (1, 1), (2, 2), (9, 2)] {
      let x = NDArray([Float(1), 2], shape: [2])
      let results = try evaluate(
        .cond(Conditional(branches: branches)), NDArray(Int32(index)), x)
      #expect(results == [NDArray([Float(1 + place), Float(2 + place)], shape: [2])])
    }
  }

  @Test(arguments: 0..<40) func randomProgramsAgree(seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let length = [0, 1, 2, 17, 40][seed % 5]
    let (program, inputs) = try programs.scan(
      length: length, isReversed: seed % 2 == 1, choices: true)
    let chosen = try Pass.all.prefix(6).reduce(program) { try $1($0) }
      .choosingEveryBranch()
    try chosen.verify()
    let expected = try ReferenceExecutor().run(program, inputs)
    expectAgreement(try ReferenceExecutor().run(chosen, inputs), expected)
    for threads in [1, 3] {
      var options = PlanOptions()
      (options.threadCount, options.smallestSplitCost) = (threads, 1)
      options.smallestRangesCost = 1
      options.smallestRangesStepCost = 1
      options.smallestSharedStepCost = seed % 3 == 0 ? 1 : 200_000
      options.sharesRanges = seed % 4 != 3
      expectAgreement(try Executor(chosen, options: options).run(inputs), expected)
    }
  }
}

extension Program {
  /// This program with a choice in place of each selection by a scalar, in the bodies of loops too.
  fileprivate func choosingEveryBranch() -> Program {
    var program = choosingBranches(from: 0, perResult: 0)
    for (index, equation) in program.equations.enumerated() {
      program.equations[index].primitive = equation.primitive.replacingBodies {
        $0.choosingEveryBranch()
      }
    }
    return program.eliminatingDeadCode()
  }
}
