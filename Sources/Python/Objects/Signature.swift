/// The parameters of a function, with their defaults.
public struct Signature: Sendable {
  /// A parameter.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// How it takes arguments.
    public let kind: Python.Parameter.Kind
    /// What it is when not given; it must be given if there is none.
    public let `default`: PyObject?

    /// A parameter.
    public init(name: String, kind: Python.Parameter.Kind, default: PyObject?) {
      (self.name, self.kind, self.default) = (name, kind, `default`)
    }
  }

  /// The parameters, in order.
  public let parameters: [Parameter]
  private let positionalCount: Int
  private let hasOnlyPositional: Bool

  /// These parameters.
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
    var values = [PyObject?](repeating: nil, count: parameters.count)
    let callee = callee()
    try bindPositional(arguments.positional, to: &values, of: callee)
    try bindKeywords(arguments.keywords, to: &values, of: callee)
    return try completed(values, of: callee)
  }

  /// What is wrong with the number of arguments of one of Python's own functions.
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

  private func bindPositional(
    _ given: [PyObject], to values: inout [PyObject?], of callee: String
  ) throws {
    for (place, value) in zip(0..<positionalCount, given) { values[place] = value }
    if let rest = parameters.firstIndex(where: { $0.kind == .rest }) {
      values[rest] = .tuple(Array(given.dropFirst(positionalCount)))
    } else if given.count > positionalCount {
      let required = parameters.prefix(positionalCount).count { $0.default == nil }
      let takes =
        required < positionalCount ? "from \(required) to \(positionalCount)" : "\(positionalCount)"
      throw PyError.type(
        "\(callee)() takes \(takes) positional argument\(takes == "1" ? "" : "s") but "
          + "\(given.count) \(given.count == 1 ? "was" : "were") given",
        hint: "\(callee)\(self)")
    }
  }

  private func bindKeywords(
    _ given: [(name: String, value: PyObject)], to values: inout [PyObject?], of callee: String
  ) throws {
    let rest = parameters.firstIndex { $0.kind == .keywordRest }
    let others = PyDict()
    for (name, value) in given {
      guard let place = parameters.firstIndex(where: { $0.name == name && $0.kind.takesName })
      else {
        guard rest != nil else { throw unknown(name, of: callee) }
        guard others[name] == nil else { throw givenTwice(name, of: callee) }
        others[name] = value
        continue
      }
      guard values[place] == nil else { throw givenTwice(name, of: callee) }
      values[place] = value
    }
    if let rest { values[rest] = .dict(others) }
  }

  private func unknown(_ name: String, of callee: String) -> PyError {
    if parameters.contains(where: { $0.name == name && $0.kind == .positionalOnly }) {
      return PyError.type(
        "\(callee)() got some positional-only arguments passed as keyword arguments: '\(name)'",
        hint: "\(callee)\(self)")
    }
    return PyError.type(
      "\(callee)() got an unexpected keyword argument '\(name)'", hint: "\(callee)\(self)")
  }

  private func givenTwice(_ name: String, of callee: String) -> PyError {
    PyError.type(
      "\(callee)() got multiple values for argument '\(name)'", hint: "\(callee)\(self)")
  }

  private func completed(_ values: [PyObject?], of callee: String) throws -> [PyObject] {
    var result: [PyObject] = []
    var missing: [Parameter] = []
    for (parameter, value) in zip(parameters, values) {
      if let value = value ?? parameter.default {
        result.append(value)
      } else if parameter.kind == .rest {
        result.append(.tuple([]))
      } else {
        missing.append(parameter)
      }
    }
    guard missing.isEmpty else { throw missingError(missing, of: callee) }
    return result
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
    return PyError.type(
      "\(callee)() missing \(names.count) required \(kind) argument\(names.count == 1 ? "" : "s"): "
        + list, hint: "\(callee)\(self)")
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
      let value = parameter.default.map { "=" + ((try? Py.representation(of: $0)) ?? "…") } ?? ""
      let stars =
        parameter.kind == .rest ? "*" : parameter.kind == .keywordRest ? "**" : ""
      parts.append(stars + parameter.name + value)
      last = parameter.kind
    }
    if last == .positionalOnly { parts.append("/") }
    return "(" + parts.joined(separator: ", ") + ")"
  }
}

extension Parameter.Kind {
  /// Whether it takes an argument by its name.
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
          Parameter(name: $0.name, kind: .positionalOnly, default: $0.default)
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
            default: sides.count > 1 ? PyObject(literal: sides[1]) : nil))
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
      } else if character == "'" {
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
      if character != " " || depth > 0 || quote != nil { part.append(character) }
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
        self = .string(text.first == "'" ? String(text.dropFirst().dropLast()) : text)
      }
    }
  }
}
