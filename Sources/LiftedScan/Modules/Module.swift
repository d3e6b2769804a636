import Diagnostics
import ProgramIR

/// A model or a part of one: hyperparameters, and methods that are called on a scope.
///
/// Built-in layers are structs whose `callAsFunction` is their math; a config's modules are
/// interpreted.
public protocol Module {
  /// The name of its class, by which Flax numbers it: `Dense` gives `Dense_0`.
  var typeName: String { get }

  /// The names of a method's parameters; `nil` if there is no such method.
  func parameters(of method: String) -> [String]?

  /// Whether a method makes submodules and variables where it uses them (`nn.compact`).
  func isCompact(_ method: String) -> Bool

  /// The value of a field, if there is one of this name.
  func field(_ name: String) -> Value?

  /// Calls a method.
  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value
}

extension Module {
  /// None that module code can see.
  public func field(_ name: String) -> Value? { nil }

  /// Only `__call__`.
  public func isCompact(_ method: String) -> Bool { method == "__call__" }

  /// The error for a method that isn't there.
  public func noMethod(_ method: String) -> Diagnostic {
    Diagnostic("\(typeName) has no method '\(method)'")
  }
}

/// A class of modules, by which module code makes them.
public struct ModuleType {
  /// The class's name.
  public let name: String
  private let make: (Arguments) throws -> any Module

  /// A class whose modules are made from the values of their fields.
  public init(_ name: String, make: @escaping (Arguments) throws -> any Module) {
    self.name = name
    self.make = make
  }

  /// A module with these fields.
  public func callAsFunction(_ fields: Arguments) throws -> any Module { try make(fields) }
}

/// A module in the hands of module code: not yet bound to a scope, or bound.
public final class ModuleReference {
  /// The module.
  public let module: any Module
  /// The module on its scope, once it has one.
  public internal(set) var bound: BoundModule?

  /// A module that has no scope yet: in `setup`, until it is assigned to an attribute.
  public init(_ module: any Module, bound: BoundModule? = nil) {
    self.module = module
    self.bound = bound
  }
}

/// A module that acts on the last axis and takes one array.
public protocol Layer: Module {
  /// The layer applied to `inputs`.
  func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor
}

extension Layer {
  /// `__call__(inputs)`.
  public func parameters(of method: String) -> [String]? {
    method == "__call__" ? ["inputs"] : nil
  }

  /// `__call__`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let names = parameters(of: method) else { throw noMethod(method) }
    let inputs = try arguments.required(names, of: typeName)[0].tensor("inputs")
    return .tensor(try self(inputs, in: context))
  }
}
