#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PythonFloat {
  /// `float(text)`: whitespace around, underscores between digits, digits of any script, `inf`
  /// and `nan`.
  static func parse(_ text: String) throws -> Double {
    guard let bytes = NumberText.withoutUnderscores(NumberText.ascii(text)),
      let scanned = scan(bytes[...]), scanned.rest.isEmpty
    else {
      throw PythonFault.valueError(
        "could not convert string to float: \(text.pythonRepr)")
    }
    return scanned.value
  }

  /// The decimal number or name at the start of `bytes` and the bytes after it; nil without one.
  static func scan(_ bytes: ArraySlice<UInt8>) -> (value: Double, rest: ArraySlice<UInt8>)? {
    var rest = bytes
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    if let named = scanName(rest) {
      return (isNegative ? -named.value : named.value, named.rest)
    }
    guard let end = endOfNumber(rest) else { return nil }
    let digits = String(decoding: rest[..<end], as: UTF8.self)
    let value = strtod(digits, nil)
    return (isNegative ? -value : value, rest[end...])
  }

  private static func scanName(
    _ bytes: ArraySlice<UInt8>
  ) -> (value: Double, rest: ArraySlice<UInt8>)? {
    let names: [(String, Double)] = [("infinity", .infinity), ("inf", .infinity), ("nan", .nan)]
    for (name, value) in names {
      let start = bytes.prefix(name.utf8.count).map { $0 | 0x20 }
      if start.elementsEqual(name.utf8) { return (value, bytes.dropFirst(name.utf8.count)) }
    }
    return nil
  }

  /// End of `digits [. digits] [e [sign] digits]` at the start of `bytes`.
  private static func endOfNumber(_ bytes: ArraySlice<UInt8>) -> Int? {
    var position = endOfDigits(bytes, bytes.startIndex)
    var count = position - bytes.startIndex
    if position < bytes.endIndex, bytes[position] == UInt8(ascii: ".") {
      let end = endOfDigits(bytes, position + 1)
      count += end - position - 1
      position = end
    }
    guard count > 0 else { return nil }
    guard position < bytes.endIndex, bytes[position] | 0x20 == UInt8(ascii: "e") else {
      return position
    }
    var start = position + 1
    if start < bytes.endIndex, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[start]) {
      start += 1
    }
    let end = endOfDigits(bytes, start)
    return end > start ? end : position
  }

  private static func endOfDigits(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int {
    bytes[start...].firstIndex { !NumberText.isDigit($0) } ?? bytes.endIndex
  }
}

extension FloatText {
  /// `repr` of a finite double.
  static func shortest(_ value: Double) -> String {
    var text = FloatText(notation: .shortest)
    text.addsPointZero = true
    return text.finiteText(value)
  }
}
