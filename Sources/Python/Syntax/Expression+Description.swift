extension Expression: CustomStringConvertible {
  /// The expression in Python, with every operator in parentheses. What it is parsed from and what
  /// it prints as mean the same.
  public var description: String {
    switch kind {
    case .name(let name): name
    case .integer(let value): "\(value)"
    case .float(let value): value.text
    case .imaginary(let value): "\(value.text)j"
    case .string(let text): text.quoted
    case .bytes(let bytes): "b'\(bytes.map(\.escaped).joined())'"
    case .formatted(let parts): "f'\(parts.map(\.description).joined())'"
    case .boolean(let value): value ? "True" : "False"
    case .none: "None"
    case .ellipsis: "..."
    case .tuple(let items): items.count == 1 ? "(\(list(items)),)" : "(\(list(items)))"
    case .list(let items): "[\(list(items))]"
    case .set(let items): "{\(list(items))}"
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
    case .setComprehension(let element, let clauses): "{\(element)\(text(clauses))}"
    case .generator(let element, let clauses): "(\(element)\(text(clauses)))"
    case .dictionaryComprehension(let key, let value, let clauses):
      "{\(key): \(value)\(text(clauses))}"
    case .yield(let value): value.map { "(yield \($0))" } ?? "(yield)"
    case .yieldFrom(let value): "(yield from \(value))"
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
    case .lambda(let lambda):
      "lambda\(lambda.parameters.isEmpty ? "" : " ")\(lambda.parameters.text): \(lambda.body)"
    default: ""
    }
  }

  /// The expression as written before a dot or a bracket: in parentheses where needed, as `1.real`
  /// is no attribute of a number.
  var base: String {
    switch kind {
    case .integer, .float, .imaginary, .ellipsis: "(\(self))"
    default: description
    }
  }

  /// The expression as written between the brackets of a subscript: slices need a tuple without
  /// parentheses.
  var indexDescription: String {
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
    case .expression(let value, let conversion, let format):
      "{ \(value) \(conversion.map { "!\($0.rawValue)" } ?? "")"
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
    for (place, parameter) in enumerated() {
      if place > 0, self[place - 1].kind == .positionalOnly, parameter.kind != .positionalOnly {
        items.append("/")
      }
      if parameter.kind == .keywordOnly, !hasStar { items.append("*") }
      hasStar = hasStar || parameter.kind == .keywordOnly || parameter.kind == .rest
      items.append(parameter.description)
    }
    if last?.kind == .positionalOnly { items.append("/") }
    return items.joined(separator: ", ")
  }
}

extension Parameter: CustomStringConvertible {
  /// The parameter in Python.
  public var description: String {
    let value = `default`.map { "=\($0)" } ?? ""
    return stars + name + (annotation.map { ": \($0)" } ?? "") + value
  }

  private var stars: String {
    switch kind {
    case .rest: "*"
    case .keywordRest: "**"
    case .positionalOnly, .ordinary, .keywordOnly: ""
    }
  }
}

extension String {
  /// The text as a string of Python in single quotes.
  fileprivate var quoted: String { "'\(escaped)'" }

  /// The text as it stands between single quotes.
  fileprivate var escaped: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isASCII {
        text += UInt8(ascii: scalar).escaped
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension UInt8 {
  /// The ASCII character, or the byte, as it stands between single quotes.
  fileprivate var escaped: String {
    switch self {
    case UInt8(ascii: "\\"): return "\\\\"
    case UInt8(ascii: "'"): return "\\'"
    case UInt8(ascii: "\n"): return "\\n"
    case UInt8(ascii: "\r"): return "\\r"
    case UInt8(ascii: "\t"): return "\\t"
    case 0x20..<0x7F: return String(Unicode.Scalar(self))
    default: return (self < 0x10 ? "\\x0" : "\\x") + String(self, radix: 16)
    }
  }
}

extension Double {
  /// The number in Python: there is no literal of infinity but one that is too large.
  fileprivate var text: String { isFinite ? "\(self)" : "1e999" }
}
