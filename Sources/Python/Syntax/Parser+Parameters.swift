import Diagnostics

extension Parser {
  /// The parameters of a function or a lambda, up to but without `end`; without one, all there are.
  mutating func parameters(
    until end: String? = nil, areAnnotated: Bool = true
  ) throws(Diagnostic) -> [Parameter] {
    var parameters: [Parameter] = []
    var names: Set<String> = []
    var kind = Parameter.Kind.ordinary
    func isAtEnd() -> Bool { end.map { isAt($0) } ?? (current.kind == .end) }
    while !isAtEnd() {
      if let last = parameters.last, last.kind == .keywordRest {
        throw failure("nothing may follow '**\(last.name)'")
      }
      if isAt("*"), isAt(",", offset: 1) {
        try startKeywordOnly(&kind)
      } else if isAt("/"), !parameters.isEmpty {
        try endPositionalOnly(&parameters)
      } else {
        let parameter = try parameter(kind: &kind, isAnnotated: areAnnotated)
        guard names.insert(parameter.name).inserted else {
          throw failure("two parameters are called '\(parameter.name)'", at: parameter.position)
        }
        try check(parameter, after: parameters)
        parameters.append(parameter)
      }
      guard take(",") || isAtEnd() else {
        throw unexpected(expected: "','" + (end.map { " or '\($0)'" } ?? ""))
      }
    }
    return parameters
  }

  /// Reads the `*` that stands alone.
  private mutating func startKeywordOnly(_ kind: inout Parameter.Kind) throws(Diagnostic) {
    guard kind == .ordinary else { throw failure("a second '*'") }
    guard case .name = peek(2).kind else { throw failure("a name must follow '*,'") }
    kind = .keywordOnly
    advance()
  }

  /// Reads the `/` behind parameters that are given by position only.
  private mutating func endPositionalOnly(_ parameters: inout [Parameter]) throws(Diagnostic) {
    guard parameters.allSatisfy({ $0.kind == .ordinary }) else {
      let isSecond = parameters.contains { $0.kind == .positionalOnly }
      throw failure(isSecond ? "a second '/'" : "'/' must come before '*'")
    }
    for place in parameters.indices { parameters[place].kind = .positionalOnly }
    advance()
  }

  private mutating func parameter(
    kind: inout Parameter.Kind, isAnnotated: Bool
  ) throws(Diagnostic) -> Parameter {
    var ownKind = kind
    if take("**") {
      ownKind = .keywordRest
    } else if isAt("*") {
      guard kind == .ordinary else { throw failure("a second '*'") }
      advance()
      ownKind = .rest
      kind = .keywordOnly
    }
    let position = current.position
    let name = try expectNewName("the name of a parameter")
    let annotation = isAnnotated && take(":") ? try annotation(of: ownKind) : nil
    let takesDefault = ownKind == .ordinary || ownKind == .keywordOnly
    if isAt("="), !takesDefault {
      throw failure("'\(name)' collects arguments and can't have a default")
    }
    let value = take("=") ? try expression() : nil
    return Parameter(
      kind: ownKind, name: name, annotation: annotation, default: value, position: position)
  }

  /// Behind `*args:` a type may have a `*`.
  private mutating func annotation(of kind: Parameter.Kind) throws(Diagnostic) -> Expression {
    kind == .rest ? try item(mayBeNamed: false) : try expression()
  }

  private func check(_ parameter: Parameter, after others: [Parameter]) throws(Diagnostic) {
    guard parameter.kind == .ordinary, parameter.default == nil, let last = others.last,
      last.default != nil
    else { return }
    throw failure(
      "a parameter without a default follows one with a default", at: parameter.position)
  }
}
