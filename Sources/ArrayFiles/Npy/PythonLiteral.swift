import Diagnostics

/// A value written as Python source, of the kinds a `.npy` header may hold.
enum PythonLiteral: Hashable {
  case none
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case dictionary([Entry])

  /// A key of a dictionary and its value.
  struct Entry: Hashable {
    var key: PythonLiteral
    var value: PythonLiteral
  }

  /// Parses `utf8`, which must be exactly one literal, with white space around.
  init(parsing utf8: [UInt8]) throws(Diagnostic) {
    var parser = PythonLiteralParser(utf8)
    self = try parser.parse()
  }

  /// `text` as Python source in ASCII, quoted as Python's `repr` would.
  static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\", quote: "\\\(scalar)"
      case " "..."~": String(scalar)
      case ..."\u{ff}": "\\x" + hexadecimal(scalar, digits: 2)
      case ..."\u{ffff}": "\\u" + hexadecimal(scalar, digits: 4)
      default: "\\U" + hexadecimal(scalar, digits: 8)
      }
    }
    return "\(quote)\(escaped.joined())\(quote)"
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
    let text = String(scalar.value, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}

/// Reads one literal by recursive descent.
private struct PythonLiteralParser {
  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  /// Brackets inside brackets that are followed: more than Python itself follows.
  private static let maximumDepth = 200

  init(_ text: [UInt8]) { self.text = text }

  mutating func parse() throws(Diagnostic) -> PythonLiteral {
    let value = try value()
    skipSpace()
    guard position == text.count else { throw unexpected("the end") }
    return value
  }

  private mutating func value() throws(Diagnostic) -> PythonLiteral {
    skipSpace()
    guard let byte = current else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "("): return try tuple()
    case UInt8(ascii: "["): return .list(try sequence(until: "]").values)
    case UInt8(ascii: "{"): return .dictionary(try entries())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
    default: return try keyword()
    }
  }

  private mutating func keyword() throws(Diagnostic) -> PythonLiteral {
    for (word, value) in [
      ("True", PythonLiteral.boolean(true)), ("False", .boolean(false)), ("None", .none),
    ] where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("a value")
  }

  private mutating func integer() throws(Diagnostic) -> Int {
    let isNegative = skip("-")
    var magnitude = 0
    var isTooLarge = false
    let start = position
    while let byte = current, let digit = Self.value(ofDigit: byte), digit < 10 {
      let (tens, tensOverflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = tens.addingReportingOverflow(digit)
      isTooLarge = isTooLarge || tensOverflow || sumOverflow
      magnitude = isTooLarge ? 0 : sum
      position += 1
    }
    guard position > start else { throw unexpected("a digit") }
    if isTooLarge { throw malformed("an integer is too large", at: start) }
    _ = skip("L")  // Python 2 wrote its long integers so
    return isNegative ? -magnitude : magnitude
  }

  private mutating func tuple() throws(Diagnostic) -> PythonLiteral {
    let (values, endsWithComma) = try sequence(until: ")")
    // In Python, `(3)` is 3 and `(3,)` a tuple.
    return values.count == 1 && !endsWithComma ? values[0] : .tuple(values)
  }

  private mutating func sequence(
    until end: Unicode.Scalar
  ) throws(Diagnostic) -> (values: [PythonLiteral], endsWithComma: Bool) {
    var values: [PythonLiteral] = []
    var hasComma = true
    try open()
    while !close(end) {
      guard hasComma else { throw unexpected("',' or '\(end)'") }
      values.append(try value())
      hasComma = skipComma()
    }
    return (values, hasComma)
  }

  private mutating func entries() throws(Diagnostic) -> [PythonLiteral.Entry] {
    var entries: [PythonLiteral.Entry] = []
    var hasComma = true
    try open()
    while !close("}") {
      guard hasComma else { throw unexpected("',' or '}'") }
      let key = try value()
      skipSpace()
      guard skip(":") else { throw unexpected("':'") }
      entries.append(.init(key: key, value: try value()))
      hasComma = skipComma()
    }
    return entries
  }

  private mutating func open() throws(Diagnostic) {
    position += 1
    depth += 1
    if depth > Self.maximumDepth { throw malformed("it is nested too deeply", at: position) }
  }

  private mutating func close(_ end: Unicode.Scalar) -> Bool {
    skipSpace()
    guard skip(end) else { return false }
    depth -= 1
    return true
  }

  private mutating func skipComma() -> Bool {
    skipSpace()
    return skip(",")
  }

  private mutating func string() throws(Diagnostic) -> String {
    let start = position
    let quote = text[position]
    var utf8: [UInt8] = []
    position += 1
    while let byte = current, byte != quote {
      position += 1
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\\") {
        utf8 += try escape()
      } else {
        utf8.append(byte)
      }
    }
    guard current == quote else { throw malformed("a string does not end", at: start) }
    position += 1
    return String(decoding: utf8, as: UTF8.self)
  }

  private mutating func escape() throws(Diagnostic) -> [UInt8] {
    let letter = current ?? 0
    position += 1
    switch Unicode.Scalar(letter) {
    case "\\", "'", "\"": return [letter]
    case "n": return [0x0a]
    case "r": return [0x0d]
    case "t": return [0x09]
    case "x": return try escapedScalar(digits: 2)
    case "u": return try escapedScalar(digits: 4)
    case "U": return try escapedScalar(digits: 8)
    default: throw malformed("a string has an unknown escape", at: position - 2)
    }
  }

  private mutating func escapedScalar(digits: Int) throws(Diagnostic) -> [UInt8] {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = current, let digit = Self.value(ofDigit: byte) else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw malformed("a string holds a code that is no character", at: position - digits)
    }
    return Array(String(scalar).utf8)
  }

  private static func value(ofDigit byte: UInt8) -> Int? {
    Character(Unicode.Scalar(byte)).hexDigitValue
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let current, UInt32(current) == scalar.value else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || (9...13).contains(byte) { position += 1 }
  }

  private func unexpected(_ expected: String) -> Diagnostic {
    let found = current.map { "'\(Character(Unicode.Scalar($0)))'" } ?? "the end"
    return malformed("expected \(expected), not \(found)", at: position)
  }

  private func malformed(_ reason: String, at position: Int) -> Diagnostic {
    Diagnostic(
      "its header can't be read: \(reason) (byte \(position))",
      expected: "{'descr': …, 'fortran_order': …, 'shape': …}", got: Self.excerpt(of: text),
      hint: "save it again with numpy.save")
  }

  private static func excerpt(of text: [UInt8]) -> String {
    let shown = String(decoding: text.prefix(80), as: UTF8.self)
    let clean = shown.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }
    let trimmed = String(String.UnicodeScalarView(clean))
    return text.count > 80 ? trimmed + "…" : trimmed
  }
}
