import Diagnostics

extension Evaluator {
  /// The value of an expression; errors point at it.
  static func evaluate(_ expression: Expression, in frame: Frame) throws -> PyObject {
    try located(expression.focus, frame) {
      try frame.interpreter.step()
      return try value(of: expression, in: frame)
    }
  }

  private static func value(of expression: Expression, in frame: Frame) throws -> PyObject {
    switch expression.kind {
    case .name(let name): return try frame.value(of: name)
    case .integer(let value): return .int(value)
    case .float(let value): return .float(value)
    case .imaginary(let value): return .complex(PythonComplex(real: 0, imag: value))
    case .string(let value): return .string(value)
    case .bytes(let bytes): return .object(PyBytes(bytes))
    case .formatted(let parts): return .string(try formatted(parts, in: frame))
    case .boolean(let value): return .bool(value)
    case .none: return .none
    case .ellipsis: return .ellipsis
    case .tuple(let items): return .tuple(try sequence(items, in: frame))
    case .list(let items): return .list(try sequence(items, in: frame))
    case .set(let items): return .set(try PySet(sequence(items, in: frame)))
    case .dictionary(let items): return try dictionary(items, in: frame)
    case .starred: throw PyError.named("SyntaxError", "can't use starred expression here")
    case .unary(let operation, let operand):
      return try Py.unary(operation, evaluate(operand, in: frame))
    case .binary(.modulo, let template, let values):
      if let text = try formattedInTurn(template, values, in: frame) { return text }
      return try binary(.modulo, template, values, in: frame)
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, in: frame)
    case .comparison(let first, let steps): return try comparison(first, steps, in: frame)
    case .logical(let operation, let operands): return try logical(operation, operands, in: frame)
    case .conditional(let condition, let then, let otherwise):
      return try evaluate(isTrue(condition, in: frame) ? then : otherwise, in: frame)
    case .lambda(let lambda): return .object(try function(lambda, in: frame))
    case .call(let callee, let arguments): return try call(callee, arguments, in: frame)
    case .attribute(let base, let name):
      return try Py.attribute(mangled(name, in: frame), of: evaluate(base, in: frame))
    case .subscript(let base, let index):
      let object = try evaluate(base, in: frame)
      let result = try Py.item(of: object, evaluate(index, in: frame))
      if case .slice = index.kind { try charge(result, in: frame) }
      return result
    case .slice(let lower, let upper, let step):
      func bound(_ part: Expression?) throws -> PyObject {
        try part.map { try evaluate($0, in: frame) } ?? .none
      }
      return .object(PySlice(try bound(lower), try bound(upper), try bound(step)))
    case .listComprehension(let element, let clauses):
      return .list(try comprehended(element, clauses, in: frame))
    case .setComprehension(let element, let clauses):
      return .set(try PySet(comprehended(element, clauses, in: frame)))
    case .generator(let element, let clauses):
      return .object(
        ended(try comprehension(clauses, in: frame, .generator) { try evaluate(element, in: $0) }))
    case .dictionaryComprehension(let key, let value, let clauses):
      return try dictionary(key, value, clauses, in: frame)
    case .named(let name, let value):
      let value = try evaluate(value, in: frame)
      frame.bindInFunction(name, to: value)
      return value
    case .yield, .yieldFrom:
      throw Diagnostic(
        "a 'yield' inside of an expression", hint: "write it as a statement: x = yield …")
    }
  }

  /// Charges for a container that was just made.
  static func charge(_ object: PyObject, in frame: Frame) throws {
    switch object {
    case .string(let text): try frame.interpreter.charge(text.utf8.count / 8)
    case .list(let list): try frame.interpreter.charge(list.items.count)
    case .tuple(let tuple): try frame.interpreter.charge(tuple.items.count)
    default: break
    }
  }

  // MARK: Literals

  private static func sequence(_ items: [Expression], in frame: Frame) throws -> [PyObject] {
    var values: [PyObject] = []
    for item in items {
      if case .starred(let inner) = item.kind {
        let value = try evaluate(inner, in: frame)
        values += try located(inner.focus, frame) {
          guard let iterator = try Py.iteratorIfThere(over: value) else {
            throw PyError.type("Value after * must be an iterable, not \(Py.typeOf(value).name)")
          }
          return try Py.items(of: .object(iterator))
        }
      } else {
        values.append(try evaluate(item, in: frame))
      }
    }
    return values
  }

  private static func dictionary(_ items: [DictionaryItem], in frame: Frame) throws -> PyObject {
    let dict = PyDict()
    for item in items {
      switch item {
      case .entry(let key, let value):
        let key = try evaluate(key, in: frame)
        try dict.set(key, to: evaluate(value, in: frame))
      case .spread(let other):
        let value = try evaluate(other, in: frame)
        try located(other.focus, frame) {
          guard try isMapping(value) else {
            throw PyError.type("'\(Py.typeOf(value).name)' object is not a mapping")
          }
          for (key, value) in try Py.entries(of: value) { try dict.set(key, to: value) }
        }
      }
    }
    return .dict(dict)
  }

  /// Whether an object is a dict, or has keys as one has.
  static func isMapping(_ value: PyObject) throws -> Bool {
    if case .dict = value.native { return true }
    guard case .object = value else { return false }
    return try Py.attributeIfThere("keys", of: value) != nil
  }

  private static func formatted(_ parts: [FormattedPart], in frame: Frame) throws -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .expression(let expression, let conversion, let format):
        result += try located(expression.focus, frame) {
          let value = try evaluate(expression, in: frame)
          return try Py.format(
            converted(value, conversion), formatted(format, in: frame))
        }
      }
    }
    try frame.interpreter.charge(result.utf8.count / 8)
    return result
  }

  private static func converted(
    _ value: PyObject, _ conversion: FormatConversion?
  ) throws -> PyObject {
    switch conversion {
    case nil: value
    case .string: .string(try Py.text(of: value))
    case .representation: .string(try Py.representation(of: value))
    case .ascii: .string(try Py.representation(of: value).escapedBeyondASCII)
    }
  }

  // MARK: Operators

  private static func comparison(
    _ first: Expression, _ steps: [ComparisonStep], in frame: Frame
  ) throws -> PyObject {
    var left = try evaluate(first, in: frame)
    for (index, step) in steps.enumerated() {
      let right = try evaluate(step.operand, in: frame)
      let result = try Py.compare(step.comparison, left, right)
      // A chain goes on only while it holds.
      guard index + 1 < steps.count, try Py.isTrue(result) else { return result }
      left = right
    }
    return .bool(true)
  }

  private static func logical(
    _ operation: LogicalOperator, _ operands: [Expression], in frame: Frame
  ) throws -> PyObject {
    for operand in operands.dropLast() {
      let value = try evaluate(operand, in: frame)
      let holds = try located(operand.focus, frame) { try Py.isTrue(value) }
      if holds == (operation == .or) { return value }
    }
    // The last one decides as it is, whatever it is.
    return try operands.last.map { try evaluate($0, in: frame) } ?? .none
  }

  // MARK: Comprehensions

  private static func comprehended(
    _ element: Expression, _ clauses: [ComprehensionClause], in frame: Frame
  ) throws -> [PyObject] {
    let values = try comprehension(clauses, in: frame, .generator) { try evaluate(element, in: $0) }
    let items = try Py.items(of: .object(values))
    try frame.interpreter.charge(items.count)
    return items
  }

  private static func dictionary(
    _ key: Expression, _ value: Expression, _ clauses: [ComprehensionClause], in frame: Frame
  ) throws -> PyObject {
    let dict = PyDict()
    let entries = try comprehension(clauses, in: frame, .generator) { inner in
      let key = try evaluate(key, in: inner)
      try dict.set(key, to: evaluate(value, in: inner))
      return .none
    }
    while try entries.next() != nil {}
    return .dict(dict)
  }

  /// The items, ended by an error as those of a generator are.
  private static func ended(_ items: PyIterator) -> PyIterator {
    var isDone = false
    return PyIterator(.generator) {
      guard !isDone else { return nil }
      do {
        return try items.next()
      } catch {
        isDone = true
        guard let error = error as? PyError, error.isStopIteration else { throw error }
        throw PyError.named("RuntimeError", "generator raised StopIteration")
      }
    }
  }

  /// An iterator over the values of `element` in nested `for … if …` clauses. All rounds share one
  /// frame, as closures made in them see.
  private static func comprehension(
    _ clauses: [ComprehensionClause], in frame: Frame, _ type: PyClass,
    _ element: @escaping (Frame) throws -> PyObject
  ) throws -> PyIterator {
    guard let first = clauses.first else { return PyIterator(over: []) }
    let names = clauses.reduce(into: Set<String>()) { $0.formUnion($1.target.names) }
    let inner = Frame(inside: frame, kind: .comprehension, locals: names)
    // The first items are computed at once, and outside.
    var iterators = [try iterator(over: first.iterable, in: frame)]
    return Comprehension(type) {
      while let iterator = iterators.last {
        let clause = clauses[iterators.count - 1]
        guard let item = try iterator.next() else {
          iterators.removeLast()
          continue
        }
        try frame.interpreter.step()
        try assign(item, to: clause.target, in: inner)
        guard try clause.conditions.allSatisfy({ try isTrue($0, in: inner) }) else { continue }
        if iterators.count == clauses.count { return try element(inner) }
        iterators.append(try Self.iterator(over: clauses[iterators.count].iterable, in: inner))
      }
      return nil
    }
  }
}

/// The rounds of a comprehension, out of which errors go as they are.
private final class Comprehension: PyIterator, @unchecked Sendable {
  override var endsAtStopIteration: Bool { false }
}

extension Target {
  /// The names that it binds.
  var names: [String] {
    switch kind {
    case .name(let name): [name]
    case .attribute, .subscript: []
    case .tuple(let targets): targets.flatMap(\.names)
    case .starred(let target): target.names
    }
  }
}

extension Frame {
  /// The name of the class in whose body this code is written.
  var enclosingClassName: String? {
    var frame: Frame? = self
    while let current = frame {
      if current.kind == .class { return current.className }
      frame = current.parent
    }
    return nil
  }
}

extension Evaluator {
  private static func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, in frame: Frame
  ) throws -> PyObject {
    let left = try evaluate(left, in: frame)
    let result = try Py.binary(operation, left, evaluate(right, in: frame))
    try charge(result, in: frame)
    return result
  }

  /// `'%s and %r' % (a, b)`, which CPython compiles as it does an f-string: each value is text before
  /// the next one is computed. `nil` for any other template.
  private static func formattedInTurn(
    _ template: Expression, _ values: Expression, in frame: Frame
  ) throws -> PyObject? {
    guard case .string(let text) = template.kind, case .tuple(let items) = values.kind,
      let pieces = text.percentPieces(count: items.count),
      !items.contains(where: { if case .starred = $0.kind { true } else { false } })
    else { return nil }
    var result = ""
    for (piece, item) in zip(pieces, items) {
      result += try Py.percentFormatted(piece, .tuple([evaluate(item, in: frame)]))
    }
    result += try Py.percentFormatted(pieces[items.count], .tuple([]))
    let object = PyObject.string(result)
    try charge(object, in: frame)
    return object
  }
}

extension String {
  /// The template of `%` split into pieces with one value each, and the text after the last; `nil`
  /// if the number of values differs, or a conversion isn't `s`, `r` or `a`.
  fileprivate func percentPieces(count: Int) -> [String]? {
    var pieces = [""]
    var rest = self[...]
    while let character = rest.popFirst() {
      pieces[pieces.count - 1].append(character)
      guard character == "%" else { continue }
      let flags = rest.prefix { $0 == "-" || $0 == "." || $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(flags.count)
      guard let kind = rest.popFirst() else { return nil }
      pieces[pieces.count - 1] += flags + String(kind)
      if kind == "%" { continue }
      guard "sra".contains(kind) else { return nil }
      pieces.append("")
    }
    return pieces.count == count + 1 ? pieces : nil
  }
}
