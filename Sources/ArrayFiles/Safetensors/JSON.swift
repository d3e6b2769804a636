import Diagnostics

/// A value written as JSON (RFC 8259), of the kinds a header may hold.
enum JSON: Hashable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number that is no integer an `Int` can hold.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  struct Member: Hashable {
    var name: String
    var value: JSON
  }

  /// Parses `utf8`, which must be exactly one value, with white space around.
  init(parsing utf8: [UInt8]) throws(Diagnostic) {
    var parser = JSONParser(utf8)
    self = try parser.parse()
  }

  /// The value of a member of an object, if there is one.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// Elements of an array that holds only integers; `nil` otherwise.
  var integers: [Int]? {
    guard case .array(let values) = self else { return nil }
    let integers = values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
    return integers.count == values.count ? integers : nil
  }

  /// The text of a string.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// `text` in quotes.
  static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case "\n": return "\\n"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: return String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

/// Reads one value by recursive descent.
private struct JSONParser {
  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  private static let maximumDepth = 200

  init(_ text: [UInt8]) { self.text = text }

  mutating func parse() throws(Diagnostic) -> JSON {
    let value = try value()
    skipSpace()
    guard position == text.count else { throw unexpected("the end") }
    return value
  }

  private mutating func value() throws(Diagnostic) -> JSON {
    skipSpace()
    switch current.map({ Unicode.Scalar($0) }) {
    case "\"": return .string(try string())
    case "{": return .object(try nested { (parser) throws(Diagnostic) in try parser.members() })
    case "[": return .array(try nested { (parser) throws(Diagnostic) in try parser.values() })
    case "-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9": return number()
    default: return try keyword()
    }
  }

  private mutating func nested<R>(
    _ body: (inout JSONParser) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    depth += 1
    guard depth <= Self.maximumDepth else { throw malformed("it is nested too deeply") }
    position += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func members() throws(Diagnostic) -> [JSON.Member] {
    var members: [JSON.Member] = []
    skipSpace()
    if skip("}") { return members }
    repeat {
      skipSpace()
      let name = try string()
      skipSpace()
      guard skip(":") else { throw unexpected("':'") }
      members.append(JSON.Member(name: name, value: try value()))
      skipSpace()
    } while skip(",")
    guard skip("}") else { throw unexpected("',' or '}'") }
    return members
  }

  private mutating func values() throws(Diagnostic) -> [JSON] {
    var values: [JSON] = []
    skipSpace()
    if skip("]") { return values }
    repeat {
      values.append(try value())
      skipSpace()
    } while skip(",")
    guard skip("]") else { throw unexpected("',' or ']'") }
    return values
  }

  private mutating func keyword() throws(Diagnostic) -> JSON {
    for (word, value) in [
      ("true", JSON.boolean(true)), ("false", .boolean(false)), ("null", .null),
    ]
    where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("a value")
  }

  private mutating func number() -> JSON {
    let start = position
    while let byte = current, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    return Int(digits).map { .integer($0) } ?? .number(digits)
  }

  private mutating func string() throws(Diagnostic) -> String {
    guard skip("\"") else { throw unexpected("'\"'") }
    var units: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      position += 1
      if byte == UInt8(ascii: "\\") {
        units += Array(String(try escape()).utf8)
      } else {
        units.append(byte)
      }
    }
    guard skip("\"") else { throw malformed("a string does not end") }
    return String(decoding: units, as: UTF8.self)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let letter = current.map { Unicode.Scalar($0) }
    position += 1
    switch letter {
    case "\"", "\\", "/": return letter ?? "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try escapedScalar()
    default: throw malformed("a string has an unknown escape")
    }
  }

  /// A code point of four hexadecimal digits, or of two groups of four for a surrogate pair.
  private mutating func escapedScalar() throws(Diagnostic) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, skip("\\"), skip("u") else { throw malformed("half a character") }
    let second = try codeUnit()
    guard (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw malformed("half a character") }
    return scalar
  }

  private mutating func codeUnit() throws(Diagnostic) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let current, UInt32(current) == scalar.value else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 9, 10, 13].contains(byte) { position += 1 }
  }

  private func unexpected(_ expected: String) -> Diagnostic {
    let found = current.map { "'\(Character(Unicode.Scalar($0)))'" } ?? "the end"
    return malformed("expected \(expected), not \(found)")
  }

  private func malformed(_ reason: String) -> Diagnostic {
    Diagnostic(
      "its header can't be read: \(reason) (byte \(position))", expected: "JSON",
      hint: "save it again")
  }
}
