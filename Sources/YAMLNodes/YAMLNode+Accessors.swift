import Diagnostics

extension YAMLNode {
  /// Value of a scalar under YAML's core schema; `nil` for lists and maps. Quoted and block scalars
  /// are strings, unless a tag says otherwise.
  public var scalar: YAMLScalar? {
    guard case .scalar(let text, let style) = value else { return nil }
    switch tag {
    case nil: return style == .plain ? YAMLScalar(plain: text) : .string
    case .string: return .string
    case .float: return YAMLScalar(float: text) ?? .string
    case .integer, .boolean, .null: return YAMLScalar(plain: text)
    }
  }

  /// Whether the node is `null`, `~` or empty.
  public var isNull: Bool { scalar == .null }

  /// An integer: `12`, `-3`, `0x1F`, `0o17`, `1_000`.
  ///
  /// - Parameter path: where this is in the user's terms, for errors.
  public func asInt(path: String? = nil) throws(Diagnostic) -> Int {
    switch scalar {
    case .integer(let value): return value
    case .hugeInteger: throw unfit("an integer of 64 bits", path: path)
    default: throw wrongType(expected: "an integer", path: path)
    }
  }

  /// A number: `0.5`, `1e-3`, `.inf`, `.nan`, or an integer.
  ///
  /// - Parameter path: where this is in the user's terms, for errors.
  public func asDouble(path: String? = nil) throws(Diagnostic) -> Double {
    switch scalar {
    case .integer(let value): return Double(value)
    case .float(let value): return value
    case .hugeInteger, .hugeFloat: throw unfit("a number of 64 bits", path: path)
    default:
      throw wrongType(expected: "a number", path: path, hint: spelling(in: Self.numberSpellings))
    }
  }

  /// `true` or `false`. YAML 1.1's `yes`, `on`, `no` and `off` are strings.
  ///
  /// - Parameter path: where this is in the user's terms, for errors.
  public func asBool(path: String? = nil) throws(Diagnostic) -> Bool {
    if case .boolean(let value) = scalar { return value }
    throw wrongType(
      expected: "true or false", path: path, hint: spelling(in: Self.booleanSpellings))
  }

  /// A string, quoted or not; a plain number, `true`, `false` or `null` isn't one.
  ///
  /// - Parameter path: where this is in the user's terms, for errors.
  public func asString(path: String? = nil) throws(Diagnostic) -> String {
    if scalar == .string, let text { return text }
    let hint = text.flatMap { $0.isEmpty ? nil : "put it in quotes: '\($0)'" }
    throw wrongType(expected: "a string", path: path, hint: hint)
  }

  /// The items of a list.
  ///
  /// - Parameter path: where this is in the user's terms, for errors.
  public func asSequence(path: String? = nil) throws(Diagnostic) -> [YAMLNode] {
    if case .sequence(let items) = value { return items }
    throw wrongType(expected: "a list", path: path)
  }

  /// Error for a node of another type than expected.
  public func wrongType(
    expected: String, path: String? = nil, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "wrong type", path: path, expected: expected, got: description,
      hint: hint ?? unquotingHint(expected), location: location)
  }

  private func unfit(_ expected: String, path: String?) -> Diagnostic {
    Diagnostic(
      "the number is too large", path: path, expected: expected, got: description,
      location: location)
  }

  /// The node's tag and text must agree: `!!int five` is an error.
  func checkTag() throws(Diagnostic) {
    let agrees: Bool
    switch (tag, scalar) {
    case (nil, _), (.string, _), (.integer, .integer), (.integer, .hugeInteger), (.null, .null),
      (.float, .float), (.float, .hugeFloat), (.boolean, .boolean):
      agrees = true
    default: agrees = false
    }
    guard !agrees else { return }
    throw Diagnostic(
      "the tag doesn't fit the value", got: "'\(text ?? "")'", hint: "leave the tag out",
      location: location)
  }
}

// MARK: - Words
extension YAMLNode: CustomStringConvertible {
  /// The node as errors call it: `the string 'five'`, `a list`, `nothing`.
  public var description: String {
    guard case .scalar(let text, _) = value, let scalar else {
      if case .sequence = value { return "a list" }
      return "a map"
    }
    switch scalar {
    case .null: return text.isEmpty ? "nothing" : text
    case .boolean: return text
    case .integer, .hugeInteger: return "the integer \(Self.shortened(text))"
    case .float, .hugeFloat: return "the number \(Self.shortened(text))"
    case .string: return "the string '\(Self.shortened(text))'"
    }
  }

  private static func shortened(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 || line.count < text.count ? "\(line.prefix(40))…" : text
  }

  private static let booleanSpellings: [String: String] = [
    "yes": "true", "on": "true", "y": "true", "1": "true",
    "no": "false", "off": "false", "n": "false", "0": "false",
  ]

  private static let numberSpellings: [String: String] = [
    "inf": ".inf", "+inf": ".inf", "infinity": ".inf", "-inf": "-.inf", "nan": ".nan",
  ]

  private func spelling(in spellings: [String: String]) -> String? {
    guard case .scalar(let text, .plain) = value else { return nil }
    return spellings[text.lowercased()].map { "write \($0)" }
  }

  /// For a quoted `'5'` where a number was expected.
  private func unquotingHint(_ expected: String) -> String? {
    guard case .scalar(let text, let style) = value, style != .plain, tag == nil else { return nil }
    let fits =
      switch YAMLScalar(plain: text) {
      case .integer: expected == "an integer" || expected == "a number"
      case .float: expected == "a number"
      case .boolean: expected == "true or false"
      default: false
      }
    return fits ? "leave out the quotes" : nil
  }
}
