/// Conversion of a `%` format: flags, width, precision and letter.
struct PercentConversion {
  var isLeft = false
  var showsSign = false
  var showsBlank = false
  var isAlternate = false
  var fillsWithZeros = false
  var width = 0
  var precision: Int?
  var letter: Unicode.Scalar = "s"

  /// Sets the flag written `flag`; false where it is none.
  mutating func setFlag(_ flag: Unicode.Scalar) -> Bool {
    switch flag {
    case "-": isLeft = true
    case "+": showsSign = true
    case " ": showsBlank = true
    case "#": isAlternate = true
    case "0": fillsWithZeros = true
    default: return false
    }
    return true
  }

  /// Text of `argument`; the letter stands at `index` of the template.
  func text(_ argument: FormatArgument, at index: Int) throws -> String {
    switch letter {
    case "s": return try padded(truncated(argument.str()))
    case "r": return try padded(truncated(argument.repr()))
    case "a": return try padded(truncated(argument.repr().escapedBeyondASCII))
    case "c": return try padded(character(argument))
    case "d", "i", "u": return try number(decimal(argument))
    case "o", "x", "X": return try number(radix(argument))
    case "e", "E", "f", "F", "g", "G": return try number(float(argument))
    default:
      let shown = (31...126).contains(letter.value) ? letter : "?"
      throw PythonFault.valueError(
        "unsupported format character '\(shown)' (0x\(String(letter.value, radix: 16))) "
          + "at index \(index)")
    }
  }

  private func truncated(_ text: String) -> String {
    guard let precision else { return text }
    return String(codePoints: text.unicodeScalars.prefix(precision))
  }

  private func padded(_ text: String) throws -> String {
    try TextLimit.check(width)
    let spaces = String(repeating: " ", count: max(width - text.codePointCount, 0))
    return isLeft ? text + spaces : spaces + text
  }

  private func character(_ argument: FormatArgument) throws -> String {
    switch argument.kind {
    case .int(let value): return try Formatting.character(value)
    case .string(let text) where text.codePointCount == 1: return text
    default: throw PythonFault.typeError("%c requires int or char")
    }
  }

  private func decimal(_ argument: FormatArgument) throws -> NumberLayout {
    let value: Int
    switch argument.kind {
    case .int(let integer): value = integer
    case .float(let float): value = try PythonFloat.int(float)
    default: throw wrongType("a real number", argument)
    }
    return try layout(value, radix: 10, prefix: "")
  }

  private func radix(_ argument: FormatArgument) throws -> NumberLayout {
    guard case .int(let value) = argument.kind else { throw wrongType("an integer", argument) }
    let prefix = isAlternate ? "0\(letter)" : ""
    return try layout(value, radix: letter == "o" ? 8 : 16, prefix: prefix)
  }

  private func wrongType(_ wanted: String, _ argument: FormatArgument) -> PythonFault {
    .typeError("%\(letter) format: \(wanted) is required, not \(argument.typeName)")
  }

  private func layout(_ value: Int, radix: Int, prefix: String) throws -> NumberLayout {
    try TextLimit.check(precision ?? 0)
    let digits = String(value.magnitude, radix: radix, uppercase: letter == "X")
    let zeros = String(repeating: "0", count: max((precision ?? 0) - digits.utf8.count, 0))
    return NumberLayout(isNegative: value < 0, prefix: prefix, digits: zeros + digits)
  }

  private func float(_ argument: FormatArgument) throws -> NumberLayout {
    let value: Double
    switch argument.kind {
    case .int(let integer): value = Double(integer)
    case .float(let float): value = float
    default: throw PythonFault.typeError("must be real number, not \(argument.typeName)")
    }
    let notation: FloatText.Notation =
      switch letter {
      case "e", "E": .exponent
      case "f", "F": .fixed
      default: .general
      }
    let text = FloatText(
      notation: notation, precision: precision ?? 6,
      isUppercase: ["E", "F", "G"].contains(letter), isAlternate: isAlternate)
    return NumberLayout(text: try text.text(value))
  }

  private func number(_ layout: NumberLayout) throws -> String {
    try TextLimit.check(width)
    let sign = layout.isNegative ? "-" : (showsSign ? "+" : (showsBlank ? " " : ""))
    let head = sign + layout.prefix
    let body = layout.digits + layout.rest
    let margin = max(width - head.utf8.count - body.utf8.count, 0)
    let spaces = String(repeating: " ", count: margin)
    if isLeft { return head + body + spaces }
    return fillsWithZeros
      ? head + String(repeating: "0", count: margin) + body : spaces + head + body
  }
}
