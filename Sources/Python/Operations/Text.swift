extension Py {
  /// `repr(…)`.
  public static func representation(of object: PyObject) throws -> String {
    try Py.representation(of: object, inside: [])
  }

  /// `repr(…)` inside of objects that are being shown: one that holds itself is `...` there.
  private static func representation(
    of object: PyObject, inside outer: Set<ObjectIdentifier>
  ) throws -> String {
    func inner(_ holder: AnyObject) throws -> Set<ObjectIdentifier>? {
      let id = ObjectIdentifier(holder)
      guard !outer.contains(id) else { return nil }
      guard outer.count < 200 else {
        throw PyError.named("RecursionError", "maximum recursion depth exceeded in repr")
      }
      return outer.union([id])
    }
    func list(_ items: [PyObject], _ holder: AnyObject, _ open: String, _ close: String) throws
      -> String
    {
      guard let inside = try inner(holder) else { return "\(open)...\(close)" }
      let shown = try items.map { try Py.representation(of: $0, inside: inside) }
      return open + shown.joined(separator: ", ") + close
    }
    switch object {
    case .none: return "None"
    case .ellipsis: return "Ellipsis"
    case .notImplemented: return "NotImplemented"
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return "\(value)"
    case .float(let value): return Py.floatRepresentation(value)
    case .complex(let value): return value.repr
    case .string(let text): return text.pythonRepr
    case .tuple(let tuple):
      return try list(tuple.items, tuple, "(", tuple.items.count == 1 ? ",)" : ")")
    case .list(let items): return try list(items.items, items, "[", "]")
    case .dict(let dict):
      guard let inside = try inner(dict) else { return "{...}" }
      let shown = try dict.shownPairs().map {
        try Py.representation(of: $0.key, inside: inside) + ": "
          + Py.representation(of: $0.value, inside: inside)
      }.joined(separator: ", ")
      return try dict.wrappedRepresentation("{\(shown)}")
    case .set(let set):
      if set.count == 0 { return set.isFrozen ? "frozenset()" : "set()" }
      let shown = try list(set.items, set, "{", "}")
      return set.isFrozen ? "frozenset(\(shown))" : shown
    case .object(let object): return try object.representation()
    }
  }

  /// `repr` of a float.
  static func floatRepresentation(_ value: Double) -> String { PythonFloat.repr(value) }

  /// `str(…)`.
  public static func text(of object: PyObject) throws -> String {
    switch object {
    case .string(let text): text
    case .object(let object): try object.text()
    default: try Py.representation(of: object)
    }
  }

  /// `format(…, specification)`.
  public static func format(_ object: PyObject, _ specification: String) throws -> String {
    if case .object(let reference) = object, let text = try reference.formatted(specification) {
      return text
    }
    guard !specification.isEmpty else { return try Py.text(of: object) }
    switch object {
    case .bool(let value):
      return try Formatting.format(value ? 1 : 0, specification)
    case .int(let value): return try Formatting.format(value, specification)
    case .float(let value): return try Formatting.format(value, specification)
    case .complex(let value): return try Formatting.format(value, specification)
    case .string(let text): return try Formatting.format(text, specification)
    default:
      throw PyError.type("unsupported format string passed to \(Py.typeOf(object).name).__format__")
    }
  }

  /// `template % arguments`.
  static func percentFormatted(_ template: String, _ arguments: PyObject) throws -> String {
    let isTuple = if case .tuple = arguments { true } else { false }
    var mapping: ((String) throws -> FormatArgument)?
    if case .dict = arguments.native {
      mapping = { FormatArgument(try Py.item(of: arguments, .string($0))) }
    }
    let values = isTuple ? arguments.items ?? [] : [arguments]
    return try PercentFormat.format(
      template,
      PercentArguments(
        values: values.map { FormatArgument($0) }, isTuple: isTuple, mapping: mapping))
  }
}

extension FormatArgument {
  fileprivate init(_ object: PyObject) {
    let kind: Kind =
      switch object.native {
      case .int(let value): .int(value)
      case .bool(let value): .int(value ? 1 : 0)
      case .float(let value): .float(value)
      case .string(let text): .string(text)
      default: .other
      }
    self.init(
      kind, typeName: Py.typeOf(object).name, str: { try Py.text(of: object) },
      repr: { try Py.representation(of: object) })
  }
}

extension Py {
  /// `template.format(…)`.
  static func templateFormatted(_ template: String, _ arguments: PyArguments) throws -> String {
    try TemplateFormat.format(
      template,
      TemplateLookups<PyObject>(
        positional: {
          arguments.positional.indices.contains($0) ? arguments.positional[$0] : nil
        }, named: { arguments.keyword($0) }, attribute: { try Py.attribute($1, of: $0) },
        element: { try Py.item(of: $0, .int($1)) }, item: { try Py.item(of: $0, .string($1)) },
        converted: { object, conversion in
          switch conversion {
          case .str: .string(try Py.text(of: object))
          case .repr: .string(try Py.representation(of: object))
          case .ascii: .string(try Py.representation(of: object).escapedBeyondASCII)
          }
        }, formatted: { try format($0, $1) }))
  }
}
