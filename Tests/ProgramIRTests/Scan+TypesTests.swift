import Arrays
import Diagnostics
import ProgramIR
import TestSupport
import Testing

/// `Scan.resultTypes(of:)`.
struct ScanTypeTests {
  /// A scan that adds `x` and a constant to a carry and gives the sum's halves as y.
  static func scan(length: Int = 7, constants: Int = 1, carry: Int = 1) throws -> Scan {
    let body = ProgramBuilder()
    let (constant, sum, x) = (
      body.input(.float32, []), body.input(.float32, [2]), body.input(.float32, [2])
    )
    let next = try body.add(.binary(.add), body.add(.binary(.add), sum, x), constant)
    let y = try body.add(.convert(.float16, isWeak: false), next)
    return Scan(
      body: body.build(next, y), length: length, isReversed: false, constantCount: constants,
      carryCount: carry)
  }

  static let operands = [
    ArrayType(.float32, []), ArrayType(.float32, [2]), ArrayType(.float32, [7, 2]),
  ]

  @Test func theCarryThenTheStackedYs() throws {
    let results = try Primitive.scan(Self.scan()).resultTypes(of: Self.operands)
    #expect(results.map(\.description) == ["float32[2]", "float16[7, 2]"])
  }

  @Test func weaknessDoesNotMatter() throws {
    var operands = Self.operands
    operands[0].isWeak = true
    #expect(throws: Never.self) { try Primitive.scan(Self.scan()).resultTypes(of: operands) }
  }

  @Test(arguments: [
    [operands[0], operands[1]],
    [operands[0], operands[2], operands[2]],
    [operands[0], operands[1], ArrayType(.float32, [6, 2])],
    [operands[0], operands[1], ArrayType(.int32, [7, 2])],
  ])
  func operandsThatDoNotFitTheBody(operands: [ArrayType]) throws {
    let scan = try Self.scan()
    #expect(throws: Diagnostic.self) { try Primitive.scan(scan).resultTypes(of: operands) }
  }

  @Test(arguments: [(7, 2, 2), (7, -1, 1), (7, 1, -1), (7, 0, 3), (-1, 1, 1), (7, .max, 1)])
  func countsThatDoNotFitTheBody(length: Int, constants: Int, carry: Int) throws {
    let scan = try Self.scan(length: length, constants: constants, carry: carry)
    #expect(throws: Diagnostic.self) { try Primitive.scan(scan).resultTypes(of: Self.operands) }
  }

  @Test func aCarryThatChangesItsType() throws {
    var scan = try Self.scan()
    scan.body.outputs.reverse()
    let error = #expect(throws: Diagnostic.self) {
      try Primitive.scan(scan).resultTypes(of: Self.operands)
    }
    #expect(error?.problem == "carry 0 of scan changes its type")
    #expect(error?.expected == "float32[2]")
    #expect(error?.got == "float16[2]")
  }

  @Test func ysTooLargeToCount() throws {
    let body = ProgramBuilder()
    let y = try body.add(.broadcast(shape: [1 << 40], dimensions: []), body.input(.int8, []))
    let scan = Scan(
      body: body.build(y), length: 1 << 40, isReversed: false, constantCount: 1, carryCount: 0)
    #expect(throws: Diagnostic.self) {
      try Primitive.scan(scan).resultTypes(of: [ArrayType(.int8, [])])
    }
  }
}
