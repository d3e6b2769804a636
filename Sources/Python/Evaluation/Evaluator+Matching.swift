extension Evaluator {
  static func match(
    _ subject: Expression, _ cases: [MatchCase], in frame: Frame
  ) throws -> Outcome {
    let value = try evaluate(subject, in: frame)
    for branch in cases {
      var bindings: [(String, PyObject)] = []
      guard try matches(value, branch.pattern, &bindings, in: frame) else { continue }
      for (name, value) in bindings { frame.bind(name, to: value) }
      if let condition = branch.condition, try !isTrue(condition, in: frame) { continue }
      return try execute(branch.body, in: frame)
    }
    return .next
  }

  /// Whether a value matches a pattern; collects the names that the pattern binds.
  private static func matches(
    _ value: PyObject, _ pattern: Pattern, _ bindings: inout [(String, PyObject)],
    in frame: Frame
  ) throws -> Bool {
    switch pattern.kind {
    case .value(let expression): return try Py.isEqual(value, evaluate(expression, in: frame))
    case .singleton(let expression): return Py.isSame(value, try evaluate(expression, in: frame))
    case .wildcard: return true
    case .capture(let name):
      bindings.append((name, value))
      return true
    case .starred: return false
    case .named(let pattern, let name):
      guard try matches(value, pattern, &bindings, in: frame) else { return false }
      bindings.append((name, value))
      return true
    case .alternatives(let patterns):
      for pattern in patterns {
        var own = bindings
        guard try matches(value, pattern, &own, in: frame) else { continue }
        bindings = own
        return true
      }
      return false
    case .sequence(let patterns):
      return try matches(value, sequence: patterns, &bindings, in: frame)
    case .mapping(let items, let rest):
      return try matches(value, items, rest: rest, &bindings, in: frame)
    case .class(let cls, let positional, let keywords):
      return try located(pattern.position, frame) {
        try matches(value, evaluate(cls, in: frame), positional, keywords, &bindings, in: frame)
      }
    }
  }

  private static func matches(
    _ value: PyObject, sequence patterns: [Pattern], _ bindings: inout [(String, PyObject)],
    in frame: Frame
  ) throws -> Bool {
    guard let items = try sequenceItems(value) else { return false }
    let starred = patterns.firstIndex { if case .starred = $0.kind { true } else { false } }
    guard let starred else {
      guard items.count == patterns.count else { return false }
      return try matchesAll(Array(zip(items, patterns)), &bindings, in: frame)
    }
    guard items.count >= patterns.count - 1 else { return false }
    let rest = items.count - (patterns.count - 1)
    if case .starred(let name?) = patterns[starred].kind {
      bindings.append((name, .list(Array(items[starred..<starred + rest]))))
    }
    let others = Array(items[..<starred] + items[(starred + rest)...])
    let otherPatterns = Array(patterns[..<starred] + patterns[(starred + 1)...])
    return try matchesAll(Array(zip(others, otherPatterns)), &bindings, in: frame)
  }

  /// Items of a sequence; `nil` for strings, dicts, sets and iterators.
  private static func sequenceItems(_ value: PyObject) throws -> [PyObject]? {
    if let items = value.items { return items }
    if value.reference is PyRange || Py.typeOf(value).name == "deque" {
      return try Py.items(of: value)
    }
    return nil
  }

  private static func matchesAll(
    _ pairs: [(PyObject, Pattern)], _ bindings: inout [(String, PyObject)], in frame: Frame
  ) throws -> Bool {
    for (value, pattern) in pairs {
      guard try matches(value, pattern, &bindings, in: frame) else { return false }
    }
    return true
  }

  private static func matches(
    _ value: PyObject, _ items: [MappingPatternItem], rest: String?,
    _ bindings: inout [(String, PyObject)], in frame: Frame
  ) throws -> Bool {
    guard case .dict(let dict) = value.native else { return false }
    let remaining = dict.copy()
    for item in items {
      let key = try evaluate(item.key, in: frame)
      guard let part = try dict.value(key),
        try matches(part, item.pattern, &bindings, in: frame)
      else { return false }
      _ = try remaining.remove(key)
    }
    if let rest { bindings.append((rest, .dict(remaining))) }
    return true
  }

  private static func matches(
    _ value: PyObject, _ cls: PyObject, _ positional: [Pattern], _ keywords: [KeywordPattern],
    _ bindings: inout [(String, PyObject)], in frame: Frame
  ) throws -> Bool {
    guard let type = cls.reference as? PyClass else {
      throw PyError.type("called match pattern must be a class")
    }
    guard try Py.isInstance(value, of: cls) else { return false }
    var parts: [(PyObject, Pattern)] = []
    if !positional.isEmpty {
      if type.matchesWhole {
        guard positional.count == 1 else {
          throw PyError.type(
            "\(type.name)() accepts 1 positional sub-pattern (\(positional.count) given)")
        }
        parts.append((value, positional[0]))
      } else {
        let names = try (type.lookUp("__match_args__").map { try Py.items(of: $0) } ?? [])
          .compactMap(\.string)
        guard positional.count <= names.count else {
          throw PyError.type(
            "\(type.name)() accepts \(names.count) positional sub-pattern\(names.count == 1 ? "" : "s") "
              + "(\(positional.count) given)")
        }
        for (name, pattern) in zip(names, positional) {
          guard let part = try Py.attributeIfThere(name, of: value) else { return false }
          parts.append((part, pattern))
        }
      }
    }
    for keyword in keywords {
      guard let part = try Py.attributeIfThere(keyword.name, of: value) else { return false }
      parts.append((part, keyword.pattern))
    }
    return try matchesAll(parts, &bindings, in: frame)
  }
}

extension PyClass {
  /// Whether the one pattern in its parentheses is for the value itself.
  fileprivate var matchesWhole: Bool {
    [.bool, .int, .float, .str, .list, .tuple, .dict, .set, .frozenset, .bytes].contains {
      self.isSubclass(of: $0)
    } && lookUp("__match_args__") == nil
  }
}
