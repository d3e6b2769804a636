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
  public func parameters(of method: String) -> [String]? { target.parameters(of: method) }

  /// As the target's.
  public func keywordParameters(of method: String) -> [String] {
    target.keywordParameters(of: method)
  }

  /// As the target's.
  public var methodNames: [String] { target.methodNames }

  /// As the target's.
  public func isCompact(_ method: String) -> Bool { target.isCompact(method) }

  /// As the target's.
  public func isWrapped(_ method: String) -> Bool { target.isWrapped(method) }

  /// As the target's.
  public func isProperty(_ method: String) -> Bool { target.isProperty(method) }

  /// As the target's.
  public var fieldValues: [Value] { target.fieldValues }

  /// With the target's fields replaced.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    replacing(target: try target.mappingFields(transform))
  }

  /// As the target's.
  public func field(_ name: String) -> Value? { target.field(name) }

  /// As the target's.
  public func hasDefault(_ parameter: String, of method: String) -> Bool {
    target.hasDefault(parameter, of: method)
  }

  /// As the target's.
  public func scan(of method: String) -> ScanSettings? { target.scan(of: method) }

  /// As the target's.
  public func returnsCarry(_ method: String) -> Bool { target.returnsCarry(method) }

  /// As the target's.
  public var parameterMaker: (any ParameterMaker)? { target.parameterMaker }

  /// As the target's.
  public var carryNames: [String]? { target.carryNames }
}
