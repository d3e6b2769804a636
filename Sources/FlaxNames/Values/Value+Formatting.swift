import Arrays
import Diagnostics
import LiftedScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Tree where Leaf == Object {
  /// Result of `str`.
  var formatted: String {
    if case .leaf(.string(let text)) = self { text } else { represented }
  }

  /// Result of `repr`.
  var represented: String {
    switch self {
    case .leaf(.string(let text)):
      "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    case .leaf(.int(let value)): "\(value)"
    case .leaf(.float(let value)): "\(value)"
    case .leaf(.bool(let value)): value ? "True" : "False"
    case .leaf(.dtype(let dtype)): dtype.rawValue
    case .none: "None"
    case .tuple(let parts) where parts.count == 1: "(\(parts[0].represented),)"
    case .tuple(let parts): "(\(parts.map(\.represented).joined(separator: ", ")))"
    case .list(let parts): "[\(parts.map(\.represented).joined(separator: ", "))]"
    case .dict(let fields):
      "{\(fields.pairs.map { "'\($0.key)': \($0.value.represented)" }.joined(separator: ", "))}"
    default: text
    }
  }

  /// Result of `format` with a format such as `03d`, `.2f` or `>8`.
  ///
  /// - Throws: when the format is none, or isn't for such a value.
  func formatted(by format: String) throws -> String {
    if format.isEmpty { return formatted }
    guard let spec = FormatSpec(format) else { throw Diagnostic("unknown format '\(format)'") }
    return try spec.text(of: self)
  }
}

/// Python's format of a value: `[[fill]align][sign][0][width][,][.precision][type]`.
private struct FormatSpec {
  var fill: Character = " "
  var alignment: Character?
  var sign: Character = "-"
  var width = 0
  var separator: Character?
  var precision: Int?
  var kind: Character?

  /// `nil` when the text is no format.
  init?(_ text: String) {
    var rest = text[...]
    let alignments: Set<Character> = ["<", ">", "^", "="]
    if let second = rest.dropFirst().first, alignments.contains(second) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
    } else if let first = rest.first, alignments.contains(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
    if rest.first == "0" {
      rest.removeFirst()
      if alignment == nil { (fill, alignment) = ("0", "=") }
    }
    func number() -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let value = Int(digits), value <= 1000 else { return nil }
      return value
    }
    if rest.first?.isNumber ?? false {
      guard let value = number() else { return nil }
      width = value
    }
    if let first = rest.first, ",_".contains(first) { separator = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let value = number() else { return nil }
      precision = value
    }
    kind = rest.popFirst()
    guard rest.isEmpty, kind.map({ "sdbxXofFeEgG%".contains($0) }) ?? true else { return nil }
  }

  func text(of value: Value) throws -> String {
    switch value {
    case .leaf(.string(let text)):
      guard kind == nil || kind == "s" else { break }
      return padded("", precision.map { String(text.prefix($0)) } ?? text, default: "<")
    case .leaf(.int(let number)):
      guard let kind, "fFeEgG%".contains(kind) else { return try integer(number) }
      return float(Double(number))
    case .leaf(.float(let number)):
      guard kind == nil || "fFeEgG%".contains(kind ?? "f") else { break }
      return float(number)
    default:
      guard kind == nil || kind == "s" else { break }
      return padded("", value.formatted, default: "<")
    }
    throw Diagnostic("the format '\(kind.map(String.init) ?? "")' is not for \(value.text)")
  }

  private func integer(_ number: Int) throws -> String {
    let digits: String
    switch kind {
    case nil, "d": digits = grouped(String(number.magnitude))
    case "b": digits = String(number.magnitude, radix: 2)
    case "o": digits = String(number.magnitude, radix: 8)
    case "x": digits = String(number.magnitude, radix: 16)
    case "X": digits = String(number.magnitude, radix: 16, uppercase: true)
    default: throw Diagnostic("the format is not for an integer")
    }
    return padded(prefix(isNegative: number < 0), digits, default: ">")
  }

  private func float(_ number: Double) -> String {
    let scaled = (kind == "%" ? number * 100 : number).magnitude
    let digits: String
    switch kind {
    case nil where precision == nil: digits = "\(scaled)"
    case "f", "F", "%": digits = scaled.decimals(precision ?? 6)
    case "e", "E": digits = scaled.scientific(precision ?? 6)
    default: digits = scaled.general(max(precision ?? 6, 1))
    }
    let isUpper = kind == "E" || kind == "G" || kind == "F"
    let halves = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let text = ([grouped(String(halves[0]))] + halves.dropFirst().map(String.init))
      .joined(separator: ".")
    return padded(
      prefix(isNegative: number.sign == .minus && !number.isNaN),
      (isUpper ? text.uppercased() : text) + (kind == "%" ? "%" : ""), default: ">")
  }

  private func prefix(isNegative: Bool) -> String {
    isNegative ? "-" : sign == "-" ? "" : String(sign)
  }

  private func grouped(_ digits: String) -> String {
    guard let separator, digits.allSatisfy(\.isNumber) else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(separator) }
      result.append(digit)
    }
    return result
  }

  private func padded(_ prefix: String, _ text: String, default side: Character) -> String {
    let count = max(0, width - prefix.count - text.count)
    func fillers(_ count: Int) -> String { String(repeating: fill, count: count) }
    switch alignment ?? side {
    case "<": return prefix + text + fillers(count)
    case "^": return fillers(count / 2) + prefix + text + fillers(count - count / 2)
    case "=": return prefix + fillers(count) + text
    default: return fillers(count) + prefix + text
    }
  }
}

extension Double {
  /// The number with `count` digits after the point.
  fileprivate func decimals(_ count: Int) -> String {
    guard isFinite else { return "\(self)" }
    // C's own rounding is exact.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400 + count) { buffer in
      let length = withVaList([Int32(count), self]) {
        vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0)
      }
      return String(
        decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// The number in scientific notation, `d.ddde+xx`, with `count` digits after the point.
  fileprivate func scientific(_ count: Int) -> String {
    guard isFinite else { return "\(self)" }
    if self == 0 { return 0.0.decimals(count) + "e+00" }
    var exponent = 0
    var mantissa = self
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    var text = mantissa.decimals(count)
    if text.hasPrefix("10") {
      exponent += 1
      text = (mantissa / 10).decimals(count)
    }
    let digits = String(exponent.magnitude)
    return "\(text)e\(exponent < 0 ? "-" : "+")\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// The number with `count` significant digits, in the shorter of both notations.
  fileprivate func general(_ count: Int) -> String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    let text = scientific(count - 1)
    let parts = text.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    func trimmed(_ text: Substring) -> String {
      guard text.contains(".") else { return String(text) }
      var text = text
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
      return String(text)
    }
    if exponent < -4 || exponent >= count { return trimmed(parts[0]) + "e" + parts[1] }
    return trimmed(decimals(max(0, count - 1 - exponent))[...])
  }
}
