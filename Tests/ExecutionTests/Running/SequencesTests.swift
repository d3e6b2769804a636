import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Scans over sequences that end at different steps.
struct SequencesTests {
  private func options(threads: Int, ends: Bool = true) -> PlanOptions {
    var options = PlanOptions()
    options.threadCount = threads
    options.smallestRangesCost = 0
    options.endsSequences = ends
    return options
  }

  /// Leaving steps out changes no bit, forwards or backwards, with any number of threads, and the
  /// reference executor, which leaves none out, agrees.
  @Test(arguments: 0..<12, SequenceStyle.allCases)
  func stepsBehindTheEndsDontMatter(_ seed: Int, _ style: SequenceStyle) throws {
    var programs = RandomPrograms(seed: seed)
    let length = [2, 3, 17, 90][seed % 4]
    let batch = [2, 3, 7, 37][seed / 3 % 4]
    // Turned around, what is behind the ends comes first and matters, unless the carry is kept.
    let canTurn = ![SequenceStyle.maskedBehind, .maskedLater, .lastTaken, .stacked].contains(style)
    let program = try programs.sequences(
      style, length: length, batch: batch, isReversed: canTurn && seed % 2 == 1)
    try program.verify()
    var inputs = program.inputs.map { programs.array($0.type) }
    for _ in 0..<3 {
      inputs[0] = programs.lengths(batch, upTo: length)
      let whole = try Executor(program, options: options(threads: 1, ends: false)).run(inputs)
      for threads in 1...3 {
        let executor = try Executor(program, options: options(threads: threads))
        #expect(
          executor.plan.steps.steps.contains { if case .sequences = $0 { true } else { false } })
        #expect(try executor.run(inputs) == whole)
      }
      // What is rounded differently adds up from step to step: over many of them, without a bound.
      if length > 17 { continue }
      for (result, expected) in zip(whole, try ReferenceExecutor().run(program, inputs)) {
        #expect(disagreement(result, expected) <= 64)
      }
    }
  }
}
