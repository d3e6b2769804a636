import Arrays
import Diagnostics

/// A module some of whose methods are lifted ones of another's (`nn.scan(Target, …)` and its
/// siblings).
public struct LiftedModule: ModuleWrapper {
  /// The module inside.
  public var target: any Module
  /// How methods are lifted.
  public var lifts: [String: any Lift]
  private let prefix: String

  /// A module whose `__call__` is the target's lifted.
  public init<L: Lift>(_ target: any Module, _ lift: L) {
    self.init(target, methods: ["__call__": lift])
  }

  /// A module some of whose methods are the target's lifted, each in its own way.
  public init<L: Lift>(_ target: any Module, methods: [String: L]) {
    (self.target, lifts, prefix) = (target, methods, L.prefix)
  }

  /// The lift's name and the target's: `ScanLSTMCell`.
  public var typeName: String { prefix + target.typeName }

  /// This around another module.
  public func replacing(target: any Module) -> LiftedModule {
    var copy = self
    copy.target = target
    return copy
  }

  /// The settings of a method that is scanned.
  public func scan(of method: String) -> ScanSettings? {
    switch lifts[method] {
    case let settings as ScanSettings: settings
    case nil, is Remat, is StaticRemat, is Jit: target.scan(of: method)
    default: nil
    }
  }

  /// As the target's, but for a scan's: it takes nothing by name.
  public func keywordParameters(of method: String) -> [String] {
    lifts[method] is ScanSettings ? [] : target.keywordParameters(of: method)
  }

  /// A lifted method, or one of the target's own.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let lift = lifts[method] else {
      return try target.call(method, arguments, in: context)
    }
    let liftable = LiftableMethod(
      target, name: typeName, parameters: target.parameters(of: method) ?? []
    ) { try $0.call(method, $1) }
    return try lift.call(liftable, arguments, in: context)
  }
}
