import Arrays
import Diagnostics

/// Decoder of MessagePack values, one head after the other: the parts of a map or an array follow
/// its head.
struct MessagePackDecoder {
  /// A value, or the head of one with parts. Ranges are of the bytes.
  enum Head {
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case text(Range<Int>)
    case bytes(Range<Int>)
    case array(count: Int)
    case map(count: Int)
    case `extension`(type: UInt8, Range<Int>)
  }

  /// All bytes, of which a part is read.
  let bytes: Buffer
  private var position: Int
  private let end: Int

  /// A decoder of all of `bytes`.
  init(_ bytes: Buffer) {
    self.bytes = bytes
    position = 0
    end = bytes.bytes.count
  }

  /// A decoder of some of the bytes.
  func inside(_ range: Range<Int>) -> MessagePackDecoder {
    MessagePackDecoder(bytes, range)
  }

  private init(_ bytes: Buffer, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Whether all bytes are read.
  var isAtEnd: Bool { position == end }

  /// Takes the next value, or the head of one with parts.
  mutating func next() throws(Diagnostic) -> Head {
    let byte = try UInt8(truncatingIfNeeded: number(byteCount: 1))
    switch byte {
    case 0x00...0x7f: return .integer(Int(byte))
    case 0x80...0x8f: return .map(count: Int(byte & 0x0f))
    case 0x90...0x9f: return .array(count: Int(byte & 0x0f))
    case 0xa0...0xbf: return .text(try run(Int(byte & 0x1f)))
    case 0xc0: return .none
    case 0xc2, 0xc3: return .boolean(byte == 0xc3)
    case 0xc4...0xc6: return .bytes(try run(length(byte - 0xc4)))
    case 0xc7...0xc9: return try extensionHead(byteCount: length(byte - 0xc7))
    case 0xca:
      return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(byteCount: 4)))))
    case 0xcb: return .float(Double(bitPattern: try number(byteCount: 8)))
    case 0xcc...0xcf:
      guard let value = Int(exactly: try number(byteCount: 1 << (byte - 0xcc))) else {
        throw Diagnostic("holds an integer that is too large", expected: "at most 64 bits, signed")
      }
      return .integer(value)
    case 0xd0...0xd3: return .integer(try signedInteger(byteCount: 1 << (byte - 0xd0)))
    case 0xd4...0xd8: return try extensionHead(byteCount: 1 << Int(byte - 0xd4))
    case 0xd9...0xdb: return .text(try run(length(byte - 0xd9)))
    case 0xdc, 0xdd: return .array(count: try partCount(length(byte - 0xdc + 1)))
    case 0xde, 0xdf: return .map(count: try partCount(length(byte - 0xde + 1)))
    case 0xe0...0xff: return .integer(Int(Int8(bitPattern: byte)))
    default: throw Diagnostic("is not MessagePack: the byte 0xc1 is never used")
    }
  }

  /// Takes a key of a map, or a name.
  mutating func key() throws(Diagnostic) -> String {
    switch try next() {
    case .text(let range), .bytes(let range):
      return String(decoding: bytes.bytes[range], as: UTF8.self)
    case .integer:
      throw Diagnostic(
        "is a MessagePack map with keys that are numbers, and Flax reads names only",
        expected: "names as keys, such as '0'", hint: "save it with names: {str(k): v …}")
    default:
      throw Diagnostic("has a key that is no name", expected: "text")
    }
  }

  // MARK: Parts of a head

  private mutating func extensionHead(byteCount: Int) throws(Diagnostic) -> Head {
    let type = try UInt8(truncatingIfNeeded: number(byteCount: 1))
    return .`extension`(type: type, try run(byteCount))
  }

  /// A count of 1, 2 or 4 bytes.
  private mutating func length(_ logarithm: UInt8) throws(Diagnostic) -> Int {
    Int(truncatingIfNeeded: try number(byteCount: 1 << Int(logarithm)))
  }

  /// A number of parts, each of which takes a byte at least.
  private func partCount(_ count: Int) throws(Diagnostic) -> Int {
    guard count <= end - position else { throw Self.isCutShort }
    return count
  }

  private mutating func signedInteger(byteCount: Int) throws(Diagnostic) -> Int {
    let shift = 64 - 8 * byteCount
    return Int(Int64(bitPattern: try number(byteCount: byteCount) << shift) >> shift)
  }

  private mutating func number(byteCount: Int) throws(Diagnostic) -> UInt64 {
    try bytes.bytes[run(byteCount)].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func run(_ count: Int) throws(Diagnostic) -> Range<Int> {
    guard count <= end - position else { throw Self.isCutShort }
    defer { position += count }
    return position..<position + count
  }

  private static let isCutShort = Diagnostic("is cut short", hint: "write or copy it again")
}
