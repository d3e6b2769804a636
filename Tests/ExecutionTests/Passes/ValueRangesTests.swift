import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

struct ValueRangesTests {
  private func range(
    _ write: (ProgramBuilder, _ x: Atom) throws -> Atom
  ) throws -> ClosedRange<Double> {
    let body = ProgramBuilder()
    let x = body.input(.float32, [3])
    let program = try body.build(write(body, x))
    let definitions = program.makers
    return ValueRanges(definition: { definitions[$0.id] }).range(of: program.outputs[0])
  }

  private func number(_ value: Float) -> Atom { .constant(NDArray(value), isWeak: false) }

  @Test func anInputIsAnything() throws {
    #expect(try range { $1 } == .all)
    #expect(try range { try $0.add(.unary(.exp), $1) } == 0 ... .infinity)
  }

  @Test func gates() throws {
    #expect(try range { try $0.add(.unary(.logistic), $1) } == 0...1)
    #expect(
      try range { body, x in
        try body.add(.binary(.sub), number(1), body.add(.unary(.logistic), x))
      } == 0...1)
    #expect(
      try range { body, x in
        try body.add(
          .unary(.exp), body.add(.unary(.neg), body.add(.unary(.exp), x)))
      } == 0...1)
    #expect(
      try range { body, x in
        try body.add(
          .binary(.min), body.add(.binary(.max), x, number(0.5)), number(0.75))
      } == 0.5...0.75)
  }

  /// `log_sigmoid(x) / 16` as JAX traces it.
  @Test func logarithmOfAGate() throws {
    let range = try range { body, x in
      let negative = try body.add(.unary(.neg), x)
      let isNumber = try body.add(.compare(.eq), negative, negative)
      let size = try body.add(.unary(.neg), body.add(.unary(.abs), negative))
      let rest = try body.add(.unary(.log1p), body.add(.unary(.exp), size))
      let sum = try body.add(
        .binary(.add), body.add(.binary(.max), negative, number(0)), rest)
      let other = try body.add(.binary(.add), negative, number(0))
      let softplus = try body.add(.select, isNumber, sum, other)
      return try body.add(
        .binary(.div), body.add(.unary(.neg), softplus), number(16))
    }
    #expect(range.upperBound == 0)
  }

  /// The largest of a number and something else is no smaller than the number.
  @Test func differenceToTheLarger() throws {
    let range = try range { body, x in
      let larger = try body.add(.binary(.max), number(0.5), x)
      return try body.add(.unary(.exp), body.add(.binary(.sub), x, larger))
    }
    #expect(range == 0...1)
  }

  @Test func choices() throws {
    let range = try range { body, x in
      let isLarge = try body.add(.compare(.gt), x, number(3))
      return try body.add(.select, isLarge, body.add(.unary(.tanh), x), number(2))
    }
    #expect(range == -1...2)
  }
}
