import Testing

@testable import Execution

/// Values that `BinaryEncoder` stores and `BinaryDecoder` reads.
struct BinaryEncoderTests {
  private enum Kind: String, Codable { case plain, turned }

  private indirect enum Tree: Equatable, Codable {
    case leaf
    case number(Int, weight: Double)
    case branches([Tree])
  }

  private struct Values: Equatable, Codable {
    var integers: [Int]
    var bytes: [UInt8]
    var kinds: [Kind?]
    var range: Range<Int>
    var flags: [Bool]
    var text: String?
    var nothing: String?
    var pairs: [[Int]]
    var tree: Tree
  }

  private let values = Values(
    integers: [0, -1, 63, 64, -65, .max, .min], bytes: [0, 255], kinds: [.plain, nil, .turned],
    range: 3..<7, flags: [true, false], text: "größer", nothing: nil, pairs: [[], [1], [2, 3]],
    tree: .branches([.leaf, .number(-5, weight: -0.1), .branches([])]))

  private func decoded<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws -> T {
    try BinaryDecoder.decode(type, from: bytes, at: 0)
  }

  @Test func valuesAreReadBack() throws {
    #expect(try decoded(Values.self, BinaryEncoder.encode(values)) == values)
  }

  /// A text that is there twice is stored once.
  @Test func textsAreStoredOnce() throws {
    let text = String(repeating: "text", count: 100)
    #expect(try BinaryEncoder.encode([text, text, text]).count < 2 * text.count)
  }

  /// No bytes crash the decoder: cut off anywhere, with any byte another.
  @Test func damageIsAnErrorOrAnotherValue() throws {
    let bytes = try BinaryEncoder.encode(values)
    for end in bytes.indices {
      #expect(throws: DecodingError.self) { try decoded(Values.self, Array(bytes.prefix(end))) }
    }
    for position in bytes.indices {
      for other in [UInt8(0), 1, 0x7f, 0x80, 0xff] {
        var damaged = bytes
        damaged[position] = other
        _ = try? decoded(Values.self, damaged)
      }
    }
    #expect(throws: DecodingError.self) { try decoded(Values.self, bytes + [0]) }
  }

  @Test func otherTypesAreErrors() throws {
    let bytes = try BinaryEncoder.encode(values)
    #expect(throws: DecodingError.self) { try decoded(Tree.self, bytes) }
    #expect(throws: DecodingError.self) { try decoded([Int].self, bytes) }
    #expect(throws: DecodingError.self) { try decoded(Int.self, BinaryEncoder.encode("text")) }
    #expect(throws: EncodingError.self) { try BinaryEncoder.encode(Int8(1)) }
    #expect(throws: DecodingError.self) { try decoded(Int8.self, BinaryEncoder.encode(1)) }
  }

  @Test func whatIsNestedTooDeeplyIsAnError() throws {
    var tree = Tree.leaf
    for _ in 0..<1000 { tree = .branches([tree]) }
    let bytes = try BinaryEncoder.encode(tree)
    #expect(throws: DecodingError.self) { try decoded(Tree.self, bytes) }
  }
}
