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

  /// The names of a method's parameters that take arguments by name only.
  func keywordParameters(of method: String) -> [String]

  /// The names of the methods, for messages.
  var methodNames: [String] { get }

  /// Whether a method makes submodules and variables where it uses them (`nn.compact`).
  func isCompact(_ method: String) -> Bool

  /// Whether a method is one of the module's and not merely a function beside it (`nn.nowrap`): it
  /// has the module's parts, and what it makes is the module's.
  func isWrapped(_ method: String) -> Bool

  /// Whether a method is read like a field, without a call (`@property`).
  func isProperty(_ method: String) -> Bool

  /// The values of fields that may hold modules or variables of other scopes.
  var fieldValues: [Value] { get }

  /// This with those fields replaced.
  func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module

  /// The value of a field, if there is one of this name.
  func field(_ name: String) -> Value?

  /// Whether a parameter of a method may be left out.
  func hasDefault(_ parameter: String, of method: String) -> Bool

  /// How a method is scanned, if it is a lifted scan: it takes a carry first, and returns it.
  func scan(of method: String) -> ScanSettings?

  /// Whether a method that isn't a lifted scan returns a tuple of a carry and outputs all the same.
  func returnsCarry(_ method: String) -> Bool

  /// How the parts of its carry are called, if it has one that is a tuple.
  var carryNames: [String]? { get }

  /// What makes its parameters in a way of its own, if anything does.
  var parameterMaker: (any ParameterMaker)? { get }

  /// Calls a method.
  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value
}

extension Module {
  /// The name of the Swift type.
  public var typeName: String { "\(type(of: self))" }

  /// None has a default.
  public func hasDefault(_ parameter: String, of method: String) -> Bool { false }

  /// None.
  public func keywordParameters(of method: String) -> [String] { [] }

  /// Only `__call__`.
  public var methodNames: [String] { ["__call__"] }

  /// No scan.
  public func scan(of method: String) -> ScanSettings? { nil }

  /// No.
  public func returnsCarry(_ method: String) -> Bool { false }

  /// Nothing.
  public var parameterMaker: (any ParameterMaker)? { nil }

  /// No names.
  public var carryNames: [String]? { nil }

  /// None.
  public var fieldValues: [Value] { [] }

  /// This.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module { self }

  /// All are.
  public func isWrapped(_ method: String) -> Bool { true }

  /// None is.
  public func isProperty(_ method: String) -> Bool { false }

  /// The scopes of modules and variables in the fields.
  var fieldScopes: [Scope] { fieldValues.flatMap(\.scopes) }

  /// None that module code can see.
  public func field(_ name: String) -> Value? { nil }

  /// Only `__call__`.
  public func isCompact(_ method: String) -> Bool { method == "__call__" }

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
