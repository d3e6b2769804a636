import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

struct OuterProductsTests {
  /// The dot of two inputs of these shapes.
  private func program(
    _ a: Shape, _ b: Shape, _ dimensions: DotDimensions
  ) throws -> Program {
    let builder = ProgramBuilder()
    let (left, right) = (builder.input(.float32, a), builder.input(.float32, b))
    return builder.build(try builder.add(.dot(dimensions), left, right))
  }

  private func inputs(of program: Program) -> [NDArray] {
    program.inputs.map { variable in NDArray(variable.type.shape) { Float($0 % 7) / 8 + 1 } }
  }

  @Test func isAProductOfElements() throws {
    // einsum('bd,dn->dbn')
    let program = try program(
      [4, 3], [3, 5], DotDimensions(contracting: ([], []), batch: ([1], [0])))
    let multiplied = try Pass.multiplyOuterProducts(program)
    #expect(
      multiplied.description == """
        { lambda a:float32[4, 3] b:float32[3, 5] . let
            c:float32[3, 4] = transpose[permutation=[1, 0]] a
            d:float32[3, 4, 5] = broadcast_in_dim[shape=(3, 4, 5) dimensions=[0, 1]] c
            e:float32[3, 4, 5] = broadcast_in_dim[shape=(3, 4, 5) dimensions=[0, 2]] b
            f:float32[3, 4, 5] = mul d e
          in (f) }
        """)
    #expect(
      try ReferenceExecutor().run(program, inputs(of: program))
        == ReferenceExecutor().run(multiplied, inputs(of: program)))
  }

  /// Axes of size 1 are summed over without a sum, inside of scans too.
  @Test func contractedAxesOfOneElement() throws {
    let step = try program(
      [4, 1, 3], [4, 3, 1], DotDimensions(contracting: ([1], [2]), batch: ([0, 2], [0, 1])))
    let program = try Program(scanning: step, length: 2, constants: 0, carry: 0)
    let multiplied = try Pass.multiplyOuterProducts(program)
    #expect(multiplied.description.contains(" = mul "))
    #expect(!multiplied.description.contains("dot_general"))
    #expect(
      try ReferenceExecutor().run(program, inputs(of: program))
        == ReferenceExecutor().run(multiplied, inputs(of: program)))
  }

  /// A round of a while loop is rewritten too.
  @Test func inWhileLoops() throws {
    let body = ProgramBuilder()
    let (a, h) = (body.input(.float32, [2, 3]), body.input(.float32, [2, 3]))
    let next = try body.add(
      .dot(DotDimensions(contracting: ([], []), batch: ([0, 1], [0, 1]))), a, h)
    let largest = try body.add(.reduce(.max, axes: [0, 1]), next)
    let goesOn = try body.add(.compare(.lt), largest, body.constant(NDArray(Float(100))))
    let loop = WhileLoop(body: body.build(next, goesOn), constantCount: 1)
    let builder = ProgramBuilder()
    let (x, y) = (builder.input(.float32, [2, 3]), builder.input(.float32, [2, 3]))
    let program = builder.build(
      try builder.add(.whileLoop(loop), x, y, builder.constant(NDArray(true))))
    let multiplied = try Pass.multiplyOuterProducts(program)
    #expect(multiplied.description.contains(" = mul a b"))
    #expect(
      try ReferenceExecutor().run(program, inputs(of: program))
        == ReferenceExecutor().run(multiplied, inputs(of: program)))
  }

  @Test func otherDotsStay() throws {
    for (a, b, dimensions) in [
      ([4, 1], [1, 5], DotDimensions(contracting: ([1], [0]))),
      ([2, 4, 3], [2, 3, 5], DotDimensions(contracting: ([2], [1]), batch: ([0], [0]))),
    ] as [(Shape, Shape, DotDimensions)] {
      let program = try program(a, b, dimensions)
      #expect(try Pass.multiplyOuterProducts(program) == program)
    }
  }
}
