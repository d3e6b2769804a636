/// A method that can be called on other scopes than its module's own.
public struct LiftableMethod {
  /// The code of a method, for a module bound to the scopes of the call.
  public typealias Body = (BoundModule, Arguments) throws -> Value

  /// Module of the method.
  public var module: any Module
  /// The name in errors.
  public var name: String
  /// Names of the method's arguments; empty if unknown.
  public var parameters: [String]
  /// The code that the lift runs.
  public var body: Body

  /// A method that does `body`.
  public init(
    _ module: any Module, name: String, parameters: [String] = [], body: @escaping Body
  ) {
    (self.module, self.name, self.parameters, self.body) = (module, name, parameters, body)
  }

  /// The method under one more lift: the same arguments on yet other scopes.
  public func lifted(by lift: any Lift) -> LiftableMethod {
    var copy = self
    copy.body = { context, arguments in
      var method = self
      method.module = context.module
      return try lift.call(method, arguments, in: context)
    }
    return copy
  }

  /// Calls the method.
  func callAsFunction(_ context: BoundModule, _ arguments: Arguments) throws -> Value {
    try body(context, arguments)
  }
}
