import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// What every pass must keep, one after another.
struct PassTests {
  /// The reference executor gives the same before and after each pass: the same bits, but for the
  /// passes that add in another order.
  @Test(arguments: 0..<40) func resultsStay(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    var (program, inputs) = try programs.scan(
      length: [0, 1, 2, 5][seed % 4], isReversed: seed % 3 == 0)
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
    var programs = RandomPrograms(seed: seed)
    var program = try programs.scan(length: 3, isReversed: false).program
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
