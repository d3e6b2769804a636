import Diagnostics

// Sets, dictionaries and comprehensions.
extension Parser {
  /// Parses a set or a dictionary between `{` and `}`: nothing or a `:` makes it a dictionary.
  mutating func setOrDictionary() throws(Diagnostic) -> Expression {
    let start = current.position
    advance()
    if take("}") { return try make(.dictionary([]), at: start) }
    if isAt("**") { return try dictionary(at: start, first: try dictionaryItem()) }
    let mayBeKey = !isAt("*") && !isAt(":=", offset: 1)
    let first = try item()
    if isAt(":"), mayBeKey {
      return try dictionary(at: start, first: try entry(key: first))
    }
    if isAt(.for) || isAt(.async) {
      let clauses = try clauses(of: [first])
      try expect("}")
      return try make(.setComprehension(first, clauses), at: start)
    }
    return try make(.set(try items(after: first, until: "}")), at: start)
  }

  private mutating func dictionary(
    at start: Position, first: DictionaryItem
  ) throws(Diagnostic) -> Expression {
    if case .entry(let key, let value) = first, isAt(.for) || isAt(.async) {
      let clauses = try clauses(of: [key, value])
      try expect("}")
      return try make(
        .dictionaryComprehension(key: key, value: value, clauses: clauses), at: start)
    }
    var items = [first]
    while take(","), !isAt("}") { items.append(try dictionaryItem()) }
    guard take("}") else { throw unexpected(expected: "',' or '}'") }
    return try make(.dictionary(items), at: start)
  }

  private mutating func dictionaryItem() throws(Diagnostic) -> DictionaryItem {
    if take("**") { return .spread(try spreadOperand()) }
    return try entry(key: try expression())
  }

  private mutating func entry(key: Expression) throws(Diagnostic) -> DictionaryItem {
    try expect(":")
    return .entry(key: key, value: try expression())
  }

  /// `for target in iterable if condition`, once or more, behind `elements`.
  mutating func clauses(
    of elements: [Expression]
  ) throws(Diagnostic) -> [ComprehensionClause] {
    if let element = elements.first, case .starred = element.kind {
      throw failure("'*' can't spread in a comprehension", at: element.position)
    }
    var clauses: [ComprehensionClause] = []
    while isAt(.for) || isAt(.async) {
      if let refusal = refusal() { throw refusal }
      advance()
      let target = try loopTarget()
      let iterable = try clauseOperand()
      var conditions: [Expression] = []
      while take(.if) { conditions.append(try clauseOperand()) }
      clauses.append(
        ComprehensionClause(target: target, iterable: iterable, conditions: conditions))
    }
    try check(clauses, of: elements)
    return clauses
  }

  /// Refuses a `:=` that binds a clause's target, and a `yield`.
  private func check(
    _ clauses: [ComprehensionClause], of elements: [Expression]
  ) throws(Diagnostic) {
    var targets = ScopeAnalysis()
    for clause in clauses { targets.bind(clause.target) }
    for expression in elements + clauses.flatMap(\.conditions) {
      let names = ScopeAnalysis.assignments(in: expression)
      if let named = names.named.first(where: { targets.bound.contains($0.name) }) {
        throw failure(
          "':=' assigns to '\(named.name)', which the comprehension binds", at: named.position,
          hint: "take another name")
      }
      if let place = names.named.first?.position, scope.kind == .classBody {
        throw failure("':=' in a comprehension of a class's own lines", at: place)
      }
      if let place = names.yields.first { throw failure("'yield' in a comprehension", at: place) }
    }
    for (place, clause) in clauses.enumerated() {
      let names = ScopeAnalysis.assignments(in: clause.iterable)
      if let place = names.named.first?.position {
        throw failure("':=' in what a comprehension goes over", at: place)
      }
      if place > 0, let place = names.yields.first {
        throw failure("'yield' in a comprehension", at: place)
      }
    }
  }
}
