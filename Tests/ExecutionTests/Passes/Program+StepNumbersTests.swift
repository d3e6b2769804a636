import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// `Program.countingSteps()`.
struct StepNumbersTests {
  /// `c = c * 0.5 + float(n)` over `n = start, start + 3, …`, with a counter from `start` on.
  private func program(length: Int, isReversed: Bool, dtype: DType = .int32) throws -> Program {
    let body = ProgramBuilder()
    let (step, count) = (body.input(dtype, []), body.input(dtype, []))
    let (c, n) = (body.input(.float32, []), body.input(.int32, []))
    let half = try body.add(.binary(.mul), c, body.constant(NDArray(Float(0.5))))
    let next = try body.add(.binary(.add), half, body.add(.convert(.float32, isWeak: false), n))
    let counted = try body.add(.convert(.float32, isWeak: false), count)
    let y = try body.add(.binary(.add), counted, c)
    let builder = ProgramBuilder()
    let by = builder.input(dtype, [])
    let (first, start) = (builder.input(.float32, []), builder.input(.int32, []))
    let counts = try builder.add(.iota(dtype: .int32, shape: [length], axis: 0), [])[0]
    let tripled = try builder.add(.binary(.mul), counts, builder.constant(NDArray(Int32(3))))
    let xs = try builder.add(.binary(.add), tripled, start)
    let from = try builder.add(.convert(dtype, isWeak: false), start)
    let scan = Scan(
      body: body.build(try body.add(.binary(.add), count, step), next, y, count, n),
      length: length, isReversed: isReversed, constantCount: 1, carryCount: 2)
    return builder.build(try builder.add(.scan(scan), [by, from, first, xs]))
  }

  private func inputs(_ dtype: DType) -> [NDArray] {
    [NDArray(Int32(100)).converted(to: dtype), NDArray(Float(0.25)), NDArray(Int32(-7))]
  }

  @Test(arguments: [0, 1, 5, 17, 300], [DType.int8, .uint16, .int32])
  func resultsStay(_ length: Int, _ dtype: DType) throws {
    for isReversed in [false, true] {
      let program = try program(length: length, isReversed: isReversed, dtype: dtype)
      let counting = try program.countingSteps()
      try counting.verify()
      #expect(counting != program)
      let expected = try ReferenceExecutor().run(program, inputs(dtype))
      #expect(try ReferenceExecutor().run(counting, inputs(dtype)) == expected)
      expectAgreement(try Executor(program).run(inputs(dtype)), expected)
    }
  }

  @Test func countersAreNotCarried() throws {
    let counting = try program(length: 40, isReversed: true).countingSteps()
    let scans = counting.equations.compactMap { equation -> Scan? in
      if case .scan(let scan) = equation.primitive { scan } else { nil }
    }
    #expect(scans.map(\.carryCount) == [1])
    #expect(scans.map(\.scannedInputs.count) == [1])
  }

  /// A loop of ten million steps plans no array as long.
  @Test func numbersOfStepsTakeNoMemory() throws {
    let body = ProgramBuilder()
    let (c, n) = (body.input(.float32, []), body.input(.int32, []))
    let sum = try body.add(.binary(.max), c, body.add(.convert(.float32, isWeak: false), n))
    let length = 10_000_000
    let builder = ProgramBuilder()
    let first = builder.input(.float32, [])
    let counts = try builder.add(.iota(dtype: .int32, shape: [length], axis: 0), [])[0]
    let scan = Scan(
      body: body.build(sum), length: length, isReversed: false, constantCount: 0, carryCount: 1)
    let program = builder.build(try builder.add(.scan(scan), [first, counts]))
    #expect(try ExecutionPlan(program).arena.byteCount < 1 << 16)
  }

  /// The numbers are read by an inner loop, once for each step of the outer one.
  @Test func loopsInLoopsCount() throws {
    let inner = try program(length: 6, isReversed: true)
    let body = ProgramBuilder()
    let (by, c, start) = (body.input(.int32, []), body.input(.float32, []), body.input(.int32, []))
    let results = try body.inline(inner, [by, c, start])
    let builder = ProgramBuilder()
    let operands = [
      builder.input(.int32, []), builder.input(.float32, []), builder.input(.int32, [9]),
    ]
    let scan = Scan(
      body: body.build(results[1], results[0], results[2], results[4]), length: 9,
      isReversed: false, constantCount: 1, carryCount: 1)
    let program = builder.build(try builder.add(.scan(scan), operands))
    let inputs = [
      NDArray(Int32(3)), NDArray(Float(0.5)), NDArray((0..<9).map { Int32($0) }, shape: [9]),
    ]
    let expected = try ReferenceExecutor().run(program, inputs)
    let plan = try ExecutionPlan(program)
    expectAgreement(try Executor(plan).run(inputs), expected)
    #expect(!"\(plan)".contains("iota"))
  }
}

extension ProgramBuilder {
  /// The results of another program's equations.
  fileprivate func inline(_ program: Program, _ inputs: [Atom]) throws -> [Atom] {
    var values = Dictionary(uniqueKeysWithValues: zip(program.inputs.map(\.id), inputs))
    func value(_ atom: Atom) -> Atom { atom.variable.flatMap { values[$0.id] } ?? atom }
    for equation in program.equations {
      let results = try add(equation.primitive, equation.inputs.map(value))
      for (variable, result) in zip(equation.outputs, results) { values[variable.id] = result }
    }
    return program.outputs.map(value)
  }
}
