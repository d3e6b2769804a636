import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  /// The value of a dotted path into a library, `jnp.tanh`, unless its first name is bound.
  static func namespaced(_ expression: Expression, in frame: Frame) throws -> Value? {
    var path: [String] = []
    var current = expression
    while case .attribute(let base, let name) = current.kind {
      path.insert(name, at: 0)
      current = base
    }
    guard case .name(let root) = current.kind, frame.bound(root) == nil,
      frame.code.globals.definitions[root] == nil, frame.code.globals.isPrefix(root)
    else { return nil }
    return try frame.code.globals.value(at: [root] + path)
  }

  static func attribute(_ name: String, of value: Value) throws -> Value {
    switch value {
    case .leaf(.tensor(let tensor)): return try attribute(name, of: tensor)
    case .leaf(.module(let module)): return try attribute(name, of: module)
    case .leaf(.variable(let variable)) where name == "value": return try variable.value()
    case .dict(let fields):
      if let method = dictMethod(name, of: fields) { return method }
    case .list(let parts) where name == "index", .tuple(let parts) where name == "index":
      return .leaf(
        .function(
          Function("index") { arguments in
            let wanted = try arguments.required(["value"], of: "index")[0]
            guard let index = parts.firstIndex(where: { isEqual($0, wanted) }) else {
              throw Diagnostic("\(wanted.text) is not in the list")
            }
            return .int(index)
          }))
    default: break
    }
    throw Diagnostic("\(value.text) has no attribute '\(name)'")
  }

  /// Sets `self.x` in `setup`, or `v.value`.
  static func setAttribute(_ name: String, of base: Value, to value: Value) throws {
    switch base {
    case .leaf(.variable(let variable)) where name == "value": try variable.set(value)
    case .leaf(.module(let reference)):
      let module = try reference.requireBound()
      guard module.setupState == .running else {
        throw Diagnostic(
          "attributes of a module are set in setup only",
          hint: "use a local name, or a variable that keeps its value: self.variable(…)")
      }
      guard module.module.field(name) == nil else {
        throw Diagnostic("'\(name)' is a field of the module and can't be set in setup")
      }
      module.attributes[name] = try adopted(value, name: name, by: module)
    default: throw Diagnostic("attributes of \(base.text) can't be set")
    }
  }

  /// The modules in a value, given their scopes: `cells_0` for the first of a list `cells`.
  private static func adopted(
    _ value: Value, name: String, by parent: BoundModule
  ) throws -> Value {
    for (path, object) in value.leavesInOrderWithPaths {
      guard case .module(let reference) = object, reference.bound == nil else { continue }
      let suffix = path.keys.isEmpty ? "" : "_" + path.slashed.replacing("/", with: "_")
      reference.bind(to: try parent.child(reference.module, name: name + suffix))
    }
    return value
  }

  private static func dictMethod(_ name: String, of fields: Value.Fields) -> Value? {
    func method(_ body: @escaping () -> Value) -> Value {
      .leaf(.function(Function(name) { _ in body() }))
    }
    switch name {
    case "keys": return method { .list(fields.keys.map { .string($0) }) }
    case "values": return method { .list(fields.values) }
    case "items":
      return method { .list(fields.pairs.map { .tuple([.string($0.key), $0.value]) }) }
    case "get":
      return .leaf(
        .function(
          Function(name) { arguments in
            let values = try arguments.matched(to: ["key", "default"], of: "get")
            return try fields[(values[0] ?? .none).string("key")] ?? values[1] ?? .none
          }))
    default: return nil
    }
  }

  // MARK: Arrays

  private static func attribute(_ name: String, of tensor: Tensor) throws -> Value {
    switch name {
    case "shape": return .tuple(tensor.shape.sizes.map { .int($0) })
    case "ndim": return .int(tensor.rank)
    case "size": return .int(tensor.shape.elementCount)
    case "dtype": return .leaf(.dtype(tensor.dtype))
    case "T": return .tensor(try tensor.transposed())
    case "mT":
      var order = Array(0..<tensor.rank)
      guard order.count >= 2 else { throw Diagnostic("mT needs two axes", got: "\(tensor.type)") }
      order.swapAt(order.count - 1, order.count - 2)
      return .tensor(try tensor.transposed(order))
    case "reshape", "transpose":
      // Sizes may come one by one: x.reshape(2, -1).
      return .leaf(
        .function(
          Function(name) { arguments in
            var arguments = arguments
            if arguments.positional.count > 1 {
              arguments.positional = [.tuple(arguments.positional)]
            }
            return try method(name, of: tensor, arguments)
          }))
    default:
      guard tensorMethods.contains(name) else {
        throw Diagnostic(
          "arrays have no attribute '\(name)' that swiftscan knows",
          hint: closestMatch(to: name, among: tensorMethods + ["shape", "ndim", "dtype", "size"])
            .map { "did you mean '\($0)'?" })
      }
      return .leaf(.function(Function(name) { try method(name, of: tensor, $0) }))
    }
  }

  /// The methods of an array that are functions of `jnp` with the array as first argument.
  private static let tensorMethods = [
    "reshape", "transpose", "astype", "sum", "mean", "max", "min", "prod", "var", "std", "all",
    "any", "argmax", "argmin", "cumsum", "squeeze", "swapaxes", "flatten", "ravel", "round",
    "clip", "dot", "repeat", "copy",
  ]

  private static func method(
    _ name: String, of tensor: Tensor, _ arguments: Arguments
  ) throws -> Value {
    guard case .leaf(.function(let function)) = FunctionTable.jnp.values[name] else {
      throw Diagnostic("arrays have no method '\(name)' that swiftscan knows")
    }
    var arguments = arguments
    arguments.positional.insert(.tensor(tensor), at: 0)
    return try function(arguments)
  }
}
