import Arrays
import Diagnostics
import ProgramIR

/// Value in module code while it is traced: a pytree of tensors and of static objects.
public typealias Value = Tree<Object>

/// A leaf of a `Value`: a tensor, or an object known while tracing.
public enum Object {
  case tensor(Tensor)
  case int(Int)
  case float(Double)
  case bool(Bool)
  case string(String)
  case dtype(DType)
  case function(Function)
  case module(ModuleReference)
  case moduleType(ModuleType)
  case variable(VariableReference)
  /// An opaque object of the language that module code is written in.
  case foreign(any ForeignObject)
}

/// An object of the language that module code is written in.
public protocol ForeignObject: AnyObject {
  /// The name in errors.
  var noun: String { get }
}

extension Object {
  /// The value as errors call it: `the string 'five'`, `a float32[3] array`.
  public var text: String {
    switch self {
    case .tensor(let tensor): "an array \(tensor.type)"
    case .int(let value): "\(value)"
    case .float(let value): "\(value)"
    case .bool(let value): value ? "True" : "False"
    case .string(let value): "the string '\(value)'"
    case .dtype(let dtype): "the dtype \(dtype)"
    case .function(let function): "the function \(function.name)"
    case .module(let module): "a module \(module.module.typeName)"
    case .moduleType(let type): "the module type \(type.name)"
    case .variable(let variable): "the variable \(variable.name)"
    case .foreign(let object): object.noun
    }
  }
}

extension Tree where Leaf == Object {
  /// A tensor.
  public static func tensor(_ tensor: Tensor) -> Tree<Object> { .leaf(.tensor(tensor)) }
  /// An integer.
  public static func int(_ value: Int) -> Tree<Object> { .leaf(.int(value)) }
  /// A string.
  public static func string(_ value: String) -> Tree<Object> { .leaf(.string(value)) }
  /// A truth value.
  public static func bool(_ value: Bool) -> Tree<Object> { .leaf(.bool(value)) }
  /// A float.
  public static func float(_ value: Double) -> Tree<Object> { .leaf(.float(value)) }

  /// The object as errors call it.
  public var text: String {
    switch self {
    case .leaf(let object): object.text
    case .dict(let fields) where fields.sorted.map(\.key) == ["imag_part", "real_part"]:
      "a complex array"
    default: kindName
    }
  }

  /// The tensors in the places of the arrays and numbers.
  ///
  /// - Throws: when a leaf is something else.
  public func tensors(_ what: String = "value") throws -> Tree<Tensor> {
    try map { object in
      guard let tensor = object.asTensor else {
        throw Diagnostic("a \(what) must be made of arrays and numbers", got: object.text)
      }
      return tensor
    }
  }

  /// The `bool` scalar that this is.
  ///
  /// - Parameter function: what returned it, as errors call it.
  public func truth(from function: String) throws -> Tensor {
    let leaves = try tensors("result of \(function)").leaves
    guard leaf != nil, leaves.count == 1, leaves[0].rank == 0, leaves[0].dtype == .bool else {
      throw Diagnostic(
        "\(function) must return a bool scalar",
        got: leaves.map { "\($0.type)" }.joined(separator: ", "))
    }
    return leaves[0]
  }

  /// The array, or the number as an array.
  public func tensor(_ what: String = "value") throws -> Tensor {
    guard case .leaf(let object) = self, let tensor = object.asTensor else {
      throw Diagnostic("\(what) must be an array", got: text)
    }
    return tensor
  }
}

extension Object {
  /// The array, or a Python number as one.
  public var asTensor: Tensor? {
    switch self {
    case .tensor(let tensor): tensor
    case .int(let value): Tensor(value)
    case .float(let value): Tensor(value)
    case .bool(let value): Tensor(value)
    default: nil
    }
  }
}

extension Tree where Leaf == Tensor {
  /// The tree as a value of module code.
  public var value: Tree<Object> { map { Object.tensor($0) } }
}

/// A function that can be called while tracing.
public struct Function {
  /// The name in errors.
  public let name: String
  /// The names of the axes of the parameter it makes, if it is an initialiser that gives some.
  public var partition: PartitionNames?
  /// The names of its parameters, if they are known.
  public let parameters: [String]?
  /// The object of the language that it is written in, if it is of one.
  public var origin: (any ForeignObject)?
  private let body: (Arguments) throws -> Value

  /// A function of this name.
  public init(
    _ name: String, parameters: [String]? = nil, _ body: @escaping (Arguments) throws -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }

  /// Result for the arguments.
  public func callAsFunction(_ arguments: Arguments) throws -> Value { try body(arguments) }
}

/// A variable of a module, with a `value` that can be read and, in a mutable collection, changed.
public struct VariableReference {
  let scope: Scope
  let collection: String
  /// The variable's name.
  public let name: String

  /// The value now.
  public func value() throws -> Value {
    guard let value = scope.variable(collection, name) else {
      throw Diagnostic("the variable '\(name)' is gone", path: scope.pathText)
    }
    return value.value
  }

  /// Whether the value can be changed.
  public var isMutable: Bool { scope.mutable.contains(collection) }

  /// Changes the value.
  public func set(_ value: Value) throws {
    try scope.putVariable(try value.tensors("variable"), collection, name)
  }
}
