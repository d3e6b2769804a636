import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// What every pass must keep, one after another.
struct PassTests {
  /// A scan, or a scan in a scan.
  private func randomProgram(_ seed: Int) throws -> (program: Program, inputs: [NDArray]) {
    var programs = RandomPrograms(seed: seed)
    let (length, isReversed) = ([0, 1, 2, 5][seed % 4], seed % 3 == 0)
    return seed % 5 < 3
      ? try programs.scan(length: length, isReversed: isReversed)
      : try programs.nestedScan(length: length, innerLength: 3, isReversed: isReversed)
  }

  /// The reference executor gives the same before and after each pass: the same bits, but for the
  /// passes that add in another order.
  @Test(arguments: 0..<40) func resultsStay(_ seed: Int) throws {
    var (program, inputs) = try randomProgram(seed)
    let executor = ReferenceExecutor()
    var expected = try executor.run(program, inputs)
    for pass in Pass.all {
      program = try pass(program)
      try program.verify()
      let results = try executor.run(program, inputs)
      if pass.name == "reorder sums" {
        expectAgreement(results, expected)
        expected = results
      } else {
        #expect(results == expected, "\(pass.name)")
      }
    }
  }

  /// What a pass has done it finds done.
  @Test(arguments: 0..<40) func onceIsEnough(_ seed: Int) throws {
    var program = try randomProgram(seed).program
    for pass in Pass.all {
      program = try pass(program)
      #expect(try pass(program).description == program.description, "\(pass.name)")
    }
  }

  enum LoopKind: CaseIterable { case scan, whileLoop }

  /// Bodies of scans and of whiles are rewritten alike, however they are in each other.
  @Test(
    arguments: [
      [.scan], [.whileLoop], [.scan, .whileLoop], [.whileLoop, .scan],
      [.whileLoop, .scan, .whileLoop],
    ] as [[LoopKind]])
  func allBodiesAreRewritten(_ loops: [LoopKind]) throws {
    let program = try program(of: loops)
    let rewritten = try program.rewrittenForSpeed()
    #expect(program.innermostBody.equations.count == 4)
    #expect(rewritten.innermostBody.equations.map(\.primitive.name) == ["tanh", "mul"])
    let inputs = [NDArray([Float(0.5), -2], shape: [2])]
    #expect(
      try ReferenceExecutor().run(rewritten, inputs) == ReferenceExecutor().run(program, inputs))
    expectAgreement(
      try Executor(program).run(inputs), try ReferenceExecutor().run(program, inputs))
  }

  /// Loops in loops around `tanh(x) · tanh(x)`, written with a value that nobody reads and one made
  /// twice.
  private func program(of loops: [LoopKind]) throws -> Program {
    let builder = ProgramBuilder()
    let x = builder.input(.float32, [2])
    guard let loop = loops.first else {
      _ = try builder.sum(x, x)
      return builder.build(try builder.add(.binary(.mul), builder.tanh(x), builder.tanh(x)))
    }
    var body = try program(of: Array(loops.dropFirst()))
    switch loop {
    case .scan:
      let scan = Scan(body: body, length: 3, isReversed: false, constantCount: 0, carryCount: 1)
      return builder.build(try builder.add(.scan(scan), x))
    case .whileLoop:
      body.outputs.append(builder.constant(NDArray(false)))
      return builder.build(
        try builder.add(
          .whileLoop(WhileLoop(body: body, constantCount: 0)), x, builder.constant(NDArray(true))))
    }
  }

  @Test func passesLeaveAloneWhatHasNoScan() throws {
    let builder = ProgramBuilder()
    let (x, w) = (builder.input(.float32, [2, 3]), builder.input(.float32, [3, 4]))
    let program = builder.build(try builder.tanh(builder.product(x, w)))
    #expect(try program.rewrittenForSpeed() == program)
  }
}

extension Program {
  /// The body of the loop that is in no other's, along the last equations.
  fileprivate var innermostBody: Program {
    equations.last?.primitive.bodies.first?.innermostBody ?? self
  }
}
