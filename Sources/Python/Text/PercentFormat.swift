/// A value for `%` or `str.format`, with its texts made on demand.
struct FormatArgument {
  /// Number or text of the value.
  enum Kind: Hashable, Sendable {
    case int(Int)
    case float(Double)
    case string(String)
    /// Neither a number nor a text.
    case other
  }

  /// Number or text of the value.
  var kind: Kind
  /// Name of the class, for messages.
  var typeName: String
  /// `str(value)`
  var str: () throws -> String
  /// `repr(value)`
  var repr: () throws -> String

  /// Makes an argument.
  init(
    _ kind: Kind, typeName: String, str: @escaping () throws -> String,
    repr: @escaping () throws -> String
  ) {
    self.kind = kind
    self.typeName = typeName
    self.str = str
    self.repr = repr
  }
}

/// The right-hand side of `%`.
struct PercentArguments {
  /// Values of a tuple, or the one value.
  var values: [FormatArgument]
  /// Whether the values are of a tuple.
  var isTuple: Bool
  /// `value[key]` where the one value has items and is no text: a dictionary, but a list too.
  var mapping: ((String) throws -> FormatArgument)?

  /// `mapping` of the one value; a tuple has none.
  var keyed: ((String) throws -> FormatArgument)? { isTuple ? nil : mapping }
}

/// `template % arguments`
struct PercentFormat {
  private let scalars: [Unicode.Scalar]
  private let arguments: PercentArguments
  private var position = 0
  private var used = 0
  private var hasUsedKeys = false
  /// Value of the last key, until a conversion takes it.
  private var keyed: FormatArgument?
  private var result = ""

  /// `template % arguments`
  static func format(_ template: String, _ arguments: PercentArguments) throws -> String {
    var format = PercentFormat(scalars: template.codePoints, arguments: arguments)
    return try format.formatted()
  }

  private init(scalars: [Unicode.Scalar], arguments: PercentArguments) {
    self.scalars = scalars
    self.arguments = arguments
  }

  private mutating func formatted() throws -> String {
    while position < scalars.count {
      let stop = scalars[position...].firstIndex(of: "%") ?? scalars.count
      result += String(codePoints: scalars[position..<stop])
      position = stop + 1
      if stop < scalars.count { try formatConversion() }
      try TextLimit.check(result.utf8.count)
    }
    if arguments.keyed == nil, used < arguments.values.count {
      throw PythonFault.typeError("not all arguments converted during string formatting")
    }
    return result
  }

  private mutating func formatConversion() throws {
    var conversion = PercentConversion()
    if peek == "%" {
      position += 1
      result += "%"
      return
    }
    if peek == "(" { keyed = try readKeyed() }
    while let flag = peek, conversion.setFlag(flag) { position += 1 }
    try readWidth(&conversion)
    try readPrecision(&conversion)
    if let prefix = peek, ["h", "l", "L"].contains(prefix) { position += 1 }
    guard let letter = peek else { throw PythonFault.valueError("incomplete format") }
    position += 1
    conversion.letter = letter
    result += try conversion.text(try nextArgument(), at: position - 1)
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func nextArgument() throws -> FormatArgument {
    if let value = keyed {
      keyed = nil
      return value
    }
    guard !hasUsedKeys, used < arguments.values.count else {
      throw PythonFault.typeError("not enough arguments for format string")
    }
    used += 1
    return arguments.values[used - 1]
  }

  private mutating func readKeyed() throws -> FormatArgument {
    guard let mapping = arguments.keyed else {
      throw PythonFault.typeError("format requires a mapping")
    }
    position += 1
    let start = position
    var depth = 1
    while let scalar = peek, depth > 0 {
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      position += 1
    }
    guard depth == 0 else { throw PythonFault.valueError("incomplete format key") }
    hasUsedKeys = true
    return try mapping(String(codePoints: scalars[start..<(position - 1)]))
  }

  /// The int that stands for a `*`.
  private mutating func starValue() throws -> Int {
    position += 1
    let argument = try nextArgument()
    guard case .int(let value) = argument.kind else {
      throw PythonFault.typeError("* wants int")
    }
    return value
  }

  private mutating func readWidth(_ conversion: inout PercentConversion) throws {
    if peek == "*" {
      let width = try starValue()
      if width < 0 { conversion.isLeft = true }
      conversion.width = Int(clamping: width.magnitude)
    } else {
      conversion.width = try readDigits(limit: Int.max, "width too big") ?? 0
    }
  }

  private mutating func readPrecision(_ conversion: inout PercentConversion) throws {
    guard peek == "." else { return }
    position += 1
    if peek == "*" {
      guard let precision = Int32(exactly: try starValue()) else {
        throw PythonFault.overflow("Python int too large to convert to C int")
      }
      conversion.precision = Int(max(precision, 0))
    } else {
      conversion.precision = try readDigits(limit: Int(Int32.max), "precision too big") ?? 0
    }
  }

  private mutating func readDigits(limit: Int, _ message: String) throws -> Int? {
    var value: Int?
    while let scalar = peek, (0x30...0x39).contains(scalar.value) {
      let digit = Int(scalar.value) - 0x30
      let before = value ?? 0
      guard before <= (limit - digit) / 10 else { throw PythonFault.valueError(message) }
      value = before * 10 + digit
      position += 1
    }
    return value
  }
}
