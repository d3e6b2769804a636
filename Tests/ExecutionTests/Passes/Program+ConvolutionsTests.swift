import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// `Pass.lowerConvolutions`.
struct ConvolutionPassTests {
  static let cases = LaxCase.all.filter { $0.name == "conv" }

  /// A program of one convolution of inputs of these types.
  func program(_ convolution: Primitive, _ operands: [NDArray]) throws -> Program {
    let program = ProgramBuilder()
    let inputs = operands.map { program.input($0.dtype, $0.shape) }
    return program.build(try program.add(convolution, inputs))
  }

  @Test(arguments: cases)
  func agreesWithLax(_ lax: LaxCase) throws {
    let program = try program(#require(lax.primitive), lax.operands)
    let lowered = try Pass.lowerConvolutions(program)
    try lowered.verify()
    let isEmpty = lax.results[0].shape.elementCount == 0
    #expect(lowered.equations.contains { $0.primitive.name == "conv_general_dilated" } == isEmpty)
    let reference = try ReferenceExecutor().run(lowered, lax.operands)
    let planned = try Executor(program).run(lax.operands)
    // The numbers are small integers: sums are exact in any order.
    #expect(reference == lax.results)
    #expect(planned == lax.results)
  }

  @Test func slicesOfPaddedInputsAreJoined() throws {
    let window = WindowAxis(2, stride: 2, low: 1, high: 0, windowDilation: 2)
    let x = NDArray([Float](repeating: 0, count: 12), shape: [2, 3, 2])
    let kernel = NDArray([Float](repeating: 0, count: 20), shape: [2, 2, 5])
    let text = try Pass.lowerConvolutions(
      program(.conv(Convolution(window: [window])), [x, kernel])
    ).description
    #expect(
      text == """
        { lambda a:float32[2, 3, 2] b:float32[2, 2, 5] . let
            c:float32[2, 4, 2] = pad[low=[0, 1, 0] high=[0, 0, 0]] a 0.0:float32[]
            d:float32[2, 1, 2] = slice[start=[0, 0, 0] limit=[2, 1, 2] strides=[1, 2, 1]] c
            e:float32[2, 1, 2] = slice[start=[0, 2, 0] limit=[2, 3, 2] strides=[1, 2, 1]] c
            f:float32[2, 1, 4] = concatenate[axis=2] d e
            g:float32[4, 5] = reshape[shape=(4, 5)] b
            h:float32[2, 1, 5] = dot_general[contract=[2]:[0]] f g
          in (h) }
        """)
  }

  @Test func aPointwiseOneIsAProduct() throws {
    let x = NDArray([Float](repeating: 0, count: 12), shape: [2, 3, 2])
    let kernel = NDArray([Float](repeating: 0, count: 10), shape: [1, 2, 5])
    let lowered = try Pass.lowerConvolutions(
      program(.conv(Convolution(window: [WindowAxis(1)])), [x, kernel]))
    #expect(lowered.equations.map(\.primitive.name) == ["reshape", "dot_general"])
  }

  @Test func thoseInScansToo() throws {
    let step = ProgramBuilder()
    let (h, x) = (step.input(.float32, [1, 4, 1]), step.input(.float32, [1, 4, 1]))
    let kernel = step.constant(NDArray([1, 2, 3] as [Float], shape: [3, 1, 1]))
    let convolution = Convolution(window: [WindowAxis(3, low: 1, high: 1)])
    let sum = try step.add(.binary(.add), step.add(.conv(convolution), h, kernel), x)
    let scan = Scan(
      body: step.build(sum, sum), length: 5, isReversed: false, constantCount: 0, carryCount: 1)
    let program = ProgramBuilder()
    let inputs = [program.input(.float32, [1, 4, 1]), program.input(.float32, [5, 1, 4, 1])]
    let whole = program.build(try program.add(.scan(scan), inputs))
    #expect(!(try Pass.lowerConvolutions(whole).description.contains("conv")))
    let arrays = [
      NDArray([1, -1, 2, 0] as [Float], shape: [1, 4, 1]),
      NDArray((0..<20).map { Float($0 % 3) }, shape: [5, 1, 4, 1]),
    ]
    #expect(try Executor(whole).run(arrays) == ReferenceExecutor().run(whole, arrays))
  }
}
