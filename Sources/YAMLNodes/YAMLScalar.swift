/// Value of a scalar under YAML 1.2's core schema.
public enum YAMLScalar: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// An integer that doesn't fit in 64 bits.
  case hugeInteger
  case float(Double)
  /// A number that no double comes near to, `1e999`.
  case hugeFloat
  case string

  /// The meaning of `text` written plainly, without quotes.
  ///
  /// - null: nothing, `~`, `null`; booleans: `true`, `false` (also `True`, `TRUE`);
  /// - integers: `12`, `-3`, `0x1F`, `0o17`; `010` is ten;
  /// - floats: `1.5`, `.5`, `1e-3`, `.inf`, `-.inf`, `.nan`.
  ///
  /// Beyond the core schema, digits may be grouped as in Python, `1_000`. Anything else is a
  /// string, `yes`, `on` and `0b1` included.
  init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .boolean(true)
    case "false", "False", "FALSE": self = .boolean(false)
    default: self = Self.integer(text) ?? Self.float(text) ?? .string
    }
  }

  /// The number that `text` tagged as a float is, whether it looks like one or like an integer.
  init?(float text: String) {
    let scalar = Self(plain: text)
    switch scalar {
    case .integer(let value): self = .float(Double(value))
    case .hugeInteger:
      guard let value = Self.float(text) else { return nil }
      self = value
    case .float, .hugeFloat: self = scalar
    default: return nil
    }
  }

  private static func integer(_ text: String) -> YAMLScalar? {
    var digits = text[...]
    let sign = digits.takeSign()
    var radix = 10
    if digits.hasPrefix("0x") { radix = 16 }
    if digits.hasPrefix("0o") { radix = 8 }
    if radix != 10 { digits = digits.dropFirst(2) }
    let number = digits.takeDigits(radix: radix)
    guard !number.isEmpty, digits.isEmpty else { return nil }
    return Int(sign + number, radix: radix).map { .integer($0) } ?? .hugeInteger
  }

  private static func float(_ text: String) -> YAMLScalar? {
    var rest = text[...]
    var number = rest.takeSign()
    switch rest {
    case ".inf", ".Inf", ".INF": return .float(number == "-" ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return number.isEmpty ? .float(.nan) : nil
    default: break
    }
    let whole = rest.takeDigits(radix: 10)
    let hasPoint = rest.take { $0 == "." } != nil
    let fraction = hasPoint ? rest.takeDigits(radix: 10) : ""
    guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
    number += "\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)"
    if rest.take(where: { $0 == "e" || $0 == "E" }) != nil {
      let sign = rest.takeSign()
      let exponent = rest.takeDigits(radix: 10)
      guard !exponent.isEmpty else { return nil }
      number += "e\(sign)\(exponent)"
    }
    guard rest.isEmpty, let value = Double(number) else { return nil }
    return value.isInfinite ? .hugeFloat : .float(value)
  }
}

extension Substring {
  /// Takes the first character off if it is as wanted.
  fileprivate mutating func take(where isWanted: (Character) -> Bool) -> Character? {
    guard let first, isWanted(first) else { return nil }
    removeFirst()
    return first
  }

  /// Removes a leading `+` or `-`; returns `-` or an empty string.
  fileprivate mutating func takeSign() -> String {
    take { $0 == "-" || $0 == "+" } == "-" ? "-" : ""
  }

  /// Removes leading digits with single underscores between them; returns the digits alone.
  fileprivate mutating func takeDigits(radix: Int) -> String {
    var digits = ""
    var rest = self
    while let character = rest.first {
      if character == "_", !digits.isEmpty { rest.removeFirst() }
      guard let digit = rest.first, digit.isASCII, let value = digit.hexDigitValue, value < radix
      else { break }
      digits.append(digit)
      rest.removeFirst()
      self = rest
    }
    return digits
  }
}
