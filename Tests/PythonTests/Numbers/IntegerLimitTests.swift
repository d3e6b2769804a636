import Testing

@testable import Python

/// Refusals of integers that need more than 64 bits.
@Suite struct IntegerLimitTests {
  @Test func resultsBeyond64BitsAreRefused() {
    let refusal = PythonFault.integerTooLarge
    #expect(refusal.message == "an integer of more than 64 bits")
    #expect(throws: refusal) { try PythonInt.add(Int.max, 1) }
    #expect(throws: refusal) { try PythonInt.negate(Int.min) }
    #expect(throws: refusal) { try PythonInt.floorDivide(Int.min, -1) }
    #expect(throws: refusal) { try PythonInt.shiftLeft(1, 63) }
    #expect(throws: refusal) { try PythonInt.power(2, 63) }
    #expect(throws: refusal) { try PythonInt.parse("9223372036854775808") }
    #expect(throws: refusal) { try PythonFloat.int(0x1p63) }
    #expect(throws: refusal) { try PythonInt.round(Int.max, digits: -19) }
    #expect(throws: refusal) { try PythonMath.factorial(21) }
    #expect(throws: refusal) { try PythonMath.comb(68, 34) }
  }

  @Test func resultsThatJustFitAreMade() throws {
    #expect(try PythonInt.parse("-9223372036854775808") == Int.min)
    #expect(try PythonInt.modulo(Int.min, -1) == 0)
    #expect(try PythonInt.shiftLeft(-1, 63) == Int.min)
    #expect(try PythonInt.power(-2, 63) == .int(Int.min))
    #expect(try PythonMath.comb(66, 33) == 7_219_428_434_016_265_740)
    #expect(try PythonInt.fromBytes([0x80, 0, 0], order: .big, isSigned: true) == -8_388_608)
    #expect(try PythonInt.fromBytes([1, 2], order: .little) == 513)
  }
}
