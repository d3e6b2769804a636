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
    #expect(try chunkCounts(program) == [4])
  }

  /// The lengths of scans over chunks.
  private func chunkCounts(_ program: Program) throws -> [Int] {
    guard case .scan(let whole) = program.equations[0].primitive else { return [] }
    let count = whole.length / MatrixCarryScan.chunkLength(of: whole.length)
    return try program.rewrittenForSpeed().equations.compactMap { equation in
      guard case .scan(let scan) = equation.primitive else { return nil }
      return scan.length == count ? count : nil
    }
  }

  private func inputs(_ program: Program, seed: Int) -> [NDArray] {
    var programs = RandomPrograms(seed: seed)
    return program.inputs.map { programs.array($0.type) }
  }

  /// Random scans give what float64 gives step by step, with an error no larger than twice that of
  /// the steps in float32.
  @Test(arguments: 0..<80)
  func isAsExactAsSteps(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let style = MatrixCarryStyle(
      random: &random, length: [64, 65, 100, 257, 64, 130][seed % 6])
    let program = try MatrixCarryBody(style).program()
    #expect(try !chunkCounts(program).isEmpty, "\(style)")
    let inputs = inputs(program, seed: seed)
    let exact = try ReferenceExecutor().run(
      MatrixCarryBody(style, .float64).program(), inputs.map { $0.converted(to: .float64) })
    let steps = try ReferenceExecutor().run(program, inputs)
    let rewritten = try ReferenceExecutor().run(program.rewrittenForSpeed(), inputs)
    let results = try Executor(program).run(inputs)
    for (index, exact) in exact.enumerated() {
      let allowed = 2 * error(of: steps[index], exact) + 1e-6
      #expect(error(of: rewritten[index], exact) <= allowed, "\(style) \(index)")
      #expect(error(of: results[index], exact) <= allowed, "\(style) \(index)")
    }
  }

  /// The largest error, as a share of the largest number where that is above 1.
  private func error(of result: NDArray, _ exact: NDArray) -> Double {
    let numbers = result.converted(to: .float64).elements(as: Double.self)
    let exact = exact.elements(as: Double.self)
    let largest = exact.map(\.magnitude).max() ?? 1
    let difference = zip(numbers, exact).map { ($0 - $1).magnitude }.max() ?? 0
    return difference / max(1, largest)
  }

  /// Any number of threads gives the same bits.
  @Test(arguments: 0..<12)
  func threadsDontChangeABit(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let program = try MatrixCarryBody(
      MatrixCarryStyle(random: &random, length: seed % 2 == 0 ? 600 : 257)
    ).program()
    let inputs = inputs(program, seed: seed)
    let expected = try Executor(program).run(inputs)
    for threads in 2...3 {
      for sharesRanges in [true, false] {
        var options = PlanOptions()
        options.threadCount = threads
        options.smallestSplitCost = 0
        options.smallestRangesStepCost = 0
        options.sharesRanges = sharesRanges
        #expect(try Executor(program, options: options).run(inputs) == expected)
      }
    }
  }

  /// A number that isn't finite reaches no step before its own.
  @Test(arguments: [false, true], [Float.infinity, .nan])
  func earlierStepsStayFinite(_ isReversed: Bool, _ number: Float) throws {
    var style = MatrixCarryStyle(.keyed, .after, batch: [], length: 128)
    style.isReversed = isReversed
    let program = try MatrixCarryBody(style).program()
    for input in 1...3 {
      var inputs = inputs(program, seed: 1)
      let (step, size) = (77, inputs[input].shape[1])
      var floats = inputs[input].floats
      floats[step * size] = number
      inputs[input] = NDArray(floats, shape: inputs[input].shape)
      let sums = try Executor(program).run(inputs)[1].floats
      let expected = try ReferenceExecutor().run(program, inputs)[1].floats
      #expect(sums.map(\.isFinite) == expected.map(\.isFinite))
    }
  }

  /// Decays that may be above 1, choices that forget, and few steps are left as they are.
  @Test func othersAreStepByStep() throws {
    #expect(try chunkCounts(scan(length: 128) { $0.constant(NDArray(Float(0.9))) }) == [4])
    #expect(try chunkCounts(scan(length: 128) { $0.constant(NDArray(Float(1.1))) }) == [])
    #expect(try chunkCounts(scan(length: 128) { $0.input(.float32, .scalar) }) == [])
    #expect(try chunkCounts(scan(length: 63) { $0.constant(NDArray(Float(0.9))) }) == [])
    #expect(
      try chunkCounts(scan(length: 128, isReset: true) { $0.constant(NDArray(Float(0.9))) }) == [])
  }

  /// A scan whose decay is a scalar.
  private func scan(
    length: Int, isReset: Bool = false, _ decay: (ProgramBuilder) -> Atom
  ) throws -> Program {
    let body = ProgramBuilder()
    let state = body.input(.float32, [16, 16])
    let vectors = (0..<3).map { _ in body.input(.float32, [16]) }
    let factor = decay(body)
    let matrices = try [0, 1].map { axis in
      try body.add(.broadcast(shape: [16, 16], dimensions: [axis]), vectors[axis])
    }
    var kept = try body.add(.binary(.mul), state, factor)
    if isReset {
      let first = try body.add(
        .slice(starts: [0], limits: [1], strides: [1]), vectors[2])
      let isNew = try body.add(
        .compare(.gt), body.add(.reshape(.scalar), first), body.constant(NDArray(Float(0))))
      let all = try body.add(.broadcast(shape: [16, 16], dimensions: []), isNew)
      kept = try body.add(.select, all, body.constant(NDArray(Float(0))), kept)
    }
    let next = try body.add(
      .binary(.add), kept, body.add(.binary(.mul), matrices[0], matrices[1]))
    let sum = try body.add(.dot(DotDimensions(contracting: ([0], [0]))), vectors[2], next)
    return try Program(
      scanning: body.build(next, sum), length: length, constants: 0, carry: 1, isReversed: false)
  }

  /// What a read leaves alone: a state that something else reads too isn't in chunks.
  @Test func aStateThatIsWantedIsMadeInEachStep() throws {
    let body = ProgramBuilder()
    let state = body.input(.float32, [16, 16])
    let x = body.input(.float32, [16])
    let matrices = try [0, 1].map { axis in
      try body.add(.broadcast(shape: [16, 16], dimensions: [axis]), x)
    }
    let next = try body.add(
      .binary(.add), state, body.add(.binary(.mul), matrices[0], matrices[1]))
    let program = try Program(
      scanning: body.build(next, next), length: 128, constants: 0, carry: 1, isReversed: false)
    #expect(try chunkCounts(program) == [])
  }
}
