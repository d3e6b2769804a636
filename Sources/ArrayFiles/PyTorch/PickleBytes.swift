import Arrays
import Diagnostics

/// Bytes of one pickle after the other, read from front to back.
struct PickleBytes {
  private let buffer: Buffer
  /// Byte offset of the next byte.
  private(set) var position: Int

  /// The bytes of `buffer` from byte `position` on.
  init(_ buffer: Buffer, from position: Int = 0) {
    (self.buffer, self.position) = (buffer, position)
  }

  /// The next byte.
  mutating func next() throws(Diagnostic) -> UInt8 { buffer.bytes[try run(1).lowerBound] }

  /// The range of the next `count` bytes.
  mutating func run(_ count: Int) throws(Diagnostic) -> Range<Int> {
    guard count >= 0, count <= buffer.bytes.count - position else {
      throw Diagnostic(
        "is cut short: its pickle ends before it is whole", hint: "write or copy it again")
    }
    defer { position += count }
    return position..<position + count
  }

  /// The next number of `byteCount` bytes, little-endian and without a sign; one that is too large
  /// for an `Int` is the largest.
  mutating func count(_ byteCount: Int) throws(Diagnostic) -> Int {
    let value = buffer.bytes[try run(byteCount)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    return Int(exactly: value) ?? .max
  }

  /// The next integer of `byteCount` bytes, little-endian in two's complement.
  mutating func long(byteCount: Int) throws(Diagnostic) -> PickleValue {
    let range = try run(byteCount)
    guard byteCount <= 8 else { return .other("an integer of more than 64 bits") }
    guard byteCount > 0 else { return .integer(0) }
    let value = buffer.bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let shift = UInt64(64 - 8 * byteCount)
    return .integer(Int(Int64(bitPattern: value << shift) >> Int64(shift)))
  }

  /// The next float, of 8 bytes, big-endian.
  mutating func double() throws(Diagnostic) -> Double {
    Double(bitPattern: buffer.bytes[try run(8)].reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The next text, after its length in `lengthSize` bytes.
  mutating func text(lengthSize: Int) throws(Diagnostic) -> String {
    String(decoding: buffer.bytes[try run(try count(lengthSize))], as: UTF8.self)
  }

  /// The text to the end of the line.
  mutating func line() throws(Diagnostic) -> String {
    let start = position
    while try next() != 0x0a {}
    return String(decoding: buffer.bytes[start..<position - 1], as: UTF8.self)
  }

  /// The decimal number to the end of the line, without a sign.
  mutating func decimal() throws(Diagnostic) -> Int {
    guard let value = Int(try line()), value >= 0 else {
      throw PickleMachine.malformed("a number is none", at: position)
    }
    return value
  }

  /// The integer to the end of the line: `12`, `12L`; `00` and `01` are truth values.
  mutating func integerLine() throws(Diagnostic) -> PickleValue {
    let line = try line()
    if line == "00" || line == "01" { return .boolean(line == "01") }
    let digits = line.hasSuffix("L") ? line.dropLast() : line[...]
    return Int(digits).map { .integer($0) } ?? .other("an integer of more than 64 bits")
  }
}
