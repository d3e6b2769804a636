/// A format specifier `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
struct FormatSpec: Hashable, Sendable {
  /// Side on which the padding stands.
  enum Alignment: Unicode.Scalar, Hashable, Sendable {
    case left = "<"
    case right = ">"
    case center = "^"
    /// Padding between the sign and the digits.
    case afterSign = "="
  }

  var fill: Unicode.Scalar = " "
  var alignment: Alignment
  /// `+`, `-` or a space; nil where none is given.
  var sign: Unicode.Scalar?
  var dropsNegativeZero = false
  var isAlternate = false
  var width: Int?
  /// `,` or `_`; nil where none is given.
  var separator: Unicode.Scalar?
  var precision: Int?
  /// Presentation type; nil where none is given.
  var type: Unicode.Scalar?

  /// Digits of a group.
  var groupSize: Int {
    guard let type, ["b", "o", "x", "X"].contains(type) else { return 3 }
    return 4
  }

  /// Reads `text` for an object of class `typeName`.
  init(
    _ text: String, typeName: String, alignment: Alignment, type defaultType: Unicode.Scalar?
  ) throws {
    var scanner = SpecScanner(text)
    self.alignment = alignment
    type = defaultType
    let hasFill = scanner.peek(1).flatMap(Alignment.init(rawValue:)) != nil
    if hasFill, let fill = scanner.next() { self.fill = fill }
    let given = scanner.peek().flatMap(Alignment.init(rawValue:))
    if let given {
      self.alignment = given
      scanner.position += 1
    }
    if let sign = scanner.peek(), [" ", "+", "-"].contains(sign) {
      self.sign = scanner.next()
    }
    dropsNegativeZero = scanner.skip("z")
    isAlternate = scanner.skip("#")
    if !hasFill, scanner.skip("0") {
      fill = "0"
      if given == nil, alignment == .right { self.alignment = .afterSign }
    }
    width = try scanner.integer()
    try readSeparator(&scanner)
    if scanner.skip(".") {
      guard let precision = try scanner.integer() else {
        throw PythonFault.valueError("Format specifier missing precision")
      }
      self.precision = precision
    }
    guard scanner.remaining <= 1 else {
      throw PythonFault.valueError(
        "Invalid format specifier '\(text)' for object of type '\(typeName)'")
    }
    // CPython's own mark of an omitted type is the null character.
    if let type = scanner.next(), type != "\0" || defaultType != nil { self.type = type }
    try checkSeparator()
  }

  private mutating func readSeparator(_ scanner: inout SpecScanner) throws {
    if scanner.skip(",") { separator = "," }
    if scanner.skip("_") {
      guard separator == nil else { throw Self.twoSeparators }
      separator = "_"
    }
    if separator == "_", scanner.skip(",") { throw Self.twoSeparators }
  }

  private static let twoSeparators = PythonFault.valueError("Cannot specify both ',' and '_'.")

  private func checkSeparator() throws {
    guard let separator, let type else { return }
    if ["d", "e", "f", "g", "E", "G", "%", "F", "\0"].contains(type) { return }
    if separator == "_", ["b", "o", "x", "X"].contains(type) { return }
    throw PythonFault.valueError("Cannot specify '\(separator)' with '\(Self.shown(type))'.")
  }

  /// `type` as messages show it.
  static func shown(_ type: Unicode.Scalar) -> String {
    (33..<128).contains(type.value) ? String(type) : "\\x" + String(type.value, radix: 16)
  }

  /// Error of a presentation type that objects of class `typeName` don't have.
  func unknownType(_ typeName: String) -> PythonFault {
    let shown = type.map(Self.shown) ?? ""
    return .valueError("Unknown format code '\(shown)' for object of type '\(typeName)'")
  }

  /// `text` padded to the width.
  func padded(_ text: String) throws -> String {
    let margin = (width ?? 0) - text.codePointCount
    guard margin > 0 else { return text }
    try TextLimit.check(width ?? 0)
    let left =
      switch alignment {
      case .left: 0
      case .center: margin / 2
      case .right, .afterSign: margin
      }
    let fill = String(fill)
    return String(repeating: fill, count: left) + text
      + String(repeating: fill, count: margin - left)
  }
}

/// Reader of the characters of a specifier.
private struct SpecScanner {
  private let scalars: [Unicode.Scalar]
  var position = 0

  init(_ text: String) { scalars = text.codePoints }

  var remaining: Int { scalars.count - position }

  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek() else { return nil }
    position += 1
    return scalar
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  mutating func integer() throws -> Int? {
    var value: Int?
    while let digit = peek()?.decimalDigit {
      let (product, isLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = product.addingReportingOverflow(digit)
      guard !isLarge, !isLarger else {
        throw PythonFault.valueError("Too many decimal digits in format string")
      }
      value = sum
      position += 1
    }
    return value
  }
}
