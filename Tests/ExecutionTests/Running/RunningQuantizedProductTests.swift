import Arrays
import Diagnostics
import Kernels
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Programs with weights of 8 bits, all matrices however small.
struct RunningQuantizedProductTests {
  private var options: PlanOptions {
    var options = PlanOptions()
    options.weights = .int8
    options.fewestQuantizedWeights = 0
    return options
  }

  /// The numbers that a matrix's 8-bit integers stand for.
  private func quantized(_ matrix: NDArray) -> NDArray {
    let (depth, columns) = (matrix.shape[0], matrix.shape[1])
    let numbers = matrix.elements(as: Float.self)
    let scales = (0..<columns).map { column in
      ((0..<depth).map { numbers[$0 * columns + column].magnitude }.max() ?? 0) / 127
    }
    return NDArray(
      numbers.enumerated().map { index, number in
        let scale = scales[index % columns]
        return scale > 0 ? (number / scale).rounded(.toNearestOrEven) * scale : 0
      }, shape: matrix.shape)
  }

  /// Random scans give what the reference executor gives with the weights rounded as they are. Rows
  /// are rounded too, to 2⁻¹⁵ of their largest number where weights are to 2⁻⁸: so results are far
  /// nearer to those than they are to those of exact weights. Any number of threads, however they
  /// share, and memory that no two buffers share give the same bits.
  @Test(arguments: 0..<40)
  func randomScansAgreeWithTheReference(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.scan(length: 3, isReversed: seed % 2 == 0)
    // A column times a row isn't a product with a matrix of weights.
    guard program.inputs[3].type.shape[0] > 1 else { return }
    let rounded = inputs.enumerated().map { $0.offset < 3 ? quantized($0.element) : $0.element }
    let executor = try Executor(program, options: options)
    let results = try executor.run(inputs)
    #expect(executor.plan.narrowMatrixCount > 0)
    // A product that is made once, as no step changes it, is of exact weights.
    if !executor.plan.lines.contains(where: { $0.contains(" @ s") }) {
      let exact = try ReferenceExecutor().run(program, inputs)
      let expected = try ReferenceExecutor().run(program, rounded)
      for (result, (exact, expected)) in zip(results, zip(exact, expected)) {
        #expect(disagreement(result, expected) <= disagreement(exact, expected) / 16 + 1)
      }
    }
    var options = options
    options.smallestSplitCost = 0
    options.smallestRangesCost = 0
    options.smallestRangesStepCost = 0
    options.smallestTurnCost = 1
    options.smallestSharedStepCost = 0
    for (threads, sharesMemory) in [(1, false), (2, true), (3, false)] {
      options.threadCount = threads
      options.sharesMemory = sharesMemory
      #expect(try Executor(program, options: options).run(inputs) == results)
      options.sharesRanges.toggle()
      #expect(try Executor(program, options: options).run(inputs) == results)
    }
  }

  /// A net `h = tanh(x @ v + h @ u)` over `[T, B, I]`, ys being `h @ w`; `isJoined` multiplies x and h
  /// side by side by one matrix.
  private func net(
    steps: Int, batch: Int, size: Int, isJoined: Bool
  ) throws -> (program: Program, inputs: [NDArray]) {
    let body = ProgramBuilder()
    let (v, u) = (body.input(.float32, [size, size]), body.input(.float32, [size, size]))
    let w = body.input(.float32, [size, 2 * size])
    let (h, x) = (body.input(.float32, [batch, size]), body.input(.float32, [batch, size]))
    let z: Atom
    if isJoined {
      let both = try body.add(.concatenate(axis: 1), x, h)
      z = try body.product(both, try body.add(.concatenate(axis: 0), v, u))
    } else {
      z = try body.sum(body.product(x, v), body.product(h, u))
    }
    let next = try body.tanh(z)
    let program = try Program(
      scanning: body.build([next, body.product(next, w)]), length: steps, constants: 3, carry: 1)
    let inputs = program.inputs.enumerated().map { index, variable in
      NDArray(variable.type.shape) { Float(($0 * 37 + index * 19) % 113 - 56) / 900 }
    }
    return (program, inputs)
  }

  /// Teams, pools and single threads share rows and columns in their own ways, for few rows and
  /// many.
  @Test(
    arguments: [(5, 1, 64), (70, 1, 131), (3, 2, 64), (4, 33, 131), (2, 200, 64)], [false, true])
  func threadsDontChangeABit(
    _ shape: (steps: Int, batch: Int, size: Int), _ isJoined: Bool
  ) throws {
    let (program, inputs) = try net(
      steps: shape.steps, batch: shape.batch, size: shape.size, isJoined: isJoined)
    let results = try Executor(program, options: options).run(inputs)
    let rounded = inputs.enumerated().map { $0.offset < 3 ? quantized($0.element) : $0.element }
    for (result, expected) in zip(results, try ReferenceExecutor().run(program, rounded)) {
      #expect(disagreement(result, expected) <= 0x1p7)
    }
    var options = options
    options.smallestSplitCost = 0
    options.smallestSharedStepCost = 0
    for threads in [2, 3] {
      for sharesRanges in [true, false] {
        options.threadCount = threads
        options.sharesRanges = sharesRanges
        let executor = try Executor(program, options: options)
        for _ in 0..<3 { #expect(try executor.run(inputs) == results) }
      }
    }
  }

  /// A block of steps alone, with the carry of the one before, gives the bits of the whole.
  @Test(arguments: [false, true]) func stepsAloneGiveTheSameBits(_ isJoined: Bool) throws {
    let (whole, inputs) = try net(steps: 12, batch: 3, size: 40, isJoined: isJoined)
    let expected = try Executor(whole, options: options).run(inputs)
    for length in [1, 4] {
      let (part, _) = try net(steps: length, batch: 3, size: 40, isJoined: isJoined)
      let executor = try Executor(part, options: options)
      var carry = inputs[3]
      var ys: [Float] = []
      for start in stride(from: 0, to: 12, by: length) {
        let xs = inputs[4].elements(as: Float.self)[start * 120..<(start + length) * 120]
        let results = try executor.run(
          [inputs[0], inputs[1], inputs[2], carry, NDArray(Array(xs), shape: [length, 3, 40])])
        carry = results[0]
        ys += results[1].elements(as: Float.self)
      }
      #expect(carry == expected[0])
      #expect(ys == expected[1].elements(as: Float.self))
    }
  }

  /// The plan says which products are of integers, and a file keeps it.
  @Test func thePlanTells() throws {
    let (program, inputs) = try net(steps: 4, batch: 2, size: 64, isJoined: false)
    let plan = try ExecutionPlan(program, options: options)
    #expect(plan.narrowMatrixCount == 3 && plan.wideMatrixCount == 0)
    #expect(plan.lines.count { $0.contains(" @ packed as int8 ") } == 3)
    #expect(plan.lines.count { $0.contains(" = pack as int8 ") } == 3)
    let read = try ExecutionPlan(fileBytes: plan.fileBytes())
    #expect(read == plan)
    #expect(try Executor(read).run(inputs) == Executor(plan).run(inputs))
    var narrow = options
    narrow.weights = .bfloat16
    #expect(
      try ExecutionPlan(program, options: narrow).lines
        .count { $0.contains(" @ packed as bfloat16 ") } == 3)
  }

  /// Small matrices stay as they are, and are counted.
  @Test func smallMatricesStay() throws {
    let (program, inputs) = try net(steps: 4, batch: 2, size: 50, isJoined: false)
    var options = PlanOptions()
    options.weights = .int8
    let plan = try ExecutionPlan(program, options: options)
    #expect(plan.narrowMatrixCount == 1 && plan.wideMatrixCount == 2)
    let expected = try Executor(program).run(inputs)
    let results = try Executor(plan).run(inputs)
    #expect(results[0] == expected[0])
    #expect(results[1] != expected[1])
  }

  /// The largest matrices whose sums have room, and those that stay in float32.
  @Test func deepMatricesStay() {
    #expect(options.storage(depth: QuantizedLayout.largestDepth, columns: 4) == .int8)
    #expect(options.storage(depth: QuantizedLayout.largestDepth + 1, columns: 4) == .float32)
  }

  @Test(arguments: [Float.infinity, -.infinity, .nan], [1, 2])
  func weightsMustBeFinite(_ number: Float, _ threads: Int) throws {
    var (program, inputs) = try net(steps: 4, batch: 2, size: 64, isJoined: false)
    var numbers = inputs[1].elements(as: Float.self)
    numbers[777] = number
    inputs[1] = NDArray(numbers, shape: inputs[1].shape)
    var options = options
    options.threadCount = threads
    let executor = try Executor(program, options: options)
    let error = #expect(throws: Diagnostic.self) { try executor.run(inputs) }
    #expect(error?.problem.hasPrefix("a matrix of 64 × 64 that a loop multiplies by has") == true)
    (program, inputs) = try net(steps: 4, batch: 2, size: 64, isJoined: false)
    #expect(throws: Never.self) { try executor.run(inputs) }
  }
}
