import Arrays
import Diagnostics
import ProgramIR

/// Modules and functions one after another (`nn.Sequential`): each takes the result of the one
/// before, a tuple as several arguments and a dict as arguments by name.
public struct Sequential: Module {
  /// Modules and functions, in the order of their calls.
  public var layers: [Value]

  /// A sequence of modules and functions, called one after another.
  ///
  /// - Throws: when there are none, or one is neither.
  public init(_ layers: [Value]) throws {
    for layer in layers {
      switch layer {
      case .leaf(.module), .leaf(.function): continue
      default:
        throw Diagnostic(
          "the layers of Sequential are modules and functions", path: "layers", got: layer.text)
      }
    }
    self.layers = layers
  }

  /// `Sequential`.
  public var typeName: String { "Sequential" }

  /// The first layer's; a function takes `x`.
  public func method(_ name: String) -> Method? {
    guard name == "__call__" else { return nil }
    guard case .leaf(.module(let first)) = layers.first else { return Method("x") }
    return first.module.method(name).map { Method($0.parameters) }
  }

  /// The layers.
  public var fieldValues: [Value] { layers }

  /// With other layers.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    var copy = self
    copy.layers = try layers.map(transform)
    return copy
  }

  /// `layers`.
  public func field(_ name: String) -> Value? { name == "layers" ? .tuple(layers) : nil }

  /// `__call__`: the result of the last layer.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard method == "__call__" else { throw noMethod(method) }
    guard !layers.isEmpty else {
      throw Diagnostic("Sequential has no layers", path: context.scope.pathText)
    }
    var given = arguments
    var result = Value.none
    for index in layers.indices {
      result = try callLayer(index, given, in: context)
      given = result.asArguments
    }
    return result
  }

  private func callLayer(
    _ index: Int, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    switch layers[index] {
    case .leaf(.module(let reference)):
      let first = layers[..<index].firstIndex { $0.isModule(reference) } ?? index
      let layer = try context.fieldModule("layers_\(first)", reference)
      return try layer.call("__call__", arguments)
    case .leaf(.function(let function)): return try function(arguments)
    default: return .none
    }
  }
}

extension Tree where Leaf == Object {
  /// The arguments that a layer's result is for the next one.
  fileprivate var asArguments: Arguments {
    switch self {
    case .tuple(let parts): Arguments(parts)
    case .dict(let fields): Arguments(keywords: fields.pairs.map { ($0.key, $0.value) })
    default: Arguments([self])
    }
  }

  /// Whether the value is the module of `reference`.
  fileprivate func isModule(_ reference: ModuleReference) -> Bool {
    if case .leaf(.module(let other)) = self { other === reference } else { false }
  }
}
