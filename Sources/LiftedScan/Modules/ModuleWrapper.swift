import Arrays
import Diagnostics

/// A module that is another one's in all but how its methods are called.
public protocol ModuleWrapper: Module {
  /// The module inside.
  var target: any Module { get }

  /// This around another module.
  func replacing(target: any Module) -> Self
}

extension ModuleWrapper {
  /// As the target's.
  public func method(_ name: String) -> Method? { target.method(name) }

  /// As the target's.
  public var methodNames: [String] { target.methodNames }

  /// As the target's.
  public var fieldValues: [Value] { target.fieldValues }

  /// With the target's fields replaced.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    replacing(target: try target.mappingFields(transform))
  }

  /// As the target's.
  public func field(_ name: String) -> Value? { target.field(name) }

  /// As the target's.
  public var parameterMaker: (any ParameterMaker)? { target.parameterMaker }
}
