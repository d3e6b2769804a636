import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import swiftscan

struct TrafficTests {
  /// h ← tanh(h · u), y = h · v, with x · w apart from the carry.
  @Test func countsWhatStepsReadAgain() throws {
    let h = Variable(id: 3, type: ArrayType(.float32, [2, 4]))
    let x = Variable(id: 4, type: ArrayType(.float32, [2, 3]))
    let u = Variable(id: 0, type: ArrayType(.float32, [4, 4]))
    let v = Variable(id: 1, type: ArrayType(.float32, [4, 5]))
    let w = Variable(id: 2, type: ArrayType(.float32, [3, 4]))
    let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))
    let xw = Variable(id: 5, type: ArrayType(.float32, [2, 4]))
    let hu = Variable(id: 6, type: ArrayType(.float32, [2, 4]))
    let sum = Variable(id: 7, type: ArrayType(.float32, [2, 4]))
    let y = Variable(id: 8, type: ArrayType(.float32, [2, 5]))
    let body = Program(
      inputs: [u, v, w, h, x],
      equations: [
        Equation(dot, inputs: [.variable(x), .variable(w)], outputs: [xw]),
        Equation(dot, inputs: [.variable(h), .variable(u)], outputs: [hu]),
        Equation(.binary(.add), inputs: [.variable(xw), .variable(hu)], outputs: [sum]),
        Equation(dot, inputs: [.variable(sum), .variable(v)], outputs: [y]),
      ],
      outputs: [.variable(sum), .variable(y)])
    let scan = Scan(body: body, length: 10, isReversed: false, constantCount: 3, carryCount: 1)
    let xs = Variable(id: 4, type: ArrayType(.float32, [10, 2, 3]))
    let ys = Variable(id: 9, type: ArrayType(.float32, [10, 2, 5]))
    let last = Variable(id: 10, type: h.type)
    let program = Program(
      inputs: [u, v, w, h, xs],
      equations: [
        Equation(.scan(scan), inputs: [u, v, w, h, xs].map { .variable($0) }, outputs: [last, ys])
      ],
      outputs: [.variable(last), .variable(ys)])
    try program.verify()
    let traffic = Traffic(program)
    #expect(traffic.steps == 10)
    // u and v once a step, w once; four bytes each.
    #expect(traffic.bytesPerRun == Double(4 * (10 * (16 + 20) + 12)))
    #expect(traffic.bytesAtOnce == Double(4 * (16 + 20)))
  }

  /// One round of a while loop, in each step of the scan around it; costs count the same.
  @Test func countsOneRoundOfAWhileLoop() throws {
    let body = ProgramBuilder()
    let (w, a) = (body.input(.float32, [4, 4]), body.input(.float32, [2, 4]))
    let next = try body.add(.dot(DotDimensions(contracting: ([1], [0]))), a, w)
    let smallest = try body.add(.reduce(.min, axes: [0, 1]), next)
    let goesOn = try body.add(.compare(.gt), smallest, body.constant(NDArray(Float(1))))
    let loop = WhileLoop(body: body.build(next, goesOn), constantCount: 1)
    let step = ProgramBuilder()
    let (u, h) = (step.input(.float32, [4, 4]), step.input(.float32, [2, 4]))
    let last = try step.add(.whileLoop(loop), u, h, step.constant(NDArray(true)))
    let scan = Scan(
      body: step.build(last), length: 10, isReversed: false, constantCount: 1, carryCount: 1)
    let builder = ProgramBuilder()
    let program = builder.build(
      try builder.add(
        .scan(scan), builder.input(.float32, [4, 4]), builder.input(.float32, [2, 4])))
    let traffic = Traffic(program)
    #expect(traffic.bytesPerRun == Double(10 * 4 * 16))
    #expect(traffic.bytesAtOnce == Double(4 * 16))
    // A product of 2·2·4·4, eight elements reduced, one compared.
    #expect(Costs(program, countingSteps: true).flops == 10 * (64 + 8 + 1))
  }
}
