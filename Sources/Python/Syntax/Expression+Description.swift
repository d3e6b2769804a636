extension Expression: CustomStringConvertible {
  /// The expression in Python, with every operator in parentheses. What it is parsed from and what
  /// it prints as mean the same.
  public var description: String {
    switch kind {
    case .name(let name): name
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .imaginary(let value): "\(value)j"
    case .string(let text): text.quoted
    case .formatted(let parts): "f'\(parts.map(\.description).joined())'"
    case .boolean(let value): value ? "True" : "False"
    case .none: "None"
    case .ellipsis: "..."
    case .tuple(let items): items.count == 1 ? "(\(list(items)),)" : "(\(list(items)))"
    case .list(let items): "[\(list(items))]"
    case .dictionary(let items): "{\(list(items))}"
    case .starred(let value): "*\(value)"
    case .named(let name, let value): "(\(name) := \(value))"
    case .lambda, .conditional, .unary, .binary, .comparison, .logical: "(\(operation))"
    case .call(let callee, let arguments): "\(callee.base)(\(list(arguments)))"
    case .attribute(let value, let name): "\(value.base).\(name)"
    case .subscript(let value, let index): "\(value.base)[\(index.indexDescription)]"
    case .slice(let lower, let upper, let step):
      "\(lower.text):\(upper.text)\(step.map { ":\($0)" } ?? "")"
    case .listComprehension(let element, let clauses): "[\(element)\(text(clauses))]"
    case .generator(let element, let clauses): "(\(element)\(text(clauses)))"
    case .dictionaryComprehension(let key, let value, let clauses):
      "{\(key): \(value)\(text(clauses))}"
    }
  }

  /// An operator between its operands, without parentheses around.
  private var operation: String {
    switch kind {
    case .unary(.not, let value): "not \(value)"
    case .unary(let operation, let value): "\(operation.rawValue)\(value)"
    case .binary(let operation, let left, let right): "\(left) \(operation.rawValue) \(right)"
    case .comparison(let first, let steps):
      steps.reduce(first.description) { "\($0) \($1.comparison.rawValue) \($1.operand)" }
    case .logical(let operation, let operands):
      operands.map(\.description).joined(separator: " \(operation.rawValue) ")
    case .conditional(let condition, let then, let otherwise):
      "\(then) if \(condition) else \(otherwise)"
    case .lambda(let parameters, let body):
      parameters.isEmpty ? "lambda: \(body)" : "lambda \(parameters.text): \(body)"
    default: ""
    }
  }

  /// As what stands before a dot or a bracket: `1.real` is no attribute of a number.
  fileprivate var base: String {
    switch kind {
    case .integer, .float, .imaginary, .ellipsis: "(\(self))"
    default: description
    }
  }

  /// As what stands between the brackets of a subscript: slices need a tuple without parentheses.
  fileprivate var indexDescription: String {
    guard case .tuple(let items) = kind, !items.isEmpty else { return description }
    return items.count == 1 ? "\(list(items))," : list(items)
  }
}

private func list(_ items: [some CustomStringConvertible]) -> String {
  items.map(\.description).joined(separator: ", ")
}

private func text(_ clauses: [ComprehensionClause]) -> String {
  clauses.map { clause in
    let conditions = clause.conditions.map { " if \($0)" }.joined()
    return " for \(clause.target) in \(clause.iterable)\(conditions)"
  }.joined()
}

extension Expression? {
  fileprivate var text: String { map(\.description) ?? "" }
}

extension Argument: CustomStringConvertible {
  /// The argument in Python.
  public var description: String {
    switch kind {
    case .positional: "\(value)"
    case .keyword(let name): "\(name)=\(value)"
    case .spread: "*\(value)"
    case .keywordSpread: "**\(value)"
    }
  }
}

extension DictionaryItem: CustomStringConvertible {
  /// The item in Python.
  public var description: String {
    switch self {
    case .entry(let key, let value): "\(key): \(value)"
    case .spread(let value): "**\(value)"
    }
  }
}

extension FormattedPart: CustomStringConvertible {
  /// The part as it stands in an f-string with single quotes.
  public var description: String {
    switch self {
    case .text(let text):
      text.escaped.split(separator: "{", omittingEmptySubsequences: false).joined(separator: "{{")
        .split(separator: "}", omittingEmptySubsequences: false).joined(separator: "}}")
    case .expression(let value, let isRepresented, let format):
      "{ \(value) \(isRepresented ? "!r" : "")"
        + (format.isEmpty ? "" : ":\(format.map(\.description).joined())") + "}"
    }
  }
}

extension Target: CustomStringConvertible {
  /// The target in Python.
  public var description: String {
    switch kind {
    case .name(let name): name
    case .attribute(let base, let name): "\(base.base).\(name)"
    case .subscript(let base, let index): "\(base.base)[\(index.indexDescription)]"
    case .tuple(let items): items.count == 1 ? "(\(list(items)),)" : "(\(list(items)))"
    case .starred(let target): "*\(target)"
    }
  }
}

extension [Parameter] {
  /// The parameters in Python.
  var text: String {
    var items: [String] = []
    var hasStar = false
    for parameter in self {
      if parameter.kind == .keywordOnly, !hasStar { items.append("*") }
      hasStar = hasStar || parameter.kind == .keywordOnly || parameter.kind == .rest
      let value = parameter.default.map { "=\($0)" } ?? ""
      items.append(parameter.stars + parameter.name + value)
    }
    return items.joined(separator: ", ")
  }
}

extension Parameter {
  fileprivate var stars: String {
    switch kind {
    case .rest: "*"
    case .keywordRest: "**"
    case .ordinary, .keywordOnly: ""
    }
  }
}

extension String {
  /// The text as a string of Python in single quotes.
  fileprivate var quoted: String { "'\(escaped)'" }

  /// The text as it stands between single quotes.
  fileprivate var escaped: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\\": text += "\\\\"
      case "'": text += "\\'"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
