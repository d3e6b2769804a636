import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

struct MatrixCarriesTests {
  /// Every style of one kind or another is run in chunks.
  @Test(arguments: MatrixCarryStyle.Decay.allCases, MatrixCarryStyle.Read.allCases)
  func isFound(_ decay: MatrixCarryStyle.Decay, _ read: MatrixCarryStyle.Read) throws {
    let program = try MatrixCarryBody(MatrixCarryStyle(decay, read, length: 128)).program()
    #expect(try chunkCounts(program) == [8])
  }

  /// The lengths of scans over chunks.
  private func chunkCounts(_ program: Program) throws -> [Int] {
    try program.rewrittenForSpeed().equations.compactMap { equation in
      guard case .scan(let scan) = equation.primitive, scan.length < 64 else { return nil }
      return scan.length
    }
  }

  private func inputs(_ program: Program, seed: Int) -> [NDArray] {
    var programs = RandomPrograms(seed: seed)
    return program.inputs.map { programs.array($0.type) }
  }

  /// Random scans give what the reference executor gives step by step.
  @Test(arguments: 0..<80)
  func agreesWithTheReference(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let style = MatrixCarryStyle(
      random: &random, length: [64, 65, 100, 257, 64, 130][seed % 6])
    let program = try MatrixCarryBody(style).program()
    #expect(try !chunkCounts(program).isEmpty, "\(style)")
    let inputs = inputs(program, seed: seed)
    let expected = try ReferenceExecutor().run(program, inputs)
    let rewritten = try ReferenceExecutor().run(program.rewrittenForSpeed(), inputs)
    let results = try Executor(program).run(inputs)
    for (index, expected) in expected.enumerated() {
      // What isn't forgotten adds up.
      #expect(disagreement(rewritten[index], expected) <= 8, "\(style) \(index)")
      #expect(disagreement(results[index], expected) <= 8, "\(style) \(index)")
    }
  }
}
