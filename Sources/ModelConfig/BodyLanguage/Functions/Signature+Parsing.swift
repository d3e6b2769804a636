import Diagnostics

extension Signature {
  /// The signature that `text`, such as `(a, axis=None, *, keepdims=False)`, writes down.
  ///
  /// - Throws: where Python would refuse it: an order of parameters that can't be, a name twice.
  public init(parsing text: String) throws {
    guard text.hasPrefix("("), text.hasSuffix(")"), text.count >= 2 else {
      throw Self.fault("a signature stands in brackets", text)
    }
    var builder = Builder(text: text)
    for part in Self.parts(of: text.dropFirst().dropLast()) { try builder.add(part) }
    try builder.finish()
    self.init(builder.parameters)
  }

  /// What stands between the commas, brackets and quotes kept whole.
  private static func parts(of text: Substring) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    var quote: Character?
    for character in text {
      if quote != nil {
        if character == quote { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      }
      if character == ",", depth == 0, quote == nil {
        parts.append(part)
        part = ""
      } else if character != " " || !part.isEmpty {
        part.append(character)
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  fileprivate static func fault(_ problem: String, _ text: String) -> Diagnostic {
    Diagnostic(problem, code: .internalFault, got: text)
  }
}

/// The parameters read so far.
private struct Builder {
  let text: String
  var parameters: [Signature.Parameter] = []
  private var kind = Signature.Kind.ordinary
  /// Whether a lone `*` came last, after which a parameter must follow.
  private var isStarOpen = false

  init(text: String) { self.text = text }

  mutating func add(_ part: String) throws {
    switch part {
    case "/":
      guard !parameters.isEmpty, parameters.allSatisfy({ $0.kind == .ordinary }),
        kind == .ordinary
      else { throw Signature.fault("'/' stands after the first parameters", text) }
      for index in parameters.indices { parameters[index].kind = .positionalOnly }
    case "*":
      guard kind == .ordinary else { throw Signature.fault("'*' stands once", text) }
      (kind, isStarOpen) = (.keywordOnly, true)
    default:
      if part.hasPrefix("**") {
        try append(.init(String(part.dropFirst(2)), kind: .keywordRest))
        kind = .keywordRest
      } else if part.hasPrefix("*") {
        guard kind == .ordinary else { throw Signature.fault("'*' stands once", text) }
        try append(.init(String(part.dropFirst()), kind: .rest))
        kind = .keywordOnly
      } else {
        try addNamed(part)
      }
    }
  }

  private mutating func addNamed(_ part: String) throws {
    let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = sides.count > 1 ? String(sides[1]) : nil
    if value == nil, kind == .ordinary, parameters.contains(where: { $0.defaultText != nil }) {
      throw Signature.fault("'\(part)' without default follows one with a default", text)
    }
    guard value != "" else { throw Signature.fault("a default is missing", text) }
    isStarOpen = false
    try append(.init(String(sides[0]), kind: kind, defaultText: value))
  }

  private mutating func append(_ parameter: Signature.Parameter) throws {
    let isName =
      parameter.name.first.map { $0.isLetter || $0 == "_" } ?? false
      && parameter.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard isName else { throw Signature.fault("'\(parameter.name)' is no name", text) }
    guard kind != .keywordRest else { throw Signature.fault("nothing follows '**'", text) }
    guard !parameters.contains(where: { $0.name == parameter.name }) else {
      throw Signature.fault("'\(parameter.name)' stands twice", text)
    }
    parameters.append(parameter)
  }

  func finish() throws {
    if isStarOpen { throw Signature.fault("a parameter must follow '*'", text) }
  }
}
