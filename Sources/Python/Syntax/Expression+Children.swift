extension Expression {
  /// The expressions this one is made of, in the order they are written; those in targets,
  /// defaults and clauses included.
  public var children: [Expression] { kind.children }
}

extension Expression.Kind {
  /// See `Expression.children`.
  var children: [Expression] {
    switch self {
    case .name, .integer, .float, .imaginary, .string, .bytes, .boolean, .none, .ellipsis: []
    case .formatted(let parts):
      parts.flatMap(\.children)
    case .tuple(let items), .list(let items), .set(let items), .logical(_, let items): items
    case .dictionary(let items): items.flatMap(\.children)
    case .starred(let value), .unary(_, let value), .attribute(let value, _), .named(_, let value),
      .yieldFrom(let value):
      [value]
    case .yield(let value): value.map { [$0] } ?? []
    case .binary(_, let left, let right): [left, right]
    case .comparison(let first, let steps): [first] + steps.map(\.operand)
    case .conditional(let condition, let then, let otherwise): [then, condition, otherwise]
    case .lambda(let lambda): lambda.parameters.compactMap(\.default) + [lambda.body]
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .subscript(let base, let index): [base, index]
    case .slice(let lower, let upper, let step): [lower, upper, step].compactMap { $0 }
    case .listComprehension(let element, let clauses), .setComprehension(let element, let clauses),
      .generator(let element, let clauses):
      [element] + clauses.flatMap(\.children)
    case .dictionaryComprehension(let key, let value, let clauses):
      [key, value] + clauses.flatMap(\.children)
    }
  }
}

extension FormattedPart {
  fileprivate var children: [Expression] {
    switch self {
    case .text: []
    case .expression(let value, _, let format): [value] + format.flatMap(\.children)
    }
  }
}

extension DictionaryItem {
  fileprivate var children: [Expression] {
    switch self {
    case .entry(let key, let value): [key, value]
    case .spread(let value): [value]
    }
  }
}

extension ComprehensionClause {
  fileprivate var children: [Expression] { target.children + [iterable] + conditions }
}

extension Target {
  /// Expressions inside a target: objects of attributes and subscripts, and indices.
  public var children: [Expression] {
    switch kind {
    case .name: []
    case .attribute(let base, _): [base]
    case .subscript(let base, let index): [base, index]
    case .tuple(let targets): targets.flatMap(\.children)
    case .starred(let target): target.children
    }
  }
}
