import Diagnostics
import ProgramIR

/// A model or a part of one: hyperparameters, and methods that are called on a scope.
///
/// Built-in layers are structs whose `callAsFunction` is their math; a config's modules are
/// interpreted.
public protocol Module {
  /// The name of its class, by which Flax numbers it: `Dense` gives `Dense_0`.
  var typeName: String { get }

  /// A method by its name; `nil` if there is none.
  func method(_ name: String) -> Method?

  /// The names of the methods, for messages.
  var methodNames: [String] { get }

  /// The module and the modules whose methods it lifts, the outermost first: its class and those
  /// that it inherits from.
  var views: [any Module] { get }

  /// The module with the innermost of its views changed: of a lifted module, the one that is
  /// lifted.
  func mappingUnlifted(_ transform: (any Module) throws -> any Module) rethrows -> any Module

  /// The values of fields that may hold modules or variables of other scopes.
  var fieldValues: [Value] { get }

  /// The module with each field replaced by its transform.
  func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module

  /// The value of a field, if there is one of this name.
  func field(_ name: String) -> Value?

  /// Maker of the module's parameters in place of the layer's own rules, if there is one.
  var parameterMaker: (any ParameterMaker)? { get }

  /// Calls a method.
  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value
}

extension Module {
  /// The name of the Swift type.
  public var typeName: String { "\(type(of: self))" }

  /// Only `__call__`.
  public var methodNames: [String] { ["__call__"] }

  /// Only this.
  public var views: [any Module] { [self] }

  /// The module, changed: it lifts no other.
  public func mappingUnlifted(
    _ transform: (any Module) throws -> any Module
  ) rethrows -> any Module { try transform(self) }

  /// No maker: the layer's own rules hold.
  public var parameterMaker: (any ParameterMaker)? { nil }

  /// None.
  public var fieldValues: [Value] { [] }

  /// The module unchanged: it has no fields that module code can see.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module { self }

  /// The scopes of modules and variables in the fields.
  var fieldScopes: [Scope] { fieldValues.flatMap(\.scopes) }

  /// No field: none is visible to module code.
  public func field(_ name: String) -> Value? { nil }

  /// The error for a method that isn't there.
  public func noMethod(_ method: String) -> Diagnostic {
    Diagnostic("\(typeName) has no method '\(method)'")
  }
}

/// A module that acts on the last axis and takes one array.
public protocol Layer: Module {
  /// The layer applied to `inputs`.
  func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor
}

extension Layer {
  /// `__call__(inputs)`.
  public func method(_ name: String) -> Method? { name == "__call__" ? Method("inputs") : nil }

  /// `__call__`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let inputs = try arguments.required(known.parameterNames, of: typeName)[0].tensor("inputs")
    return .tensor(try self(inputs, in: context))
  }
}
