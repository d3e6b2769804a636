/// Names that statements bind and declare in their own scope, without those of functions and
/// classes inside.
struct ScopeAnalysis {
  /// Error in a declaration.
  struct Fault {
    var problem: String
    var position: Position
    var hint: String
  }

  /// A name that a function around must bind.
  struct OuterName {
    var name: String
    var position: Position
  }

  /// Names declared `nonlocal`.
  private(set) var outerNames: [OuterName] = []
  /// The names that are bound.
  private(set) var bound: Set<String>
  /// Whether the statements have a `yield`.
  private(set) var hasYield = false
  /// The first declaration that comes too late or contradicts another.
  private(set) var fault: Fault?
  private let parameters: Set<String>
  private var used: Set<String> = []
  private var globals: Set<String> = []
  private var nonlocals: Set<String> = []

  /// An analysis of no statements, with `parameters` bound.
  init(parameters: [Parameter] = []) {
    self.parameters = Set(parameters.map(\.name))
    bound = self.parameters
  }

  /// The names that are bound and not declared `global` or `nonlocal`.
  var locals: Set<String> { bound.subtracting(globals).subtracting(nonlocals) }

  /// Adds the names bound by `statements`.
  mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  /// Adds the names bound in `expression` by `:=`.
  mutating func visit(_ expression: Expression) { visit([expression]) }

  /// Adds the names in `target`.
  mutating func bind(_ target: Target) {
    switch target.kind {
    case .name(let name): bound.insert(name)
    case .attribute, .subscript: visit(target.children)
    case .tuple(let targets): for target in targets { bind(target) }
    case .starred(let inner): bind(inner)
    }
  }

  private mutating func bind(_ pattern: Pattern) {
    switch pattern.kind {
    case .singleton, .wildcard: break
    case .value(let value): visit(value)
    case .capture(let name): bound.insert(name)
    case .starred(let name): bound.formUnion(name.map { [$0] } ?? [])
    case .sequence(let items), .alternatives(let items): for item in items { bind(item) }
    case .mapping(let items, let rest):
      for item in items { bind(item.pattern) }
      bound.formUnion(rest.map { [$0] } ?? [])
    case .class(let type, let positional, let keywords):
      visit(type)
      for item in positional + keywords.map(\.pattern) { bind(item) }
    case .named(let inner, let name):
      bind(inner)
      bound.insert(name)
    }
  }
}

// MARK: - Statements
extension ScopeAnalysis {
  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): visit(value)
    case .assignment(let targets, let value):
      for target in targets { bind(target) }
      visit(value)
    case .annotated(let target, let annotation, let value):
      bind(target)
      visit([annotation, value].compactMap { $0 })
      if case .name(let name) = target.kind { checkAnnotation(of: name, in: statement) }
    case .augmentedAssignment(let target, _, let value):
      bind(target)
      visit(value)
    case .return(let value): visit([value].compactMap { $0 })
    case .assertion(let condition, let message): visit([condition, message].compactMap { $0 })
    case .raise(let error, let cause): visit([error, cause].compactMap { $0 })
    case .delete(let targets): for target in targets { bind(target) }
    case .nonlocal(let names), .global(let names): declare(names, in: statement)
    case .import(let modules):
      for module in modules { bound.formUnion([module.alias ?? module.path[0]]) }
    case .importFrom(let imported):
      for name in imported.names ?? [] { bound.insert(name.alias ?? name.name) }
    case .function(let function): visit(function)
    case .class(let definition):
      visit(definition.decorators + definition.arguments.map(\.value))
      bound.insert(definition.name)
    case .break, .continue, .pass: break
    default: visitBlocks(of: statement)
    }
  }

  private mutating func visitBlocks(of statement: Statement) {
    switch statement.kind {
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise)
    case .loop(let target, let items, let body, let otherwise):
      bind(target)
      visit(items)
      visit(body + otherwise)
    case .whileLoop(let condition, let body, let otherwise):
      visit(condition)
      visit(body + otherwise)
    case .with(let items, let body):
      for item in items {
        visit(item.context)
        if let target = item.target { bind(target) }
      }
      visit(body)
    case .try(let statement): visit(statement)
    case .match(let subject, let cases):
      visit(subject)
      for matchCase in cases {
        bind(matchCase.pattern)
        if let condition = matchCase.condition { visit(condition) }
        visit(matchCase.body)
      }
    default: break
    }
  }

  private mutating func visit(_ statement: TryStatement) {
    visit(statement.body)
    for handler in statement.handlers {
      if let type = handler.type { visit(type) }
      if let name = handler.name { bound.insert(name) }
      visit(handler.body)
    }
    visit(statement.otherwise + statement.finally)
  }

  /// A function binds its name; its decorators, defaults and annotations belong to this scope.
  private mutating func visit(_ function: FunctionDefinition) {
    visit(function.decorators)
    visit(function.parameters.compactMap(\.default))
    visit(function.parameters.compactMap(\.annotation))
    if let returned = function.returned { visit(returned) }
    bound.insert(function.name)
  }

  private mutating func checkAnnotation(of name: String, in statement: Statement) {
    guard globals.contains(name) || nonlocals.contains(name), fault == nil else { return }
    fault = Fault(
      problem: "'\(name)' is annotated here and declared in another scope",
      position: statement.position, hint: "leave out the annotation")
  }

  private mutating func declare(_ names: [String], in statement: Statement) {
    let isGlobal = if case .global = statement.kind { true } else { false }
    let word = isGlobal ? "global" : "nonlocal"
    for name in names {
      let problem: String? =
        if parameters.contains(name) {
          "'\(name)' is a parameter and \(word)"
        } else if (isGlobal ? nonlocals : globals).contains(name) {
          "'\(name)' is nonlocal and global"
        } else if bound.contains(name) {
          "'\(name)' is assigned to before it is declared \(word)"
        } else if used.contains(name) {
          "'\(name)' is used before it is declared \(word)"
        } else {
          nil
        }
      if let problem, fault == nil {
        fault = Fault(
          problem: problem, position: statement.position,
          hint: "put the declaration first, or take another name")
      }
    }
    if isGlobal { return globals.formUnion(names) }
    nonlocals.formUnion(names)
    outerNames += names.map { OuterName(name: $0, position: statement.position) }
  }
}

// MARK: - Expressions
extension ScopeAnalysis {
  /// Adds the names that `expressions` bind by `:=`, also in comprehensions, without those of
  /// lambdas.
  private mutating func visit(_ expressions: [Expression]) {
    var pending = expressions.map { ($0, isInComprehension: false) }
    while let (expression, isInComprehension) = pending.popLast() {
      switch expression.kind {
      case .name(let name): if !isInComprehension { used.insert(name) }
      case .named(let name, _): bound.insert(name)
      case .yield, .yieldFrom: hasYield = true
      default: break
      }
      let isInside = isInComprehension || expression.isComprehension
      pending += expression.childrenInScope.map { ($0, isInComprehension: isInside) }
    }
  }

  /// Names that `:=` binds in `expression`, and the positions of each `yield`, without those of
  /// lambdas.
  static func assignments(
    in expression: Expression
  ) -> (named: [(name: String, position: Position)], yields: [Position]) {
    var named: [(name: String, position: Position)] = []
    var yields: [Position] = []
    var pending = [expression]
    while let expression = pending.popLast() {
      switch expression.kind {
      case .named(let name, _): named.append((name, expression.position))
      case .yield, .yieldFrom: yields.append(expression.position)
      default: break
      }
      pending += expression.childrenInScope
    }
    return (named, yields)
  }
}

extension Expression {
  /// The children but for a lambda's body.
  fileprivate var childrenInScope: [Expression] {
    if case .lambda(let lambda) = kind { return lambda.parameters.compactMap(\.default) }
    return children
  }

  fileprivate var isComprehension: Bool {
    switch kind {
    case .listComprehension, .setComprehension, .generator, .dictionaryComprehension: true
    default: false
    }
  }
}

/// The names that `statements` bind in their own scope and don't declare `global` or `nonlocal`:
/// targets, functions, classes, imports, and names of `:=`; not those of comprehensions.
public func boundNames(in statements: [Statement]) -> Set<String> {
  var names = ScopeAnalysis()
  names.visit(statements)
  return names.locals
}

/// Whether `statements` have a `yield` of their own, not counting those of functions inside.
public func containsYield(in statements: [Statement]) -> Bool {
  var names = ScopeAnalysis()
  names.visit(statements)
  return names.hasYield
}
