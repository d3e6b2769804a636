import Diagnostics

extension Parser {
  /// A function or a class, with its decorators.
  mutating func definition() throws(Diagnostic) -> Statement.Kind {
    var decorators: [Expression] = []
    while take("@") {
      decorators.append(try namedExpression())
      try expectLineEnd()
    }
    if let refusal = refusal() { throw refusal }
    if isAt(.class) { return .class(try classDefinition(decorators)) }
    guard isAt(.def) else { throw unexpected(expected: "'def' or 'class' behind a decorator") }
    return .function(try function(decorators))
  }

  private mutating func function(
    _ decorators: [Expression]
  ) throws(Diagnostic) -> FunctionDefinition {
    let start = current
    advance()
    let name = try expectNewName("the name of the function")
    try skipTypeParameters()
    try expect("(")
    let parameters = try parameters(until: ")")
    try expect(")")
    let returned = take("->") ? try expression() : nil
    let (body, names) = try scopedBlock(.function, of: start, parameters: parameters)
    return FunctionDefinition(
      name: name, parameters: parameters, returned: returned, body: body, decorators: decorators,
      locals: names.locals, isGenerator: names.hasYield)
  }

  private mutating func classDefinition(
    _ decorators: [Expression]
  ) throws(Diagnostic) -> ClassDefinition {
    let start = current
    advance()
    let name = try expectNewName("the name of the class")
    try skipTypeParameters()
    let arguments = isAt("(") ? try arguments() : []
    let (body, _) = try scopedBlock(.classBody, of: start)
    return ClassDefinition(name: name, arguments: arguments, body: body, decorators: decorators)
  }

  /// Parses a block that is a scope of its own, and analyses its names.
  private mutating func scopedBlock(
    _ kind: Scope.Kind, of start: Token, parameters: [Parameter] = []
  ) throws(Diagnostic) -> ([Statement], ScopeAnalysis) {
    var inner: [ScopeAnalysis.OuterName] = []
    let body = try scoped(kind) { parser throws(Diagnostic) in
      let body = try parser.block(of: start)
      inner = parser.scope.outerNames
      return body
    }
    var names = ScopeAnalysis(parameters: parameters)
    names.visit(body)
    try check(names)
    let own = kind == .function ? names.locals : ["__class__"]
    scope.outerNames += names.outerNames + inner.filter { !own.contains($0.name) }
    return (body, names)
  }

  /// Throws the faults in the declarations of a scope.
  func check(_ names: ScopeAnalysis) throws(Diagnostic) {
    guard let fault = names.fault else { return }
    throw failure(fault.problem, at: fault.position, hint: fault.hint)
  }

  /// Does `read` in a scope of its own.
  mutating func scoped<Result>(
    _ kind: Scope.Kind, _ read: (inout Parser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let outer = scope
    scope = Scope(kind: kind)
    defer { scope = outer }
    return try read(&self)
  }

  /// `[T: bound, *Ts, **P]`: for type checkers only.
  mutating func skipTypeParameters() throws(Diagnostic) {
    guard take("[") else { return }
    repeat {
      _ = take("**") || take("*")
      _ = try expectNewName("the name of a type")
      if take(":") { _ = try expression() }
    } while take(",") && !isAt("]")
    guard take("]") else { throw unexpected(expected: "',' or ']'") }
  }
}

// MARK: - Imports
extension Parser {
  /// `import a.b as c, d`.
  mutating func importedModules() throws(Diagnostic) -> Statement.Kind {
    advance()
    var modules = [try importedModule()]
    while take(",") { modules.append(try importedModule()) }
    return .import(modules)
  }

  private mutating func importedModule() throws(Diagnostic) -> ImportedModule {
    let path = try modulePath()
    return ImportedModule(path: path, alias: try alias())
  }

  /// `a.b.c`.
  private mutating func modulePath() throws(Diagnostic) -> [String] {
    var path = [try expectName("the name of a module")]
    while take(".") { path.append(try expectName("the name of a module")) }
    return path
  }

  private mutating func alias() throws(Diagnostic) -> String? {
    take(.as) ? try expectNewName("a name behind 'as'") : nil
  }

  /// `from .module import a as b, c`.
  mutating func importedNames() throws(Diagnostic) -> Statement.Kind {
    advance()
    var level = 0
    while isAt(".") || isAt("...") {
      level += isAt(".") ? 1 : 3
      advance()
    }
    let module = level > 0 && isAt(.import) ? [] : try modulePath()
    guard take(.import) else { throw unexpected(expected: "'import'") }
    let names = isAt("*") ? try allNames() : try nameList()
    return .importFrom(ImportedNames(level: level, module: module, names: names))
  }

  private mutating func allNames() throws(Diagnostic) -> [ImportedName]? {
    guard scope.kind == .module else {
      throw failure("'import *' outside the module's own lines", hint: "name what is needed")
    }
    advance()
    return nil
  }

  private mutating func nameList() throws(Diagnostic) -> [ImportedName] {
    let isParenthesised = take("(")
    var names = [try importedName()]
    while take(",") {
      if isParenthesised, isAt(")") { break }
      names.append(try importedName())
    }
    if isParenthesised, !take(")") { throw unexpected(expected: "',' or ')'") }
    return names
  }

  private mutating func importedName() throws(Diagnostic) -> ImportedName {
    let name = try expectName("a name to import")
    return ImportedName(name: name, alias: try alias())
  }
}
