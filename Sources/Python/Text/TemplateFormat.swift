/// Lookups that `str.format` leaves to the interpreter.
struct TemplateLookups<Value> {
  /// The positional argument at an index; nil where there is none.
  var positional: (Int) throws -> Value?
  /// The keyword argument of a name; nil where there is none.
  var named: (String) throws -> Value?
  /// `value.name`
  var attribute: (Value, String) throws -> Value
  /// `value[index]`
  var element: (Value, Int) throws -> Value
  /// `value[key]`
  var item: (Value, String) throws -> Value
  /// `str(value)`, `repr(value)` or `ascii(value)`
  var converted: (Value, TemplateConversion) throws -> Value
  /// `format(value, spec)`
  var formatted: (Value, String) throws -> String
}

/// Conversion behind `!` in a replacement field.
enum TemplateConversion: Unicode.Scalar, Hashable, Sendable {
  case str = "s"
  case repr = "r"
  case ascii = "a"
}

/// `template.format(...)`
struct TemplateFormat<Value> {
  private enum Numbering { case undecided, automatic, manual }

  private let lookups: TemplateLookups<Value>
  private var numbering = Numbering.undecided
  private var nextIndex = 0

  /// `template.format(...)` with arguments by way of `lookups`.
  static func format(_ template: String, _ lookups: TemplateLookups<Value>) throws -> String {
    var format = TemplateFormat(lookups: lookups)
    return try format.expand(template.codePoints, depth: 2)
  }

  private init(lookups: TemplateLookups<Value>) { self.lookups = lookups }

  /// Text of a template; a template within a specifier has a lower depth.
  private mutating func expand(_ scalars: [Unicode.Scalar], depth: Int) throws -> String {
    guard depth > 0 else { throw PythonFault.valueError("Max string recursion exceeded") }
    var scanner = TemplateScanner(scalars)
    var result = ""
    while let (literal, field) = try scanner.next() {
      result += literal
      if let field { result += try expand(field, depth: depth) }
      try TextLimit.check(result.utf8.count)
    }
    return result
  }

  private mutating func expand(_ field: TemplateField, depth: Int) throws -> String {
    var value = try lookUp(field.name)
    if let letter = field.conversion {
      guard let conversion = TemplateConversion(rawValue: letter) else {
        let shown =
          (33..<127).contains(letter.value)
          ? String(letter) : "\\x" + String(letter.value, radix: 16)
        throw PythonFault.valueError("Unknown conversion specifier \(shown)")
      }
      value = try lookups.converted(value, conversion)
    }
    let spec =
      field.specHasFields
      ? try expand(field.spec, depth: depth - 1) : String(codePoints: field.spec)
    return try lookups.formatted(value, spec)
  }

  private mutating func lookUp(_ name: [Unicode.Scalar]) throws -> Value {
    let end = name.firstIndex { $0 == "." || $0 == "[" } ?? name.count
    var value = try argument(name[..<end])
    var path = TemplatePath(name[end...])
    while let step = try path.next() {
      switch step {
      case .attribute(let name): value = try lookups.attribute(value, name)
      case .element(let index): value = try lookups.element(value, index)
      case .item(let key): value = try lookups.item(value, key)
      }
    }
    return value
  }

  private mutating func argument(_ first: ArraySlice<Unicode.Scalar>) throws -> Value {
    let number = try TemplatePath.integer(first)
    guard first.isEmpty || number != nil else {
      let name = String(codePoints: first)
      guard let value = try lookups.named(name) else {
        throw PythonFault(type: "KeyError", message: name)
      }
      return value
    }
    let index = try number ?? automaticIndex()
    if number != nil { try useManualNumbering() }
    guard let value = try lookups.positional(index) else {
      throw PythonFault.indexError(
        "Replacement index \(index) out of range for positional args tuple")
    }
    return value
  }

  private mutating func automaticIndex() throws -> Int {
    guard numbering != .manual else {
      throw PythonFault.valueError(
        "cannot switch from manual field specification to automatic field numbering")
    }
    numbering = .automatic
    defer { nextIndex += 1 }
    return nextIndex
  }

  private mutating func useManualNumbering() throws {
    guard numbering != .automatic else {
      throw PythonFault.valueError(
        "cannot switch from automatic field numbering to manual field specification")
    }
    numbering = .manual
  }
}
