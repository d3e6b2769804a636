import Arrays
import Kernels
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// Loops of one row, the steps of which threads do together.
struct TeamPlanTests {
  private let length = 37

  /// The body of `z = x + h @ u`, with two gates side by side, and
  /// `h = tanh(z0) + logistic(z1) · tanh(h @ v)`, y = h: inputs u, v, h, x. `shift` makes the gates
  /// begin in other columns than where the carry's parts do.
  private func cell(_ size: Int, shift: Int = 0) throws -> Program {
    let body = ProgramBuilder()
    let u = body.input(.float32, [size, 2 * size])
    let v = body.input(.float32, [size, size])
    let (h, x) = (body.input(.float32, [1, size]), body.input(.float32, [1, 2 * size]))
    let z = try body.sum(x, body.product(h, u))
    let first = try body.tanh(body.columns(shift..<shift + size, of: z))
    let second = try body.add(
      .unary(.logistic), body.columns(size - shift..<2 * size - shift, of: z))
    let third = try body.tanh(body.product(h, v))
    let next = try body.sum(first, body.add(.binary(.mul), second, third))
    return body.build(next, next)
  }

  private func program(
    _ cell: Program, constants: Int = 2
  ) throws -> (program: Program, inputs: [NDArray]) {
    let program = try Program(scanning: cell, length: length, constants: constants, carry: 1)
    let inputs = program.inputs.enumerated().map { index, variable in
      NDArray(variable.type.shape) { Float(($0 * 31 + index * 17) % 101 - 50) / 400 }
    }
    return (program, inputs)
  }

  private func options(threads: Int) -> PlanOptions {
    var options = PlanOptions()
    options.threadCount = threads
    options.smallestSplitCost = 0
    options.smallestSharedStepCost = 0
    return options
  }

  private func linesWithoutWait(_ executor: Executor) -> Int {
    executor.plan.steps.lines.count { $0.hasSuffix(", no wait") }
  }

  /// Threads wait for each other once a step: what a thread reads of the products it has made itself.
  @Test(arguments: [2, 3], [96, 100, 131])
  func threadsWaitOnceAStep(_ threads: Int, _ size: Int) throws {
    let (program, inputs) = try program(cell(size))
    let expected = try Executor(program).run(inputs)
    let executor = try Executor(program, options: options(threads: threads))
    #expect(executor.plan.steps.lines.contains { $0.contains("\(threads) threads together") })
    #expect(linesWithoutWait(executor) == 2)
    for _ in 0..<10 { #expect(try executor.run(inputs) == expected) }
  }

  /// Where a gate isn't in the columns of a part of the carry, threads need what others have made.
  @Test
  func waitsForColumnsOfOthers() throws {
    let (program, inputs) = try program(cell(100, shift: 16))
    let expected = try Executor(program).run(inputs)
    let executor = try Executor(program, options: options(threads: 2))
    #expect(linesWithoutWait(executor) == 1)
    for _ in 0..<10 { #expect(try executor.run(inputs) == expected) }
  }

  /// Who has a part of a product needs the whole row that it is of.
  @Test
  func waitsForRows() throws {
    let size = 96
    let body = ProgramBuilder()
    let (u, v) = (body.input(.float32, [size, size]), body.input(.float32, [size, size]))
    let (h, x) = (body.input(.float32, [1, size]), body.input(.float32, [1, size]))
    let inner = try body.tanh(body.sum(x, body.product(h, u)))
    let next = try body.tanh(body.product(inner, v))
    let (program, inputs) = try program(body.build(next, next))
    let expected = try Executor(program).run(inputs)
    let executor = try Executor(program, options: options(threads: 2))
    // The product before either tanh.
    #expect(linesWithoutWait(executor) == 2)
    for _ in 0..<10 { #expect(try executor.run(inputs) == expected) }
  }

  /// Threads share a product with a matrix of a step's own by its columns, of which each reads its
  /// part, and several such products one by one.
  @Test(arguments: [2, 3], [1, 5])
  func matricesOfSteps(_ threads: Int, _ heads: Int) throws {
    let size = 100
    let body = ProgramBuilder()
    let h = body.input(.float32, [heads, 1, size])
    let w = body.input(.float32, [heads, size, size])
    let product = try body.add(
      .dot(DotDimensions(contracting: ([2], [1]), batch: ([0], [0]))), h, w)
    let next = try body.tanh(product)
    let (program, inputs) = try program(body.build(next, next), constants: 0)
    var options = options(threads: threads)
    options.sharesRanges = false
    let executor = try Executor(program, options: options)
    #expect(executor.plan.steps.lines.contains { $0.contains("\(threads) threads together") })
    let expected = try Executor(program).run(inputs)
    for _ in 0..<10 { #expect(try executor.run(inputs) == expected) }
  }

  /// Several rows in one piece are shared in as few pieces as there are threads.
  @Test
  func rowsInOnePieceStayLong() throws {
    let (program, _) = try program(simpleCell(batch: 8, features: 64), constants: 3)
    var options = options(threads: 2)
    options.sharesRanges = false
    let executor = try Executor(program, options: options)
    #expect(executor.plan.steps.lines.contains { $0.contains("tiles [1, 512] by [1, 256]") })
  }

  /// Parts are whole cache lines, and all that there is.
  @Test(arguments: [0, 15, 16, 100, 512], 1...5)
  func partsOfColumns(_ width: Int, _ count: Int) {
    let parts = ColumnParts(width: width, count: count)
    let ranges = (0..<count).map { parts.columns($0..<$0 + 1) }
    #expect(ranges.flatMap { Array($0) } == Array(0..<width))
    #expect(ranges.allSatisfy { $0.lowerBound % 16 == 0 })
    #expect(parts.columns(0..<count) == 0..<width)
  }
}
