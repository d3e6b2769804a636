/// `format(value, spec)` for texts and numbers.
enum Formatting {
  /// `format(text, spec)`
  static func format(_ text: String, _ specText: String, typeName: String = "str") throws
    -> String
  {
    if specText.isEmpty { return text }
    let spec = try FormatSpec(specText, typeName: typeName, alignment: .left, type: "s")
    guard spec.type == "s" else { throw spec.unknownType(typeName) }
    if let sign = spec.sign {
      throw refusal(sign == " " ? "Space" : "Sign", of: "string")
    }
    try refuseZeroCoercion(spec, of: "string")
    if spec.isAlternate { throw refusal("Alternate form (#)", of: "string") }
    if spec.alignment == .afterSign { throw refusal("'=' alignment", of: "string") }
    guard let precision = spec.precision else { return try spec.padded(text) }
    return try spec.padded(String(codePoints: text.unicodeScalars.prefix(precision)))
  }

  /// `format(value, spec)` of an int.
  static func format(_ value: Int, _ specText: String, typeName: String = "int") throws
    -> String
  {
    if specText.isEmpty { return String(value) }
    let spec = try FormatSpec(specText, typeName: typeName, alignment: .right, type: "d")
    switch spec.type {
    case "b", "c", "d", "n", "o", "x", "X": return try integer(value, spec)
    case "e", "E", "f", "F", "g", "G", "%": return try float(Double(value), spec)
    default: throw spec.unknownType(typeName)
    }
  }

  /// `format(value, spec)` of a bool: an int wherever the specifier isn't empty.
  static func format(_ value: Bool, _ specText: String) throws -> String {
    guard !specText.isEmpty else { return value ? "True" : "False" }
    return try format(value ? 1 : 0, specText, typeName: "bool")
  }

  /// `format(value, spec)` of a float.
  static func format(_ value: Double, _ specText: String, typeName: String = "float") throws
    -> String
  {
    if specText.isEmpty { return PythonFloat.repr(value) }
    let spec = try FormatSpec(specText, typeName: typeName, alignment: .right, type: nil)
    switch spec.type {
    case nil, "e", "E", "f", "F", "g", "G", "n", "%": return try float(value, spec)
    default: throw spec.unknownType(typeName)
    }
  }

  private static func refusal(_ feature: String, of kind: String) -> PythonFault {
    .valueError("\(feature) not allowed in \(kind) format specifier")
  }

  private static func refuseZeroCoercion(_ spec: FormatSpec, of kind: String) throws {
    if spec.dropsNegativeZero { throw refusal("Negative zero coercion (z)", of: kind) }
  }

  private static func integer(_ value: Int, _ spec: FormatSpec) throws -> String {
    if spec.precision != nil { throw refusal("Precision", of: "integer") }
    try refuseZeroCoercion(spec, of: "integer")
    if spec.type == "c" { return try character(value, spec) }
    let (prefix, radix) =
      switch spec.type {
      case "b": ("0b", 2)
      case "o": ("0o", 8)
      case "x": ("0x", 16)
      case "X": ("0X", 16)
      default: ("", 10)
      }
    let digits = String(value.magnitude, radix: radix, uppercase: spec.type == "X")
    let layout = NumberLayout(
      isNegative: value < 0, prefix: spec.isAlternate ? prefix : "", digits: digits)
    return try layout.text(spec)
  }

  private static func character(_ value: Int, _ spec: FormatSpec) throws -> String {
    let kind = "with integer format specifier 'c'"
    if spec.sign != nil { throw PythonFault.valueError("Sign not allowed \(kind)") }
    if spec.isAlternate {
      throw PythonFault.valueError("Alternate form (#) not allowed \(kind)")
    }
    return try NumberLayout(rest: character(value)).text(spec)
  }

  /// `chr(value)` as formats have it.
  static func character(_ value: Int) throws -> String {
    guard (0..<0x110000).contains(value) else {
      throw PythonFault.overflow("%c arg not in range(0x110000)")
    }
    guard let scalar = Unicode.Scalar(UInt32(value)) else {
      throw PythonFault(type: "SurrogateNotSupported", message: "a lone surrogate")
    }
    return String(scalar)
  }

  private static func float(_ value: Double, _ spec: FormatSpec) throws -> String {
    if let precision = spec.precision, precision > Int(Int32.max) {
      throw PythonFault.valueError("precision too big")
    }
    let isPercent = spec.type == "%"
    let text = try floatText(spec).text(isPercent ? value * 100 : value)
    return try NumberLayout(text: text + (isPercent ? "%" : "")).text(spec)
  }

  /// Notation of a float by a specifier.
  private static func floatText(_ spec: FormatSpec) -> FloatText {
    let notation: FloatText.Notation =
      switch spec.type {
      case nil: spec.precision == nil ? .shortest : .general
      case "e", "E": .exponent
      case "f", "F", "%": .fixed
      default: .general
      }
    return FloatText(
      notation: notation, precision: spec.precision ?? 6,
      isUppercase: spec.type.map { ["E", "F", "G"].contains($0) } ?? false,
      isAlternate: spec.isAlternate, addsPointZero: spec.type == nil,
      dropsNegativeZero: spec.dropsNegativeZero)
  }

  /// `format(value, spec)` of a complex number.
  static func format(_ value: PythonComplex, _ specText: String) throws -> String {
    if specText.isEmpty { return value.repr }
    let spec = try FormatSpec(specText, typeName: "complex", alignment: .right, type: nil)
    switch spec.type {
    case nil, "e", "E", "f", "F", "g", "G", "n": break
    default: throw spec.unknownType("complex")
    }
    if spec.fill == "0" { throw refusal("Zero padding is", of: "complex") }
    if spec.alignment == .afterSign { throw refusal("'=' alignment flag is", of: "complex") }
    if let precision = spec.precision, precision > Int(Int32.max) {
      throw PythonFault.valueError("precision too big")
    }
    return try complex(value, spec)
  }

  private static func complex(_ value: PythonComplex, _ spec: FormatSpec) throws -> String {
    var notation = floatText(spec)
    notation.addsPointZero = false
    var inner = spec
    (inner.width, inner.alignment, inner.fill) = (nil, .left, " ")
    let isBare = spec.type == nil && value.real == 0 && value.real.sign == .plus
    let real = isBare ? "" : try NumberLayout(text: notation.text(value.real)).text(inner)
    if !isBare { inner.sign = "+" }
    let imag = try NumberLayout(text: notation.text(value.imag)).text(inner)
    let both = real + imag + "j"
    return try spec.padded(spec.type == nil && !isBare ? "(" + both + ")" : both)
  }
}
