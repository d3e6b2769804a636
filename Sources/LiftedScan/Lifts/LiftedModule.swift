/// A module with some of another module's methods lifted (`nn.scan(Target, …)` and its siblings).
public struct LiftedModule: ModuleWrapper {
  /// The module inside.
  public var target: any Module
  /// Lifts by name of the method.
  public var lifts: [String: any Lift]
  private let prefix: String

  /// A module with the target's `__call__` lifted.
  public init<L: Lift>(_ target: any Module, _ lift: L) {
    self.init(target, methods: ["__call__": lift])
  }

  /// A module with some of the target's methods lifted, each by its own lift.
  public init<L: Lift>(_ target: any Module, methods: [String: L]) {
    (self.target, lifts, prefix) = (target, methods, L.prefix)
  }

  /// The lift's name and the target's: `ScanLSTMCell`.
  public var typeName: String { prefix + target.typeName }

  /// The same lifts around another module.
  public func replacing(target: any Module) -> LiftedModule {
    var copy = self
    copy.target = target
    return copy
  }

  /// The lifted module, then the target's views.
  public var views: [any Module] { [self] + target.views }

  /// The same lifts around the target with the innermost of its views changed.
  public func mappingUnlifted(
    _ transform: (any Module) throws -> any Module
  ) rethrows -> any Module { replacing(target: try target.mappingUnlifted(transform)) }

  /// A lifted method, or one of the target's own.
  public func method(_ name: String) -> Method? {
    target.method(name).map { method in lifts[name]?.lifted(method) ?? method }
  }

  /// A lifted method, or one of the target's own.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let lift = lifts[method] else {
      return try target.call(method, arguments, in: context)
    }
    let liftable = LiftableMethod(
      target, name: typeName, parameters: target.method(method)?.parameterNames ?? []
    ) { try $0.call(method, $1) }
    return try lift.call(liftable, arguments, in: context)
  }
}
