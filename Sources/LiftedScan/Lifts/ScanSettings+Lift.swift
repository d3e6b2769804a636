import Arrays
import Diagnostics

extension ScanSettings: Lift {
  /// `Scan`.
  public static var prefix: String { "Scan" }

  /// Calls the method for every step.
  ///
  /// - Parameter arguments: the first carry, then the scanned and broadcast arguments.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func call(
    _ method: LiftableMethod, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    try checkNoKeywords(arguments, method)
    guard let carry = arguments.positional.first else {
      throw Diagnostic("\(method.name) is a scan: its first argument is the carry")
    }
    let call = LiftedCall(context, method)
    let label = LiftedScan.Label(
      name: method.name, path: context.scope.pathText,
      arguments: Array(method.parameters.dropFirst()))
    let (last, ys) = try LiftedScan.run(
      self, scopes: call.scopes(arguments), label: label, carry: carry,
      xs: Array(arguments.positional.dropFirst())
    ) { inner, carry, xs in
      let result = try call(inner, Arguments([carry] + xs))
      guard case .tuple(let parts) = result, parts.count == 2 else {
        throw Diagnostic(
          "a scan's body must return a tuple of the next carry and an output", path: method.name,
          got: result.text, hint: "return carry, None if there is no output")
      }
      return (parts[0], parts[1])
    }
    return .tuple([last, ys])
  }
}

extension Lift {
  /// - Throws: for arguments by name, which Flax would silently leave out.
  func checkNoKeywords(_ arguments: Arguments, _ method: LiftableMethod) throws {
    guard !arguments.keywords.isEmpty else { return }
    throw Diagnostic(
      "\(method.name) is a \(Self.prefix.lowercased()): it takes arguments by position only",
      got: arguments.keywords.map { "\($0.name)=" }.joined(separator: ", "))
  }
}

extension BoundModule {
  /// Runs `body` for every step, on this module as `module`, on the scope of the step.
  ///
  /// - Parameters:
  ///   - arguments: the first carry, then the scanned and broadcast arguments.
  ///   - name: what errors call the scan.
  ///   - argumentNames: the names of the carry and the arguments after it, if they are known.
  /// - Returns: the tuple of the last carry and the stacked results.
  public func scan(
    _ settings: ScanSettings, as module: any Module, _ arguments: Arguments, of name: String,
    argumentNames: [String] = [], body: @escaping (BoundModule, Arguments) throws -> Value
  ) throws -> Value {
    let method = LiftableMethod(module, name: name, parameters: argumentNames, body: body)
    return try settings.call(method, arguments, in: self)
  }
}
