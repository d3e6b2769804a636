import Diagnostics

/// The parameters of a function, with their defaults.
public struct Signature: Sendable {
  /// A parameter.
  public struct Parameter: Sendable {
    /// Name of the parameter.
    public let name: String
    /// Way the parameter takes arguments: by position, by name or both.
    public let kind: Python.Parameter.Kind
    /// Default of the parameter; `nil` if an argument must be given.
    public let `default`: PyObject?
    /// The default as it is written, where that is known.
    public let defaultText: String?

    /// A parameter.
    public init(
      name: String, kind: Python.Parameter.Kind, default: PyObject?, defaultText: String? = nil
    ) {
      (self.name, self.kind, self.default) = (name, kind, `default`)
      self.defaultText = defaultText
    }

    /// Whether a call must give it.
    fileprivate var isRequired: Bool {
      self.default == nil && kind != .rest && kind != .keywordRest
    }
  }

  /// The parameters, in order.
  public let parameters: [Parameter]
  private let positionalCount: Int
  private let hasOnlyPositional: Bool

  /// A signature of these parameters.
  public init(_ parameters: [Parameter]) {
    self.parameters = parameters
    positionalCount = parameters.count { $0.kind == .positionalOnly || $0.kind == .ordinary }
    hasOnlyPositional = positionalCount == parameters.count
  }

  /// The values of all parameters, in order: `*args` as a tuple, `**kwargs` as a dict.
  ///
  /// - Throws: TypeError when arguments and parameters don't match.
  public func bind(
    _ arguments: PyArguments, of callee: @autoclosure () -> String
  ) throws -> [PyObject] {
    if hasOnlyPositional, arguments.keywords.isEmpty,
      arguments.positional.count == parameters.count
    {
      return arguments.positional
    }
    let placed = try place(
      arguments.positional, keywords: arguments.keywords, of: callee())
    return zip(parameters, placed.values).map { parameter, value in
      switch parameter.kind {
      case .rest: .tuple(placed.rest)
      case .keywordRest: .dict(PyDict(placed.keywordRest))
      default: value ?? parameter.default ?? .none
      }
    }
  }

  /// The arguments of a call, each at its parameter.
  public struct Placed<Value> {
    /// For each parameter its argument; `nil` where the default holds, and for `*args` and
    /// `**kwargs`.
    public fileprivate(set) var values: [Value?]
    /// The arguments of `*args`.
    public fileprivate(set) var rest: [Value] = []
    /// The arguments of `**kwargs`.
    public fileprivate(set) var keywordRest: [(name: String, value: Value)] = []
  }

  /// The arguments of a call, of whatever sort, at their parameters.
  ///
  /// - Throws: TypeError when arguments and parameters don't match.
  public func place<Value>(
    _ positional: [Value], keywords: [(name: String, value: Value)], of callee: String
  ) throws -> Placed<Value> {
    var placed = Placed<Value>(values: Array(repeating: nil, count: parameters.count))
    for (place, value) in zip(0..<positionalCount, positional) { placed.values[place] = value }
    for (name, value) in keywords { try place(value, named: name, in: &placed, of: callee) }
    if positional.count > positionalCount {
      guard parameters.contains(where: { $0.kind == .rest }) else {
        throw tooMany(positional.count, of: callee)
      }
      placed.rest = Array(positional[positionalCount...])
    }
    let missing = zip(parameters, placed.values).filter { $0.isRequired && $1 == nil }.map(\.0)
    guard missing.isEmpty else { throw missingError(missing, of: callee) }
    return placed
  }

  private func place<Value>(
    _ value: Value, named name: String, in placed: inout Placed<Value>, of callee: String
  ) throws {
    if let place = parameters.firstIndex(where: { $0.name == name && $0.kind.takesName }) {
      guard placed.values[place] == nil else { throw givenTwice(name, of: callee) }
      placed.values[place] = value
    } else {
      guard parameters.contains(where: { $0.kind == .keywordRest }) else {
        throw unknown(name, of: callee)
      }
      guard !placed.keywordRest.contains(where: { $0.name == name }) else {
        throw givenTwice(name, of: callee)
      }
      placed.keywordRest.append((name, value))
    }
  }

  /// Error text about the number of arguments of one of Python's own functions.
  func countProblem(
    _ arguments: PyArguments, _ name: String, _ owner: String, isMethod: Bool
  ) -> String? {
    let own = isMethod ? 1 : 0
    let (most, given) = (positionalCount - own, arguments.positional.count - own)
    let isPositional =
      hasOnlyPositional && parameters.allSatisfy { $0.kind == .positionalOnly }
    let long = owner.isEmpty ? name : "\(owner).\(name)"
    guard isPositional else {
      guard given > most, !parameters.contains(where: { $0.kind == .rest }) else { return nil }
      return most == 0
        ? "\(name)() takes no positional arguments"
        : "\(name)() takes at most \(most) argument\(most == 1 ? "" : "s") (\(given) given)"
    }
    if !arguments.keywords.isEmpty { return "\(long)() takes no keyword arguments" }
    let least = parameters.count { $0.default == nil } - own
    guard given < least || given > most, given >= 0 else { return nil }
    if most == 0 { return "\(long)() takes no arguments (\(given) given)" }
    if most == 1, least == 1 { return "\(long)() takes exactly one argument (\(given) given)" }
    let bound = least == most ? "" : given < least ? "at least " : "at most "
    let count = given < least ? least : most
    return "\(name) expected \(bound)\(count) argument\(count == 1 ? "" : "s"), got \(given)"
  }

  private func tooMany(_ given: Int, of callee: String) -> PyError {
    let required = parameters.prefix(positionalCount).count(where: \.isRequired)
    let takes =
      required < positionalCount ? "from \(required) to \(positionalCount)" : "\(positionalCount)"
    return fault(
      "takes \(takes) positional argument\(takes == "1" ? "" : "s") but "
        + "\(given) \(given == 1 ? "was" : "were") given", of: callee)
  }

  private func unknown(_ name: String, of callee: String) -> PyError {
    if parameters.contains(where: { $0.name == name && $0.kind == .positionalOnly }) {
      return fault(
        "got some positional-only arguments passed as keyword arguments: '\(name)'", of: callee,
        hint: "leave out '\(name)='")
    }
    let known = parameters.filter(\.kind.takesName).map(\.name)
    return fault(
      "got an unexpected keyword argument '\(name)'", of: callee,
      hint: closestMatch(to: name, among: known).map { "did you mean '\($0)'?" })
  }

  private func givenTwice(_ name: String, of callee: String) -> PyError {
    fault("got multiple values for argument '\(name)'", of: callee)
  }

  /// A TypeError that shows the signature.
  private func fault(_ problem: String, of callee: String, hint: String? = nil) -> PyError {
    var error = PyError.type("\(callee)() \(problem)", hint: hint)
    error.diagnostic.expected = "\(callee)\(self)"
    return error
  }

  private func missingError(_ missing: [Parameter], of callee: String) -> PyError {
    let positional = missing.filter { $0.kind != .keywordOnly }
    let shown = positional.isEmpty ? missing : positional
    let names = shown.map { "'\($0.name)'" }
    let list =
      switch names.count {
      case 1: names[0]
      case 2: "\(names[0]) and \(names[1])"
      default: names.dropLast().joined(separator: ", ") + ", and \(names[names.count - 1])"
      }
    let kind = positional.isEmpty ? "keyword-only" : "positional"
    return fault(
      "missing \(names.count) required \(kind) argument\(names.count == 1 ? "" : "s"): \(list)",
      of: callee)
  }
}

extension Signature: CustomStringConvertible {
  /// The signature as Python writes it: `(x, axis=-1, *, keepdims=False)`.
  public var description: String {
    var parts: [String] = []
    var last: Python.Parameter.Kind?
    for parameter in parameters {
      if last == .positionalOnly, parameter.kind != .positionalOnly { parts.append("/") }
      if parameter.kind == .keywordOnly, last != .keywordOnly, last != .rest { parts.append("*") }
      parts.append(parameter.description)
      last = parameter.kind
    }
    if last == .positionalOnly { parts.append("/") }
    return "(" + parts.joined(separator: ", ") + ")"
  }
}

extension Signature.Parameter: CustomStringConvertible {
  /// The parameter as Python writes it: `axis=None`, `*args`.
  public var description: String {
    switch kind {
    case .rest: return "*\(name)"
    case .keywordRest: return "**\(name)"
    default:
      let text = defaultText ?? self.default.map { (try? Py.representation(of: $0)) ?? "…" }
      return text.map { "\(name)=\($0)" } ?? name
    }
  }
}

extension Parameter.Kind {
  /// Whether the parameter takes an argument by its name.
  fileprivate var takesName: Bool { self == .ordinary || self == .keywordOnly }
}

extension Signature {
  /// A signature as Python writes it, defaults being literals. Others, such as names, become
  /// strings.
  public init(_ text: String) {
    var parameters: [Parameter] = []
    var kind = Python.Parameter.Kind.ordinary
    for part in text.dropFirst().dropLast().splitOutsideBrackets() {
      switch part {
      case "*": kind = .keywordOnly
      case "/":
        parameters = parameters.map {
          Parameter(
            name: $0.name, kind: .positionalOnly, default: $0.default, defaultText: $0.defaultText)
        }
      case let part where part.hasPrefix("**"):
        parameters.append(
          Parameter(name: String(part.dropFirst(2)), kind: .keywordRest, default: nil))
      case let part where part.hasPrefix("*"):
        parameters.append(Parameter(name: String(part.dropFirst()), kind: .rest, default: nil))
        kind = .keywordOnly
      default:
        let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
        parameters.append(
          Parameter(
            name: sides[0], kind: kind,
            default: sides.count > 1 ? PyObject(literal: sides[1]) : nil,
            defaultText: sides.count > 1 ? sides[1] : nil))
      }
    }
    self.init(parameters)
  }
}

extension Substring {
  /// The parts between commas that are in no brackets or quotes.
  fileprivate func splitOutsideBrackets() -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    var quote: Character?
    for character in self {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "([{".contains(character) {
        depth += 1
      } else if ")]}".contains(character) {
        depth -= 1
      } else if character == ",", depth == 0 {
        parts.append(part)
        part = ""
        continue
      }
      if character != " " || !part.isEmpty { part.append(character) }
    }
    return part.isEmpty ? parts : parts + [part]
  }
}

extension PyObject {
  /// The value of a literal; of anything else, its text.
  init(literal text: String) {
    switch text {
    case "None": self = .none
    case "True": self = .bool(true)
    case "False": self = .bool(false)
    case "...": self = .ellipsis
    case "()": self = .tuple([])
    default:
      if let integer = Int(text) {
        self = .int(integer)
      } else if let float = Double(text) {
        self = .float(float)
      } else {
        let isQuoted = text.first == "'" || text.first == "\""
        self = .string(isQuoted ? String(text.dropFirst().dropLast()) : text)
      }
    }
  }
}
