import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// `Program.makingReadSteps()`.
struct ReadStepsTests {
  private let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))

  /// A scan whose ys are the next carry, a product of it, one of the xs, and of the carry before; of
  /// each, what `read` makes of it.
  private func program(
    length: Int, isReversed: Bool = false, read: (ProgramBuilder, Atom) throws -> Atom
  ) throws -> Program {
    let body = ProgramBuilder()
    let (w, v) = (body.input(.float32, [3, 3]), body.input(.float32, [3, 5]))
    let (h, x) = (body.input(.float32, [2, 3]), body.input(.float32, [2, 3]))
    let next = try body.add(.unary(.tanh), body.add(.binary(.add), body.add(dot, h, w), x))
    let ys = [
      next, try body.add(dot, next, v), try body.add(.unary(.exp), body.add(dot, x, v)),
      try body.add(dot, try body.add(.binary(.mul), h, next), v),
    ]
    let scan = Scan(
      body: body.build([next] + ys), length: length, isReversed: isReversed, constantCount: 2,
      carryCount: 1)
    let program = ProgramBuilder()
    let operands = [
      program.input(.float32, [3, 3]), program.input(.float32, [3, 5]),
      program.input(.float32, [2, 3]), program.input(.float32, [length, 2, 3]),
    ]
    let results = try program.add(.scan(scan), operands)
    return program.build(try results.dropFirst().map { try read(program, $0) })
  }

  private func slice(_ start: Int, _ limit: Int, by stride: Int, of shape: Shape) -> Primitive {
    .slice(
      starts: [start, 0, 0], limits: [limit, shape[1], shape[2]], strides: [stride, 1, 1])
  }

  private func expectSame(_ program: Program, longest: Int, _ length: Int) throws {
    let made = try program.makingReadSteps()
    try made.verify()
    for equation in made.equations {
      guard case .scan(let scan) = equation.primitive else { continue }
      let ys = equation.outputs.dropFirst(scan.carryCount)
      #expect(ys.allSatisfy { $0.type.shape.elementCount <= longest * length })
    }
    var random = RandomPrograms(seed: length)
    let inputs = program.inputs.map { random.array($0.type) }
    let expected = try ReferenceExecutor().run(program, inputs)
    expectAgreement(try ReferenceExecutor().run(made, inputs), expected)
    expectAgreement(try Executor(program).run(inputs), expected)
  }

  @Test(arguments: [2, 3, 17, 70], [false, true])
  func theLastStepIsMadeAlone(_ length: Int, _ isReversed: Bool) throws {
    let last = isReversed ? 0 : length - 1
    let program = try program(length: length, isReversed: isReversed) { program, ys in
      try program.add(slice(last, last + 1, by: 1, of: ys.type.shape), ys)
    }
    try expectSame(program, longest: 0, length)
  }

  @Test func theLastCarryIsTheLastY() throws {
    let program = try program(length: 9) { program, ys in
      try program.add(slice(8, 9, by: 1, of: ys.type.shape), ys)
    }
    let first = Program(
      inputs: program.inputs, equations: program.equations, outputs: [program.outputs[0]])
    #expect(
      try "\(first.makingReadSteps())" == """
        { lambda a:float32[3, 3] b:float32[3, 5] c:float32[2, 3] d:float32[9, 2, 3] . let
            e:float32[2, 3] = scan[length=9 reverse=false constants=1 carry=1] a c d
              { lambda a:float32[3, 3] b:float32[2, 3] c:float32[2, 3] . let
                  d:float32[2, 3] = dot_general[contract=[1]:[0]] b a
                  e:float32[2, 3] = add d c
                  f:float32[2, 3] = tanh e
                in (f) }
            f:float32[1, 2, 3] = reshape[shape=(1, 2, 3)] e
            g:float32[1, 2, 3] = slice[start=[0, 0, 0] limit=[1, 2, 3]] f
          in (g) }
        """)
  }

  /// Of the products only what they are made of is handed on, 6 numbers a step and not 10.
  @Test(arguments: [8, 17, 70], [false, true])
  func everyThirdStepIsMade(_ length: Int, _ isReversed: Bool) throws {
    let program = try program(length: length, isReversed: isReversed) { program, ys in
      try program.add(slice(1, length, by: 3, of: ys.type.shape), ys)
    }
    try expectSame(program, longest: 6, length)
  }

  @Test func rangesOfTransposedResultsAreMade() throws {
    let length = 40
    let program = try program(length: length) { program, ys in
      let turned = try program.add(.transpose([1, 0, 2]), ys)
      let starts = [30, 37].map { start in
        Primitive.slice(
          starts: [0, start, 1], limits: [2, start + 2, 3], strides: [1, 1, 1])
      }
      return try program.add(
        .binary(.add), program.add(starts[0], turned), program.add(starts[1], turned))
    }
    try expectSame(program, longest: 6, length)
  }

  @Test func resultsThatAreReadWholeStay() throws {
    let program = try program(length: 9) { program, ys in
      let last = try program.add(slice(8, 9, by: 1, of: ys.type.shape), ys)
      let sum = try program.add(.reduce(.sum, axes: [0]), ys)
      return try program.add(.binary(.add), program.add(.reshape(sum.type.shape), last), sum)
    }
    #expect(try program.makingReadSteps() == program.eliminatingDeadCode())
  }
}
