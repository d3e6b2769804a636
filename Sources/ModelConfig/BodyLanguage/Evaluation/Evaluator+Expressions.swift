import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension Evaluator {
  /// The value of an expression; errors point at it.
  static func evaluate(_ expression: Expression, in frame: Frame) throws -> Value {
    try located(expression.focus, frame) {
      try frame.code.globals.enterExpression()
      defer { frame.code.globals.leaveExpression() }
      return try value(of: expression, in: frame)
    }
  }

  private static func value(of expression: Expression, in frame: Frame) throws -> Value {
    switch expression.kind {
    case .name(let name): return try frame.value(of: name)
    case .integer(let value): return .int(value)
    case .float(let value): return .float(value)
    case .imaginary(let value): return try ComplexTensor(Tensor(0.0), Tensor(value)).value
    case .string(let value): return .string(value)
    case .formatted(let parts): return .string(try formatted(parts, in: frame))
    case .boolean(let value): return .bool(value)
    case .none: return .none
    case .ellipsis: return .leaf(.ellipsis)
    case .tuple(let items): return .tuple(try sequence(items, in: frame))
    case .list(let items): return .list(try sequence(items, in: frame))
    case .dictionary(let items): return try dictionary(items, in: frame)
    case .starred: throw Diagnostic("a starred value belongs in a list, a tuple or a call")
    case .unary(let operation, let operand):
      return try unary(operation, evaluate(operand, in: frame))
    case .binary(let operation, let left, let right):
      return try binary(operation, evaluate(left, in: frame), evaluate(right, in: frame))
    case .comparison(let first, let steps): return try comparison(first, steps, in: frame)
    case .logical(let operation, let operands): return try logical(operation, operands, in: frame)
    case .conditional(let condition, let then, let otherwise):
      return try evaluate(isTrue(condition, in: frame) ? then : otherwise, in: frame)
    case .lambda(let definition):
      let function = try lambda(definition.parameters, definition.body, in: frame)
      return .leaf(.function(function))
    case .call(let callee, let arguments): return try call(callee, arguments, in: frame)
    case .attribute(let base, let name):
      if let value = try namespaced(expression, in: frame) { return value }
      return try attribute(name, of: evaluate(base, in: frame), in: frame.code.globals)
    case .subscript(let base, let index):
      return try item(of: evaluate(base, in: frame), evaluate(index, in: frame))
    case .slice(let lower, let upper, let step):
      return .leaf(
        .slice(
          try bound(lower, in: frame), try bound(upper, in: frame), try bound(step, in: frame)))
    case .listComprehension(let element, let clauses), .generator(let element, let clauses):
      var items: [Value] = []
      try comprehend(clauses[...], in: Frame(inside: frame, isFunction: false)) {
        items.append(try evaluate(element, in: $0))
      }
      return .list(items)
    case .dictionaryComprehension(let key, let value, let clauses):
      var fields = Value.Fields()
      try comprehend(clauses[...], in: Frame(inside: frame, isFunction: false)) {
        fields[try evaluate(key, in: $0).dictionaryKey()] = try evaluate(value, in: $0)
      }
      return .dict(fields)
    case .named(let name, let value):
      let value = try evaluate(value, in: frame)
      frame.bindInFunction(name, to: value)
      return value
    case .bytes, .set, .setComprehension, .yield, .yieldFrom:
      throw Diagnostic("sets, bytes and 'yield' can't be run in a body")
    }
  }

  // MARK: Literals

  private static func sequence(_ items: [Expression], in frame: Frame) throws -> [Value] {
    try items.flatMap { item in
      guard case .starred(let inner) = item.kind else { return [try evaluate(item, in: frame)] }
      return try iterated(inner, in: frame)
    }
  }

  private static func dictionary(_ items: [DictionaryItem], in frame: Frame) throws -> Value {
    var fields = Value.Fields()
    for item in items {
      switch item {
      case .entry(let key, let value):
        fields[try evaluate(key, in: frame).dictionaryKey()] =
          try evaluate(value, in: frame)
      case .spread(let other):
        let value = try evaluate(other, in: frame)
        guard let others = value.fields else {
          throw Diagnostic("** takes a dict", got: value.text)
        }
        for (key, value) in others.pairs { fields[key] = value }
      }
    }
    return .dict(fields)
  }

  private static func formatted(_ parts: [FormattedPart], in frame: Frame) throws -> String {
    try parts.map { part in
      switch part {
      case .text(let text): text
      case .expression(let expression, let conversion, let format):
        try located(expression.focus, frame) {
          let value = try evaluate(expression, in: frame)
          let isRepresented = conversion == .representation || conversion == .ascii
          return try (isRepresented ? .string(value.represented) : value)
            .formatted(by: formatted(format, in: frame))
        }
      }
    }.joined()
  }

  private static func bound(_ expression: Expression?, in frame: Frame) throws -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression, in: frame)
    if case .none = value { return nil }
    return try located(expression.position, frame) { try value.int("bound of a slice") }
  }

  /// Calls `body` with a frame for each item of nested `for … if …` clauses.
  private static func comprehend(
    _ clauses: ArraySlice<ComprehensionClause>, in frame: Frame, _ body: (Frame) throws -> Void
  ) throws {
    guard let clause = clauses.first else { return try body(frame) }
    for item in try iterated(clause.iterable, in: frame) {
      let inner = Frame(inside: frame, isFunction: false)
      try assign(item, to: clause.target, in: inner)
      if try clause.conditions.allSatisfy({ try isTrue($0, in: inner) }) {
        try comprehend(clauses.dropFirst(), in: inner, body)
      }
    }
  }

  // MARK: Truth and iteration

  /// Whether a static condition holds.
  static func isTrue(_ condition: Expression, in frame: Frame) throws -> Bool {
    let value = try evaluate(condition, in: frame)
    return try located(condition.focus, frame) { try value.isTrue() }
  }

  private static func logical(
    _ operation: LogicalOperator, _ operands: [Expression], in frame: Frame
  ) throws -> Value {
    var result = Value.none
    for operand in operands {
      result = try evaluate(operand, in: frame)
      let holds = try located(operand.focus, frame) { try result.isTrue() }
      if holds == (operation == .or) { break }
    }
    return result
  }

  static func iterated(_ items: Expression, in frame: Frame) throws -> [Value] {
    let value = try evaluate(items, in: frame)
    return try located(items.focus, frame) { try iterated(value) }
  }

  /// The items of a list, a tuple, a dict's keys, an array's leading axis.
  static func iterated(_ value: Value) throws -> [Value] {
    switch value {
    case .tuple(let parts), .list(let parts): return parts
    case .dict(let fields): return fields.keys.map { .key($0) }
    case .leaf(.string(let text)): return text.map { .string(String($0)) }
    case .leaf(.tensor(let tensor)) where tensor.rank > 0:
      return try (0..<tensor.shape[0]).map { .tensor(try tensor.indexed(axis: 0, $0)) }
    default: throw Diagnostic("\(value.text) can't be iterated over")
    }
  }
}
