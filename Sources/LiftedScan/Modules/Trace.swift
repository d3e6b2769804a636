import Diagnostics

/// What one trace of a model shares: which modules are being called, and what is to be said later.
public final class Trace {
  /// What the user should know though nothing is wrong.
  public let warnings = Warnings()
  private var modules: [BoundModule] = []

  /// How many calls may be inside each other before it is taken for endless recursion.
  private static let depthLimit = 100

  /// A trace that nothing has been called in.
  public init() {}

  /// The module whose method is running: new submodules are its children.
  public var currentModule: BoundModule? { modules.last }

  /// Runs `body` as a call of one of the module's methods.
  func calling<R>(_ module: BoundModule, _ body: () throws -> R) throws -> R {
    guard modules.count < Self.depthLimit else {
      throw Diagnostic(
        "modules call each other more than \(Self.depthLimit) levels deep",
        path: module.scope.pathText, hint: "does a module call itself without end?")
    }
    modules.append(module)
    defer { modules.removeLast() }
    return try body()
  }
}
