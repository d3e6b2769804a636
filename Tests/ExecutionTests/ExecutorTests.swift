import Arrays
import Diagnostics
import ProgramIR
import Reference
import Synchronization
import TestSupport
import Testing

@testable import Execution

struct ExecutorTests {
  /// Random scans give what the reference executor gives, of each length, forwards and backwards.
  @Test(arguments: 0..<60)
  func randomScansAgreeWithTheReference(_ seed: Int) throws {
    let length = [0, 1, 2, 17][seed % 4]
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.scan(length: length, isReversed: seed % 3 == 0)
    expectAgreement(
      try Executor(program).run(inputs), try ReferenceExecutor().run(program, inputs))
  }

  /// The same of scans in scans; any number of threads, and memory that no two buffers share, give
  /// the same bits.
  @Test(arguments: 0..<20)
  func scansInScans(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.nestedScan(
      length: [1, 2, 5][seed % 3], innerLength: [3, 0, 3][seed % 3], isReversed: seed % 2 == 0)
    let results = try Executor(program).run(inputs)
    expectAgreement(results, try ReferenceExecutor().run(program, inputs))
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    options.smallestTurnCost = 1
    for (threads, sharesMemory) in [(1, false), (2, true), (2, false)] {
      options.threadCount = threads
      options.sharesMemory = sharesMemory
      #expect(try Executor(program, options: options).run(inputs) == results)
    }
  }

  /// The same of narrower floats: each operation is rounded as the reference rounds it, but for
  /// the order of sums.
  @Test(arguments: 0..<20, [DType.bfloat16, .float16])
  func randomScansOfNarrowFloats(_ seed: Int, _ dtype: DType) throws {
    var programs = RandomPrograms(seed: seed, dtype: dtype)
    let (program, inputs) = try programs.scan(length: 3, isReversed: false)
    expectAgreement(
      try Executor(program).run(inputs), try ReferenceExecutor().run(program, inputs))
  }

  /// Any number of threads gives the same bits.
  @Test(arguments: 0..<20)
  func threadsDontChangeABit(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.scan(length: 9, isReversed: seed % 2 == 0)
    let expected = try Executor(program).run(inputs)
    for threads in 2...3 {
      var options = PlanOptions()
      options.threadCount = threads
      options.smallestSplitCost = 0
      options.smallestRangesStepCost = 0
      options.smallestTurnCost = 1
      #expect(try Executor(program, options: options).run(inputs) == expected)
    }
  }

  /// Nor do threads that do steps together, or prologues and epilogues of other blocks.
  @Test(arguments: 0..<40, [0, Int.max])
  func sharedStepsAndBlocksDontChangeABit(_ seed: Int, _ smallestSharedStepCost: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let length = [9, 150, 700][seed % 3]
    let (program, inputs) = try programs.scan(length: length, isReversed: seed % 2 == 0)
    let expected = try Executor(program).run(inputs)
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    options.smallestTurnCost = 1
    options.smallestSharedStepCost = smallestSharedStepCost
    options.sharesRanges = false
    for threads in 2...3 {
      options.threadCount = threads
      let executor = try Executor(program, options: options)
      for _ in 0..<3 { #expect(try executor.run(inputs) == expected) }
    }
  }

  /// What depends on fixed inputs only is made once, and again for other ones.
  @Test(arguments: 0..<30)
  func fixedInputsMayChange(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.scan(length: 5, isReversed: false)
    let others = inputs.map { input in
      input.dtype == .float32
        ? NDArray(input.elements(as: Float.self).map { $0 / 2 }, shape: input.shape) : input
    }
    var options = PlanOptions()
    options.fixedInputs = Set(inputs.indices.filter { $0 % 3 != 1 })
    let executor = try Executor(program, options: options)
    for arrays in [inputs, inputs, others, inputs] {
      #expect(try executor.run(arrays) == Executor(program).run(arrays))
    }
  }

  /// A plan runs again and again, on the same memory.
  @Test
  func runsAgain() throws {
    var programs = RandomPrograms(seed: 5)
    let (program, inputs) = try programs.scan(length: 9, isReversed: false)
    let executor = try Executor(program)
    let first = try executor.run(inputs)
    #expect(try executor.run(inputs) == first)
    #expect(try executor.run(inputs) == first)
  }

  /// Weights in bfloat16 round each factor by 2⁻⁹ at most; nothing else changes.
  @Test
  func weightsInBFloat16() throws {
    let body = ProgramBuilder()
    let (w, h) = (body.input(.float32, [3, 3]), body.input(.float32, [2, 3]))
    let product = try body.add(.dot(DotDimensions(contracting: ([1], [0]))), h, w)
    let scan = Scan(
      body: body.build([product]), length: 2, isReversed: false, constantCount: 1, carryCount: 1)
    let outer = ProgramBuilder()
    let operands = [outer.input(.float32, [3, 3]), outer.input(.float32, [2, 3])]
    let program = outer.build(try outer.add(.scan(scan), operands))
    let a: Float = 1 + 0x1p-10
    let weights = NDArray([a, 0, 0, 0, a, 0, 0, 0, a], shape: [3, 3])
    let ones = NDArray([Float](repeating: 1, count: 6), shape: [2, 3])
    var options = PlanOptions()
    #expect(
      try Executor(program, options: options).run([weights, ones])
        == [NDArray([Float](repeating: a * a, count: 6), shape: [2, 3])])
    options.weights = .bfloat16
    #expect(
      try Executor(program, options: options).run([weights, ones])
        == [ones])
  }

  /// A loop frees what it has written when it is done with it, and no sooner; threads may free
  /// what others still write, which then comes back.
  @Test(arguments: 0..<12)
  func memoryIsReleasedStepByStep(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let (program, inputs) = try programs.scan(length: 150, isReversed: seed % 2 == 0)
    let expected = try Executor(program).run(inputs)
    var options = PlanOptions()
    options.smallestReleaseByteCount = 512
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    options.smallestTurnCost = 1
    for threads in [1, 3] {
      options.threadCount = threads
      let released = ReleasedBytes()
      let executor = try Executor(program, options: options)
      #expect(try executor.run(inputs, into: released.memory) == expected)
      #expect(!released.copies.isEmpty)
      guard threads == 1 else { continue }
      for (index, copies) in released.copies {
        expected[index].withUnsafeBytes { bytes in
          for (range, copy) in copies { #expect(Array(bytes[range]) == copy) }
        }
      }
    }
  }

  /// A sum may have a scalar in place of an array; a product doesn't begin from one.
  @Test
  func productPlusAScalar() throws {
    let builder = ProgramBuilder()
    let a = builder.input(.float32, [2, 3])
    let b = builder.input(.float32, [3, 4])
    let product = try builder.add(.dot(DotDimensions(contracting: ([1], [0]))), a, b)
    let sum = try builder.add(.binary(.add), product, builder.constant(NDArray(Float(1.5))))
    let program = builder.build(sum)
    let ones = [Float](repeating: 1, count: 12)
    let inputs = [
      NDArray(Array(ones.prefix(6)), shape: [2, 3]), NDArray(ones, shape: [3, 4]),
    ]
    let result = try Executor(program).run(inputs)
    #expect(result == [NDArray([Float](repeating: 4.5, count: 8), shape: [2, 4])])
  }

  @Test
  func refusesInputsThatDontFit() throws {
    let program = ProgramBuilder()
    let x = program.input(.float32, [2])
    let executor = try Executor(program.build(x))
    #expect(throws: Diagnostic.self) { try executor.run([]) }
    #expect(throws: Diagnostic.self) { try executor.run([NDArray(Float(1))]) }
  }
}

/// What was in outputs' memory when it was released, by output.
private final class ReleasedBytes: Sendable {
  private let state = Mutex<[Int: [(Range<Int>, [UInt8])]]>([:])

  var copies: [Int: [(Range<Int>, [UInt8])]] { state.withLock { $0 } }

  func memory(_ index: Int, _ type: ArrayType) -> OutputMemory {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(type.shape.elementCount * type.dtype.byteCount, 1), alignment: 64)
    return OutputMemory(
      bytes,
      discard: { range in
        let copy = Array(bytes[range])
        self.state.withLock { $0[index, default: []].append((range, copy)) }
      },
      release: { UnsafeMutableRawBufferPointer(mutating: $0).deallocate() })
  }

  /// More memory than any machine has is refused, not a crash.
  @Test func tooLargeResults() throws {
    let builder = ProgramBuilder()
    let x = builder.input(.float32, [1 << 25])
    let shape: Shape = [1 << 22, 1 << 25]
    let program = builder.build(
      try builder.add(.broadcast(shape: shape, dimensions: [1]), x))
    let executor = try Executor(program)
    let error = #expect(throws: Diagnostic.self) {
      try executor.run([NDArray([1 << 25]) { _ in 0 }])
    }
    #expect(error?.problem == "the program needs more memory than there is")
  }
}
