import Diagnostics

extension Evaluator {
  static func assign(_ value: PyObject, to target: Target, in frame: Frame) throws {
    if case .name(let name) = target.kind { return frame.bind(name, to: value) }
    try located(target.position, frame) {
      switch target.kind {
      case .name: break
      case .attribute(let base, let name):
        try Py.setAttribute(mangled(name, in: frame), of: evaluate(base, in: frame), to: value)
      case .subscript(let base, let index):
        let object = try evaluate(base, in: frame)
        try Py.setItem(of: object, evaluate(index, in: frame), to: value)
      case .tuple(let targets): try unpack(value, to: targets, in: frame)
      case .starred(let inner): try assign(value, to: inner, in: frame)
      }
    }
  }

  private static func unpack(_ value: PyObject, to targets: [Target], in frame: Frame) throws {
    let starred = targets.firstIndex { if case .starred = $0.kind { true } else { false } }
    let parts = try unpacked(value, count: targets.count, starred: starred)
    for (target, part) in zip(targets, parts) { try assign(part, to: target, in: frame) }
  }

  /// Items of a value for `count` targets, those of the starred one in a list.
  static func unpacked(_ value: PyObject, count: Int, starred: Int?) throws -> [PyObject] {
    let iterator = try Self.unpackable(value)
    var parts: [PyObject] = []
    // No more than what is needed is taken from an iterator.
    while starred != nil || parts.count <= count, let item = try iterator.next() {
      guard parts.count < itemLimit else {
        throw PyError.named("MemoryError", "more than \(itemLimit) items")
      }
      parts.append(item)
    }
    guard let starred else {
      if parts.count > count {
        throw PyError.value("too many values to unpack (expected \(count))")
      }
      guard parts.count == count else {
        throw PyError.value(
          "not enough values to unpack (expected \(count), got \(parts.count))")
      }
      return parts
    }
    guard parts.count >= count - 1 else {
      throw PyError.value(
        "not enough values to unpack (expected at least \(count - 1), got \(parts.count))")
    }
    let rest = parts.count - (count - 1)
    return parts[..<starred] + [.list(Array(parts[starred..<starred + rest]))]
      + parts[(starred + rest)...]
  }

  private static func unpackable(_ value: PyObject) throws -> PyIterator {
    do {
      return try Py.iterator(over: value)
    } catch let error as PyError where error.diagnostic.problem.hasSuffix("is not iterable") {
      throw PyError.type("cannot unpack non-iterable \(Py.typeOf(value).name) object")
    }
  }

  /// `target += value`, with the target's object and index computed once.
  static func augment(
    _ target: Target, _ operation: BinaryOperator, _ value: Expression, in frame: Frame
  ) throws {
    func changed(_ old: PyObject) throws -> PyObject {
      let value = try evaluate(value, in: frame)
      let result = try Py.inPlace(operation, old, value)
      try charge(result, in: frame)
      return result
    }
    switch target.kind {
    case .name(let name): frame.bind(name, to: try changed(frame.value(of: name)))
    case .attribute(let base, let name):
      let object = try evaluate(base, in: frame)
      let name = mangled(name, in: frame)
      let new = try changed(Py.attribute(name, of: object))
      try Py.setAttribute(name, of: object, to: new)
    case .subscript(let base, let index):
      let object = try evaluate(base, in: frame)
      let index = try evaluate(index, in: frame)
      let new = try changed(Py.item(of: object, index))
      try Py.setItem(of: object, index, to: new)
    case .tuple, .starred: throw Diagnostic("only one value can be changed in place")
    }
  }

  static func delete(_ target: Target, in frame: Frame) throws {
    try located(target.position, frame) {
      switch target.kind {
      case .name(let name): try frame.unbind(name)
      case .attribute(let base, let name):
        try Py.deleteAttribute(mangled(name, in: frame), of: evaluate(base, in: frame))
      case .subscript(let base, let index):
        let object = try evaluate(base, in: frame)
        try Py.deleteItem(of: object, evaluate(index, in: frame))
      case .tuple(let targets): for target in targets { try delete(target, in: frame) }
      case .starred: throw PyError.named("SyntaxError", "cannot delete starred")
      }
    }
  }

  /// The name of an attribute, as it is called outside of the class in whose body it is written:
  /// `__name` is private to that.
  static func mangled(_ name: String, in frame: Frame) -> String {
    guard name.hasPrefix("__"), !name.hasSuffix("__"), let cls = frame.enclosingClassName else {
      return name
    }
    let stripped = cls.drop { $0 == "_" }
    return stripped.isEmpty ? name : "_\(stripped)\(name)"
  }
}
