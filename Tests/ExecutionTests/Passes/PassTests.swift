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

  @Test func passesLeaveAloneWhatHasNoScan() throws {
    let builder = ProgramBuilder()
    let (x, w) = (builder.input(.float32, [2, 3]), builder.input(.float32, [3, 4]))
    let program = builder.build(try builder.tanh(builder.product(x, w)))
    #expect(try program.rewrittenForSpeed() == program)
  }
}
