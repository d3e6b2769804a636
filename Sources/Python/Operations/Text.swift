import CStack

extension Py {
  /// `repr(…)`.
  public static func representation(of object: PyObject) throws -> String {
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
      return try shown(tuple, "(...)") {
        "(" + (try list(tuple.items)) + (tuple.items.count == 1 ? ",)" : ")")
      }
    case .list(let items): return try shown(items, "[...]") { "[" + (try list(items.items)) + "]" }
    case .dict(let dict):
      return try shown(dict, "{...}") {
        let entries = try dict.shownPairs().map {
          try representation(of: $0.key) + ": " + representation(of: $0.value)
        }
        return try dict.wrappedRepresentation("{\(entries.joined(separator: ", "))}")
      }
    case .set(let set):
      if set.count == 0 { return set.isFrozen ? "frozenset()" : "set()" }
      let shown = "{" + (try list(set.items)) + "}"
      return set.isFrozen ? "frozenset(\(shown))" : shown
    case .object(let object): return try object.representation()
    }
  }

  private static func list(_ items: [PyObject]) throws -> String {
    try items.map(representation).joined(separator: ", ")
  }

  /// Text of a container; `cycle` where the container is shown inside of itself.
  private static func shown(
    _ holder: AnyObject, _ cycle: String, _ body: () throws -> String
  ) throws -> String {
    guard let work = thread_work() else { return try body() }
    let active = ShownContainers.active(work)
    let id = ObjectIdentifier(holder)
    guard !active.ids.contains(id) else { return cycle }
    guard active.ids.count < 990, !stack_is_nearly_full() else {
      throw Stack.tooDeep(" while getting the repr of an object")
    }
    active.ids.insert(id)
    defer { active.ids.remove(id) }
    let text = try body()
    guard text.utf8.count <= 2 * itemLimit else {
      throw PyError.named("MemoryError", "a text of more than \(2 * itemLimit) characters")
    }
    try Work.note(items: 1 + text.utf8.count / 64)
    return text
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

/// The containers that `repr` is showing on a thread.
private final class ShownContainers {
  var ids: Set<ObjectIdentifier> = []

  static func active(_ work: UnsafeMutablePointer<thread_work>) -> ShownContainers {
    if let kept = work.pointee.shown {
      return Unmanaged<ShownContainers>.fromOpaque(kept).takeUnretainedValue()
    }
    let made = ShownContainers()
    work.pointee.shown = Unmanaged.passRetained(made).toOpaque()
    return made
  }
}
