import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Products that read their left sides in pieces, where they are.
struct PiecesPlanTests {
  /// A convolution of `[2, height, width, 16]` by a window of 3 × 3 to 8 features.
  private func convolution(height: Int, width: Int, dilation: Int = 1) throws -> Program {
    let window = WindowAxis(3, low: dilation, high: dilation, windowDilation: dilation)
    let builder = ProgramBuilder()
    let operands = [
      builder.input(.float32, [2, height, width, 16]), builder.input(.float32, [3, 3, 16, 8]),
    ]
    return builder.build(
      try builder.add(.conv(Convolution(window: [window, window])), operands))
  }

  private func inputs(of program: Program, divisor: Float = 32) -> [NDArray] {
    program.inputs.enumerated().map { index, variable in
      let shape = variable.type.shape
      return NDArray(
        (0..<shape.elementCount).map { Float(($0 * 37 + index * 11) % 23 - 11) / divisor },
        shape: shape)
    }
  }

  private func copies(_ plan: ExecutionPlan) -> Int {
    plan.lines.count { $0.contains(" = copy ") }
  }

  /// What a window sees of a row lies side by side, so that nothing is copied.
  @Test(arguments: [1, 2]) func convolutionsReadWhatWindowsSee(_ dilation: Int) throws {
    let program = try convolution(height: 6, width: 9, dilation: dilation)
    let inputs = inputs(of: program)
    let expected = try ReferenceExecutor().run(program, inputs)
    var options = PlanOptions()
    options.fixedInputs = [1]
    let executor = try Executor(program, options: options)
    #expect(copies(executor.plan) == 0)
    expectAgreement(try executor.run(inputs), expected)
    // What is packed for one use is copied first; so are windows in rows that are too short.
    for program in [program, try convolution(height: 6, width: 7)] {
      let executor = try Executor(program)
      #expect(copies(executor.plan) > 0)
      expectAgreement(
        try executor.run(self.inputs(of: program)),
        try ReferenceExecutor().run(program, self.inputs(of: program)))
    }
  }

  /// Threads that share the loops around products don't change a bit.
  @Test(arguments: [2, 3]) func threadsShareRows(_ threads: Int) throws {
    let program = try convolution(height: 48, width: 48)
    let inputs = inputs(of: program)
    #expect(SharedProduct.pays(rows: 2 * 48 * 48, depth: 9 * 16, columns: 8))
    var options = PlanOptions()
    options.fixedInputs = [1]
    let expected = try Executor(program, options: options).run(inputs)
    options.threadCount = threads
    let executor = try Executor(program, options: options)
    for _ in 0..<5 { #expect(try executor.run(inputs) == expected) }
  }

  /// `h = tanh([h x] @ w)` and convolutions of a carry, step by step, by ranges, and by threads that
  /// do each step together.
  @Test func scansOfPieces() throws {
    let body = ProgramBuilder()
    let (w, kernel) = (body.input(.float32, [34, 16]), body.input(.float32, [3, 3, 16, 16]))
    let (h, image) = (body.input(.float32, [4, 16]), body.input(.float32, [4, 5, 8, 16]))
    let x = body.input(.float32, [4, 18])
    let joined = try body.add(.concatenate(axis: 1), h, x)
    let next = try body.tanh(body.product(joined, w))
    let window = WindowAxis(3, low: 1, high: 1)
    let seen = try body.add(.conv(Convolution(window: [window, window])), image, kernel)
    let added = try body.add(.broadcast(shape: [4, 5, 8, 16], dimensions: [0, 3]), next)
    let nextImage = try body.tanh(body.sum(added, seen))
    let program = try Program(
      scanning: body.build(next, nextImage, joined, nextImage), length: 7, constants: 2, carry: 2)
    let inputs = inputs(of: program, divisor: 256)
    let results = try Executor(program).run(inputs)
    expectAgreement(results, try ReferenceExecutor().run(program, inputs))
    for sharesRanges in [true, false] {
      var options = PlanOptions()
      options.threadCount = 2
      options.smallestSplitCost = 0
      options.smallestRangesStepCost = 0
      options.smallestSharedStepCost = 0
      options.sharesRanges = sharesRanges
      #expect(try Executor(program, options: options).run(inputs) == results)
    }
  }

  /// Pieces whose rows are apart by different strides, and pieces without terms.
  @Test func unlikePieces() throws {
    let builder = ProgramBuilder()
    let a = builder.input(.float32, [3, 12, 20])
    let (b, w) = (builder.input(.float32, [3, 11, 24]), builder.input(.float32, [44, 8]))
    func rows(_ atom: Atom, columns: Int) throws -> Atom {
      try builder.add(
        .slice(starts: [0, 1, 0], limits: [3, 11, columns], strides: [1, 1, 1]), atom)
    }
    let joined = try builder.add(
      .concatenate(axis: 2), rows(a, columns: 20), rows(b, columns: 24))
    let none = try rows(b, columns: 0)
    let nothing = try builder.add(.concatenate(axis: 2), none, none)
    let all = try builder.add(.concatenate(axis: 2), none, joined, nothing)
    let program = builder.build(try builder.product(all, w), nothing)
    let inputs = inputs(of: program)
    var options = PlanOptions()
    options.fixedInputs = [2]
    expectAgreement(
      try Executor(program, options: options).run(inputs),
      try ReferenceExecutor().run(program, inputs))
  }

  /// Pieces that lie one after another are one; others stay.
  @Test func neighboursAreJoined() {
    let whole = View(slot: 3, dtype: .float32, sizes: [4, 10])
    func columns(_ range: Range<Int>) -> View { whole.part(range, axis: 1) }
    #expect([columns(0..<3), columns(3..<7), columns(7..<10)].joiningNeighbours(1) == [whole])
    #expect([columns(0..<3), columns(3..<3), columns(3..<10)].joiningNeighbours(1) == [whole])
    let empty = columns(2..<2)
    #expect([empty, columns(5..<5)].joiningNeighbours(1) == [empty])
    let apart = [columns(0..<3), columns(4..<7)]
    #expect(apart.joiningNeighbours(1) == apart)
    let elsewhere = [columns(0..<3), columns(3..<7).moved(to: 4, offset: 12)]
    #expect(elsewhere.joiningNeighbours(1) == elsewhere)
    let windows = (0..<3).map { whole.part($0..<$0 + 8, axis: 1) }
    let seen = windows.map { view in
      View(slot: 3, offset: view.offset, dtype: .float32, sizes: [4, 8, 1]).strided([10, 1, 1])
    }
    #expect(
      seen.joiningNeighbours(2)
        == [View(slot: 3, dtype: .float32, sizes: [4, 8, 3]).strided([10, 1, 1])])
    #expect(seen.joiningNeighbours(2)[0].repeatsElements)
    #expect(!whole.repeatsElements)
  }
}

extension View {
  fileprivate func strided(_ strides: [Int]) -> View {
    var view = self
    view.strides = strides
    return view
  }
}
