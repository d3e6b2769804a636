import Arrays
import ProgramIR
import Testing

struct PromotionTests {
  typealias Operand = (dtype: DType, isWeak: Bool)

  /// The rows of `promotionTable`: a type, and what it becomes with each type of the first row.
  static let rows = promotionTable.split(separator: "\n").map { $0.split(separator: " ").map(type) }

  private static func type(_ text: Substring) -> Operand {
    let dtypes: [Substring: DType] = [
      "b1": .bool, "u1": .uint8, "u2": .uint16, "u4": .uint32, "i1": .int8, "i2": .int16,
      "i4": .int32, "f2": .float16, "bf": .bfloat16, "f4": .float32,
    ]
    let isWeak = text.hasSuffix("*")
    return (dtypes[isWeak ? text.dropLast() : text] ?? .complex128, isWeak)
  }

  @Test func pairsPromoteAsInJAX() {
    let rights = Self.rows[0]
    #expect(rights.count == 12 && Self.rows.count == 13)
    for row in Self.rows.dropFirst() {
      for (right, expected) in zip(rights, row.dropFirst()) {
        let result = Promotion.result(of: [row[0], right])
        #expect(result == expected, "\(row[0]) and \(right)")
      }
    }
  }

  @Test func orderDoesNotMatter() {
    for a in Self.rows[0] {
      for b in Self.rows[0] {
        for c in Self.rows[0] {
          let result = Promotion.result(of: [a, b, c])
          #expect(Promotion.result(of: [c, a, b]) == result, "\(a), \(b), \(c)")
          #expect(Promotion.result(of: [b, a, c]) == result, "\(a), \(b), \(c)")
        }
      }
    }
  }

  @Test func aFloatAmongThreeIsFound() {
    let result = Promotion.result(of: [(.int32, true), (.uint8, false), (.float32, true)])
    #expect(result == (.float32, true))
    #expect(Promotion.result(of: [(.bfloat16, false), (.int32, false)]) == (.bfloat16, false))
    #expect(Promotion.result(of: [ArrayType(.float16, [2], isWeak: true)]) == (.float16, true))
  }

  @Test func inexactKeepsFloats() {
    #expect(Promotion.inexact(.int8) == .float32)
    #expect(Promotion.inexact(.bool) == .float32)
    #expect(Promotion.inexact(.bfloat16) == .bfloat16)
  }
}
