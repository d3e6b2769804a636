/// A replacement field `{name!conversion:spec}` of a template.
struct TemplateField {
  /// Argument and the path of attributes and items behind it.
  var name: [Unicode.Scalar]
  /// Letter behind `!`.
  var conversion: Unicode.Scalar?
  /// Specifier behind `:`.
  var spec: [Unicode.Scalar] = []
  /// Whether the specifier has fields of its own.
  var specHasFields = false
}

/// Reader of a `str.format` template, piece by piece.
struct TemplateScanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  /// Starts at the beginning of `scalars`.
  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var isAtEnd: Bool { position >= scalars.count }

  /// The next literal and the field behind it; nil at the end.
  mutating func next() throws -> (literal: String, field: TemplateField?)? {
    guard !isAtEnd else { return nil }
    let start = position
    guard let brace = scalars[start...].firstIndex(where: { $0 == "{" || $0 == "}" }) else {
      position = scalars.count
      return (String(codePoints: scalars[start...]), nil)
    }
    position = brace + 1
    let isDoubled = !isAtEnd && scalars[position] == scalars[brace]
    if isDoubled {
      position += 1
      return (String(codePoints: scalars[start...brace]), nil)
    }
    guard scalars[brace] == "{", !isAtEnd else {
      throw PythonFault.valueError(
        "Single '\(scalars[brace])' encountered in format string")
    }
    return (String(codePoints: scalars[start..<brace]), try readField())
  }

  private mutating func readField() throws -> TemplateField {
    let start = position
    var end: Unicode.Scalar?
    while end == nil, !isAtEnd {
      let scalar = scalars[position]
      position += 1
      switch scalar {
      case "{": throw PythonFault.valueError("unexpected '{' in field name")
      case "[": position = scalars[position...].firstIndex(of: "]") ?? scalars.count
      case "}", ":", "!": end = scalar
      default: break
      }
    }
    guard let end else { throw PythonFault.valueError("expected '}' before end of string") }
    var field = TemplateField(name: Array(scalars[start..<(position - 1)]))
    if end == "!", try readConversion(&field) { return field }
    if end != "}" { try readSpec(&field) }
    return field
  }

  /// Reads the conversion; true where the field ends behind it.
  private mutating func readConversion(_ field: inout TemplateField) throws -> Bool {
    guard !isAtEnd else {
      throw PythonFault.valueError("end of string while looking for conversion specifier")
    }
    field.conversion = scalars[position]
    position += 1
    guard !isAtEnd else { return false }
    position += 1
    switch scalars[position - 1] {
    case "}": return true
    case ":": return false
    default: throw PythonFault.valueError("expected ':' after conversion specifier")
    }
  }

  private mutating func readSpec(_ field: inout TemplateField) throws {
    let start = position
    var depth = 1
    while !isAtEnd {
      let scalar = scalars[position]
      position += 1
      if scalar == "{" {
        field.specHasFields = true
        depth += 1
      } else if scalar == "}" {
        depth -= 1
        guard depth > 0 else {
          field.spec = Array(scalars[start..<(position - 1)])
          return
        }
      }
    }
    throw PythonFault.valueError("unmatched '{' in format spec")
  }
}

/// Reader of the attributes and items behind an argument: `.name`, `[key]`.
struct TemplatePath {
  /// Step of a field's path.
  enum Step: Hashable, Sendable {
    case attribute(String)
    case element(Int)
    case item(String)
  }

  private var rest: ArraySlice<Unicode.Scalar>

  /// Starts at the beginning of `rest`.
  init(_ rest: ArraySlice<Unicode.Scalar>) { self.rest = rest }

  /// The next step; nil at the end.
  mutating func next() throws -> Step? {
    switch rest.popFirst() {
    case nil: return nil
    case ".":
      let name = rest.prefix { $0 != "." && $0 != "[" }
      rest = rest.dropFirst(name.count)
      guard !name.isEmpty else { throw Self.emptyAttribute }
      return .attribute(String(codePoints: name))
    case "[":
      guard let end = rest.firstIndex(of: "]") else {
        throw PythonFault.valueError("Missing ']' in format string")
      }
      let key = rest[..<end]
      rest = rest[(end + 1)...]
      let index = try Self.integer(key)
      guard !key.isEmpty else { throw Self.emptyAttribute }
      return index.map(Step.element) ?? .item(String(codePoints: key))
    default:
      throw PythonFault.valueError(
        "Only '.' or '[' may follow ']' in format field specifier")
    }
  }

  private static let emptyAttribute = PythonFault.valueError(
    "Empty attribute in format string")

  /// The int of digits of any script; nil where `scalars` has others or none.
  static func integer(_ scalars: ArraySlice<Unicode.Scalar>) throws -> Int? {
    var value: Int?
    for scalar in scalars {
      guard let digit = scalar.decimalDigit else { return nil }
      let (product, isLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = product.addingReportingOverflow(digit)
      guard !isLarge, !isLarger else {
        throw PythonFault.valueError("Too many decimal digits in format string")
      }
      value = sum
    }
    return value
  }
}
