/// The parameters of something that can be called, as Python writes them:
/// `(a, /, axis=None, *args, keepdims=False, **kwargs)`.
///
/// It knows nothing of the values that arguments have: defaults are text, for errors and
/// documentation. Whoever binds arguments fills in the values of defaults.
public struct Signature: Hashable, Sendable {
  /// How arguments reach a parameter.
  public enum Kind: Hashable, Sendable {
    /// By position only: it stands before `/`.
    case positionalOnly
    /// By position or by name.
    case ordinary
    /// `*args`: all further arguments by position.
    case rest
    /// By name only: it stands after `*` or `*args`.
    case keywordOnly
    /// `**kwargs`: all further arguments by name.
    case keywordRest
  }

  /// A parameter.
  public struct Parameter: Hashable, Sendable {
    /// The name, without stars.
    public var name: String
    /// How arguments reach it.
    public var kind: Kind
    /// The default as Python writes it; `nil` where an argument must be given.
    public var defaultText: String?

    /// A parameter of this name.
    public init(_ name: String, kind: Kind = .ordinary, defaultText: String? = nil) {
      self.name = name
      self.kind = kind
      self.defaultText = defaultText
    }

    /// Whether a call must give it.
    public var isRequired: Bool {
      kind != .rest && kind != .keywordRest && defaultText == nil
    }

    /// Whether an argument can be given by this name.
    public var isNamed: Bool { kind == .ordinary || kind == .keywordOnly }

    /// Whether an argument can be given by position.
    public var isPositional: Bool { kind == .positionalOnly || kind == .ordinary }
  }

  /// The parameters in order.
  public let parameters: [Parameter]

  /// A signature of parameters that are in Python's order: by position only, ordinary, `*args`, by
  /// name only, `**kwargs`.
  public init(_ parameters: [Parameter]) { self.parameters = parameters }

  /// The names that arguments can be given by.
  public var keywords: [String] { parameters.filter(\.isNamed).map(\.name) }

  /// How many arguments can be given by position; `nil` for any number.
  public var positionalLimit: Int? {
    if parameters.contains(where: { $0.kind == .rest }) { return nil }
    return parameters.count { $0.isPositional }
  }

  /// The place of a parameter among `parameters`.
  public func index(of name: String) -> Int? { parameters.firstIndex { $0.name == name } }
}

extension Signature: CustomStringConvertible {
  /// The parameters as Python writes them, in brackets.
  public var description: String {
    var parts: [String] = []
    var previous: Kind?
    for parameter in parameters {
      if previous == .positionalOnly, parameter.kind != .positionalOnly { parts.append("/") }
      if parameter.kind == .keywordOnly, previous != .keywordOnly, previous != .rest {
        parts.append("*")
      }
      parts.append(parameter.description)
      previous = parameter.kind
    }
    if previous == .positionalOnly { parts.append("/") }
    return "(\(parts.joined(separator: ", ")))"
  }
}

extension Signature.Parameter: CustomStringConvertible {
  /// The parameter as Python writes it: `axis=None`, `*args`.
  public var description: String {
    switch kind {
    case .rest: "*\(name)"
    case .keywordRest: "**\(name)"
    default: defaultText.map { "\(name)=\($0)" } ?? name
    }
  }
}
