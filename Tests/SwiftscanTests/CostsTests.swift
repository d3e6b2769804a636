import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import swiftscan

@Suite struct CostsTests {
  @Test func everyKindOfEquation() throws {
    let builder = ProgramBuilder()
    let a = builder.input(.float32, [2, 3])
    let b = builder.input(.float32, [3, 5])
    let product = try builder.add(.dot(DotDimensions(contracting: ([1], [0]))), a, b)
    let sum = try builder.add(.binary(.add), product, product)
    let logistic = try builder.add(.unary(.logistic), sum)
    let tanh = try builder.add(.unary(.tanh), logistic)
    let negative = try builder.add(.unary(.neg), tanh)
    let power = try builder.add(.binary(.pow), negative, tanh)
    let row = try builder.add(.reduce(.sum, axes: [0]), power)
    let moved = try builder.add(.reshape([5, 1]), row)
    let costs = Costs(builder.build(moved), countingSteps: true)
    // 2·2·3·5 of the product, 10 of the sum, 30 of the logistic, 10 of the negation, 10 summed up.
    #expect(costs.flops == 60 + 10 + 30 + 10 + 10)
    #expect(costs.transcendentals == 10 + 10 + 10)
  }

  @Test func convolutionsAndWindows() throws {
    let builder = ProgramBuilder()
    let image = builder.input(.float32, [1, 8, 8, 3])
    let kernel = builder.input(.float32, [3, 3, 3, 4])
    let window = [WindowAxis(3), WindowAxis(3)]
    let features = try builder.add(.conv(Convolution(window: window)), image, kernel)
    #expect(Costs(builder.build(features), countingSteps: true).flops == 2 * 6 * 6 * 4 * 27)
  }

  @Test func scansCountTheirSteps() throws {
    let body = ProgramBuilder()
    let carry = body.input(.float32, [4])
    let next = try body.add(.binary(.mul), carry, carry)
    let scan = Scan(
      body: body.build(next), length: 10, isReversed: false, constantCount: 0, carryCount: 1)
    let builder = ProgramBuilder()
    let start = builder.input(.float32, [4])
    let program = builder.build(try builder.add(.scan(scan), [start]))
    #expect(Costs(program, countingSteps: true).flops == 40)
    #expect(Costs(program, countingSteps: false).flops == 4)
  }

  @Test func hugeCountsAreCapped() throws {
    let body = ProgramBuilder()
    let carry = body.input(.float32, [1 << 30])
    let next = try body.add(.binary(.mul), carry, carry)
    let scan = Scan(
      body: body.build(next), length: 1 << 40, isReversed: false, constantCount: 0, carryCount: 1)
    let builder = ProgramBuilder()
    let start = builder.input(.float32, [1 << 30])
    let program = builder.build(try builder.add(.scan(scan), [start]))
    #expect(Costs(program, countingSteps: true).flops == .max)
  }
}

@Suite struct TextTests {
  @Test func numbersAreGrouped() {
    #expect(
      [0, 12, 999, 1000, 1_234_567, -1000].map(\.grouped)
        == ["0", "12", "999", "1,000", "1,234,567", "-1,000"])
  }

  @Test func bytesHaveUnits() {
    #expect(
      [0, 999, 1000, 1950, 12_340_000, 5_000_000_000_000].map(\.byteText)
        == ["0 B", "999 B", "1.0 kB", "2.0 kB", "12.3 MB", "5.0 TB"])
  }

  @Test func columnsAreAligned() {
    var table = TextTable(["name", "type", "n"])
    table.add(["a", "float32[2]", "12"])
    table.add(["longer", "", "1,000"])
    #expect(
      table.text == """
        name    type            n
        a       float32[2]     12
        longer              1,000
        """)
  }
}
