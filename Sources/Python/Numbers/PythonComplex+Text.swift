extension PythonComplex {
  /// `repr(self)`
  var repr: String {
    let isImaginary = real == 0 && real.sign == .plus
    if isImaginary { return Self.part(imag) + "j" }
    let joint = imag.sign == .minus && !imag.isNaN ? "" : "+"
    return "(" + Self.part(real) + joint + Self.part(imag) + "j)"
  }

  private static func part(_ value: Double) -> String {
    guard value.isFinite else { return PythonFloat.repr(value) }
    return FloatText(notation: .shortest).finiteText(value)
  }

  /// `complex(text)`
  static func parse(_ text: String) throws -> PythonComplex {
    guard let bytes = NumberText.withoutUnderscores(NumberText.ascii(text)) else {
      throw PythonFault.valueError(
        "could not convert string to complex: \(text.pythonRepr)")
    }
    guard let result = read(bytes) else {
      throw PythonFault.valueError("complex() arg is a malformed string")
    }
    return result
  }

  private static func read(_ bytes: [UInt8]) -> PythonComplex? {
    guard bytes.first == UInt8(ascii: "(") else { return parts(bytes[...]) }
    guard bytes.count > 1, bytes.last == UInt8(ascii: ")") else { return nil }
    return parts(NumberText.trimmed(Array(bytes.dropFirst().dropLast()))[...])
  }

  /// `real`, `imag j`, `real ± imag j`, `real ± j`, `± j` or `j`.
  private static func parts(_ bytes: ArraySlice<UInt8>) -> PythonComplex? {
    guard let first = PythonFloat.scan(bytes) else {
      guard let unit = unit(bytes) else { return nil }
      return PythonComplex(real: 0, imag: unit)
    }
    if first.rest.isEmpty { return PythonComplex(real: first.value) }
    if isUnit(first.rest) { return PythonComplex(real: 0, imag: first.value) }
    guard let sign = first.rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    else { return nil }
    if let second = PythonFloat.scan(first.rest) {
      return isUnit(second.rest) ? PythonComplex(real: first.value, imag: second.value) : nil
    }
    guard let unit = unit(first.rest) else { return nil }
    return PythonComplex(real: first.value, imag: unit)
  }

  /// `[sign] j`
  private static func unit(_ bytes: ArraySlice<UInt8>) -> Double? {
    var rest = bytes
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    return isUnit(rest) ? (isNegative ? -1 : 1) : nil
  }

  private static func isUnit(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 1 && bytes.allSatisfy { $0 | 0x20 == UInt8(ascii: "j") }
  }
}
