import Arrays
import Diagnostics

/// A module that behaves like the wrapped one, except in how its methods are called.
public protocol ModuleWrapper: Module {
  /// The module inside.
  var target: any Module { get }

  /// The same wrapper around another module.
  func replacing(target: any Module) -> Self
}

extension ModuleWrapper {
  /// The target's method of that name.
  public func method(_ name: String) -> Method? { target.method(name) }

  /// Names of the target's methods.
  public var methodNames: [String] { target.methodNames }

  /// Values of the target's fields.
  public var fieldValues: [Value] { target.fieldValues }

  /// With the target's fields replaced.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    replacing(target: try target.mappingFields(transform))
  }

  /// The target's field of that name.
  public func field(_ name: String) -> Value? { target.field(name) }

  /// The target's maker of parameters.
  public var parameterMaker: (any ParameterMaker)? { target.parameterMaker }
}
