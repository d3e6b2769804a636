import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// `Program.scanningCountsInPieces()`.
struct CountedScansTests {
  /// `c = c * 0.5 + float(n)` over `n = start, start + step, …`.
  private func program(length: Int, isReversed: Bool, withYs: Bool = false) throws -> Program {
    let body = ProgramBuilder()
    let (c, n) = (body.input(.float32, []), body.input(.int32, []))
    let half = try body.add(.binary(.mul), c, body.constant(NDArray(Float(0.5))))
    let next = try body.add(.binary(.add), half, body.add(.convert(.float32, isWeak: false), n))
    let step = withYs ? body.build(next, c) : body.build(next)
    let builder = ProgramBuilder()
    let (first, start) = (builder.input(.float32, []), builder.input(.int32, []))
    let counts = try builder.add(.iota(dtype: .int32, shape: [length], axis: 0), [])[0]
    let tripled = try builder.add(.binary(.mul), counts, builder.constant(NDArray(Int32(3))))
    let xs = try builder.add(.binary(.add), tripled, start)
    let scan = Scan(
      body: step, length: length, isReversed: isReversed, constantCount: 0, carryCount: 1)
    return builder.build(try builder.add(.scan(scan), [first, xs]))
  }

  @Test(arguments: [4, 5, 17, 64], [false, true])
  func resultsStay(_ length: Int, _ isReversed: Bool) throws {
    let program = try program(length: length, isReversed: isReversed)
    let pieces = try program.scanningCountsInPieces(of: 4, from: 4)
    try pieces.verify()
    #expect(pieces != program)
    let inputs = [NDArray(Float(0.25)), NDArray(Int32(-7))]
    let executor = ReferenceExecutor()
    #expect(try executor.run(pieces, inputs) == executor.run(program, inputs))
  }

  @Test func noArrayIsLongerThanAPiece() throws {
    let pieces = try program(length: 35, isReversed: false).scanningCountsInPieces(of: 16, from: 32)
    #expect(pieces.largestSize == 16)
  }

  @Test func shortScansAndThoseWithYsStay() throws {
    let short = try program(length: 35, isReversed: false)
    #expect(try short.scanningCountsInPieces(of: 16, from: 36) == short)
    let ys = try program(length: 35, isReversed: false, withYs: true)
    #expect(try ys.scanningCountsInPieces(of: 16, from: 32) == ys)
  }
}

extension Program {
  /// The largest axis of any value, at any depth.
  fileprivate var largestSize: Int {
    equations.map { equation in
      max(
        equation.outputs.flatMap(\.type.shape.sizes).max() ?? 0,
        equation.primitive.bodies.first?.largestSize ?? 0)
    }.max() ?? 0
  }
}
