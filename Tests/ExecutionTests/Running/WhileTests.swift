import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Loops whose length depends on values.
struct WhileTests {
  private let size = 8

  /// `while a[0] < limit { (a, b, n) = (tanh(b) @ w + a, a, n + 1) }`, from a, b and 0 on.
  private func loop() throws -> WhileLoop {
    let body = ProgramBuilder()
    let w = body.input(.float32, [size, size])
    let limit = body.input(.float32, [])
    let a = body.input(.float32, [2, size])
    let b = body.input(.float32, [2, size])
    let n = body.input(.int32, [])
    let product = try body.add(
      .dot(DotDimensions(contracting: ([1], [0]))), body.add(.unary(.tanh), b), w)
    let next = try body.add(.binary(.add), product, a)
    let count = try body.add(.binary(.add), n, body.constant(NDArray(Int32(1))))
    let largest = try body.add(.reduce(.max, axes: [0, 1]), next)
    return WhileLoop(
      body: body.build(next, a, count, try body.add(.compare(.lt), largest, limit)),
      constantCount: 2)
  }

  /// Steps of a scan, each of which ends with that loop, to a limit of its own.
  private func program(length: Int) throws -> Program {
    let step = ProgramBuilder()
    let w = step.input(.float32, [size, size])
    let carry = step.input(.float32, [2, size])
    let x = step.input(.float32, [2, size])
    let limit = step.input(.float32, [])
    let a = try step.add(.binary(.mul), step.add(.unary(.sin), carry), x)
    let goesOn = try step.add(
      .compare(.lt), step.add(.reduce(.max, axes: [0, 1]), a), limit)
    let zero = step.constant(NDArray(Int32(0)))
    let results = try step.add(.whileLoop(loop()), [w, limit, a, carry, zero, goesOn])
    return try Program(
      scanning: step.build(results), length: length, constants: 1, carry: 1)
  }

  private func inputs(of program: Program) -> [NDArray] {
    program.inputs.map { variable in
      NDArray(variable.type.shape) { Float(($0 * 37) % 101 - 20) / 64 }
    }
  }

  @Test(arguments: [1, 2])
  func roundsAreAsManyAsTheyShouldBe(_ threadCount: Int) throws {
    let program = try program(length: 9)
    let inputs = inputs(of: program)
    let expected = try ReferenceExecutor().run(program, inputs)
    let counts = expected[2].elements(as: Int32.self)
    #expect(counts.contains(0) && Set(counts).count > 2)
    var options = PlanOptions()
    options.threadCount = threadCount
    options.smallestSplitCost = 0
    options.smallestSharedStepCost = 0
    options.smallestRangesStepCost = 0
    expectAgreement(try Executor(program, options: options).run(inputs), expected)
  }

  /// Another run on the same frame begins anew.
  @Test func runsAgain() throws {
    let program = try program(length: 3)
    let executor = try Executor(program)
    let inputs = inputs(of: program)
    #expect(try executor.run(inputs) == executor.run(inputs))
  }

  @Test func isWrittenWithItsBody() throws {
    let program = ProgramBuilder()
    let body = ProgramBuilder()
    let n = body.input(.int32, [])
    let next = try body.add(.binary(.add), n, body.constant(NDArray(Int32(1))))
    let limit = body.constant(NDArray(Int32(3)))
    let loop = WhileLoop(
      body: body.build(next, try body.add(.compare(.lt), next, limit)), constantCount: 0)
    let (start, goesOn) = (program.input(.int32, []), program.input(.bool, []))
    let result = try program.add(.whileLoop(loop), start, goesOn)
    #expect(
      "\(program.build(result))" == """
        { lambda a:int32[] b:bool[] . let
            c:int32[] = while[constants=0] a b
              { lambda a:int32[] . let
                  b:int32[] = add a 1:int32[]
                  c:bool[] = lt b 3:int32[]
                in (b c) }
          in (c) }
        """)
  }

  @Test func typesMustFit() throws {
    let float = ArrayType(.float32, [2, size])
    let types = [
      ArrayType(.float32, [size, size]), ArrayType(.float32, .scalar), float, float,
      ArrayType(.int32, .scalar), ArrayType(.bool, .scalar),
    ]
    let loop = try loop()
    #expect(try loop.resultTypes(of: types) == Array(types[2..<5]))
    #expect(throws: (any Error).self) { try loop.resultTypes(of: types.dropLast() + [float]) }
    #expect(throws: (any Error).self) { try loop.resultTypes(of: types.dropLast()) }
    var other = loop
    other.constantCount = 1
    #expect(throws: (any Error).self) { try other.resultTypes(of: types) }
  }
}
