import Diagnostics

extension Trace {
  /// Function around each call of a module's method (`nn.intercept_methods`): it is handed the
  /// module, the method's name, the arguments and what to call with arguments next.
  public typealias Interceptor = (
    _ module: BoundModule, _ method: String, _ arguments: Arguments,
    _ next: @escaping (Arguments) throws -> Value,
    _ original: @escaping (Arguments) throws -> Value
  ) throws -> Value

  /// Calls a method through all interceptors, the first one outermost.
  public func intercepting(
    _ module: BoundModule, _ method: String, _ arguments: Arguments,
    _ body: (Arguments) throws -> Value
  ) throws -> Value {
    guard !interceptors.isEmpty else { return try body(arguments) }
    guard module.module.views.count == 1 else {
      throw Diagnostic(
        "a lifted module can't be called while methods are intercepted",
        path: module.scope.pathText,
        hint: "call it outside of nn.intercept_methods")
    }
    return try withoutActuallyEscaping(body) { body in
      var next = body
      for interceptor in interceptors.reversed() {
        let inner = next
        next = { try interceptor(module, method, $0, inner, body) }
      }
      return try next(arguments)
    }
  }
}
