import Diagnostics

/// The arguments of a call, each at its parameter.
public struct BoundArguments<Value> {
  /// The parameters.
  public let signature: Signature
  /// For each parameter its argument; `nil` where the default holds, and for `*args` and
  /// `**kwargs`.
  public fileprivate(set) var values: [Value?]
  /// The arguments of `*args`.
  public fileprivate(set) var rest: [Value] = []
  /// The arguments of `**kwargs`.
  public fileprivate(set) var keywordRest: [(name: String, value: Value)] = []

  /// The argument of a parameter, if one is given.
  public subscript(_ name: String) -> Value? { signature.index(of: name).flatMap { values[$0] } }
}

extension Signature {
  /// The arguments of a call at their parameters, by Python's rules.
  ///
  /// - Parameters:
  ///   - callee: The name of the called, for errors.
  /// - Throws: when there are too many arguments, one of a name that no parameter has, two for one
  ///   parameter, or none where one is required.
  public func bind<Value>(
    _ positional: [Value], keywords: [(name: String, value: Value)], of callee: String
  ) throws -> BoundArguments<Value> {
    var bound = BoundArguments<Value>(
      signature: self, values: Array(repeating: nil, count: parameters.count))
    let places = parameters.indices.filter { parameters[$0].isPositional }
    for (place, value) in zip(places, positional) { bound.values[place] = value }
    if positional.count > places.count {
      guard positionalLimit == nil else {
        throw fault(
          "takes at most \(Self.counted(places.count)) by position", of: callee,
          got: Self.counted(positional.count))
      }
      bound.rest = Array(positional[places.count...])
    }
    for argument in keywords { try bind(argument, to: &bound, of: callee) }
    try checkComplete(bound.values.map { $0 != nil }, of: callee)
    return bound
  }

  private func bind<Value>(
    _ argument: (name: String, value: Value), to bound: inout BoundArguments<Value>,
    of callee: String
  ) throws {
    let name = argument.name
    if let place = parameters.firstIndex(where: { $0.name == name && $0.isNamed }) {
      guard bound.values[place] == nil else { throw fault("is given '\(name)' twice", of: callee) }
      bound.values[place] = argument.value
    } else if parameters.contains(where: { $0.kind == .keywordRest }) {
      guard !bound.keywordRest.contains(where: { $0.name == name }) else {
        throw fault("is given '\(name)' twice", of: callee)
      }
      bound.keywordRest.append(argument)
    } else if parameters.contains(where: { $0.name == name && $0.kind == .positionalOnly }) {
      throw fault(
        "takes '\(name)' by position only", of: callee, hint: "leave out '\(name)='")
    } else {
      let known = self.keywords
      throw fault(
        "has no parameter '\(name)'", of: callee,
        hint: closestMatch(to: name, among: known).map { "did you mean '\($0)'?" })
    }
  }

  private func checkComplete(_ isGiven: [Bool], of callee: String) throws {
    let missing = zip(parameters, isGiven).filter { $0.isRequired && !$1 }.map { "'\($0.0.name)'" }
    guard !missing.isEmpty else { return }
    let noun = missing.count == 1 ? "argument" : "arguments"
    throw fault("needs the \(noun) \(missing.joined(separator: ", "))", of: callee)
  }

  private func fault(
    _ problem: String, of callee: String, got: String? = nil, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic("\(callee) \(problem)", expected: "\(callee)\(self)", got: got, hint: hint)
  }

  private static func counted(_ count: Int) -> String {
    count == 1 ? "1 argument" : "\(count) arguments"
  }
}
