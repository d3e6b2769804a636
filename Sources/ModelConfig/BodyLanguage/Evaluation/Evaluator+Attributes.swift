import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

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

  static func attribute(_ name: String, of value: Value, in namespace: Namespace) throws -> Value {
    switch value {
    case .leaf(.tensor(let tensor)): return try attribute(name, of: tensor, in: namespace)
    case .leaf(.module) where name == "__class__": return try value.pythonType(namespace)
    case .leaf(.module(let module)): return try attribute(name, of: module, in: namespace)
    case .leaf(.variable(let variable)) where name == "value": return try variable.value()
    case .leaf(.namespace(let prefix)):
      return try namespace.value(at: prefix.split(separator: ".").map(String.init) + [name])
        ?? .none
    case .leaf(.string(let text)):
      if let method = text.method(name) { return .leaf(.function(method)) }
    case .leaf(.dtype(let dtype)):
      if let value = dtype.attribute(name) { return value }
    case .leaf(.function(let function)):
      if let value = try function.attribute(name) { return value }
    case .leaf(.moduleType(let type)):
      if name == "__name__" { return .string(type.name) }
      if let method = method(name, of: type, in: namespace) { return .leaf(.function(method)) }
    case .dict(let fields):
      if value.isComplex, let found = try complexAttribute(name, of: value, in: namespace) {
        return found
      }
      if let method = dictMethod(name, of: fields) { return method }
    case .list(let parts), .tuple(let parts):
      if let method = sequenceMethod(name, of: parts) { return .leaf(.function(method)) }
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

  // MARK: Dicts and sequences

  private static func dictMethod(_ name: String, of fields: Value.Fields) -> Value? {
    func method(_ body: @escaping () -> Value) -> Value {
      .leaf(.function(Function(name) { _ in body() }))
    }
    switch name {
    case "keys": return method { .list(fields.keys.map { .key($0) }) }
    case "values": return method { .list(fields.values) }
    case "items":
      return method { .list(fields.pairs.map { .tuple([.key($0.key), $0.value]) }) }
    case "copy", "unfreeze": return method { .dict(fields) }
    case "get":
      return .leaf(
        .function(
          Function(name) { arguments in
            let values = try arguments.matched(to: ["key", "default"], of: "get")
            return try fields[(values[0] ?? .none).dictionaryKey()] ?? values[1] ?? .none
          }))
    default: return nil
    }
  }

  private static func sequenceMethod(_ name: String, of parts: [Value]) -> Function? {
    switch name {
    case "index":
      Function(name) { arguments in
        let wanted = try arguments.required(["value"], of: name)[0]
        guard let index = parts.firstIndex(where: { isEqual($0, wanted) }) else {
          throw Diagnostic("\(wanted.text) is not in the list")
        }
        return .int(index)
      }
    case "count":
      Function(name) { arguments in
        let wanted = try arguments.required(["value"], of: name)[0]
        return .int(parts.count { isEqual($0, wanted) })
      }
    case "copy": Function(name) { _ in .list(parts) }
    default: nil
    }
  }

  // MARK: Arrays

  private static func attribute(
    _ name: String, of tensor: Tensor, in namespace: Namespace
  ) throws -> Value {
    switch name {
    case "shape": return .tuple(tensor.shape.sizes.map { .int($0) })
    case "ndim": return .int(tensor.rank)
    case "size": return .int(tensor.shape.elementCount)
    case "itemsize": return .int(tensor.dtype.byteCount)
    case "nbytes": return .int(tensor.dtype.byteCount * tensor.shape.elementCount)
    case "dtype": return .leaf(.dtype(tensor.dtype))
    case "real": return .tensor(tensor)
    case "imag": return .tensor(try Tensor.full(like: tensor, Tensor(0)))
    case "T": return .tensor(try tensor.transposed())
    case "mT": return .tensor(try tensor.matrixTransposed())
    case "at":
      throw Diagnostic("x.at needs an index and what to do there", expected: "x.at[…].set(…)")
    case "item", "tolist":
      throw Diagnostic(
        "an array's values aren't known while the model is traced", hint: "compute with the array")
    default:
      guard let method = namespace.arrayMethod(name) else {
        throw Diagnostic(
          "arrays have no attribute '\(name)' that swiftscan knows",
          hint: closestMatch(
            to: name, among: namespace.arrayMethodNames + ["shape", "ndim", "dtype", "size"]
          ).map { "did you mean '\($0)'?" })
      }
      return method.bound(to: .tensor(tensor))
    }
  }
}

extension Function {
  /// This as a method of its first argument.
  func bound(to value: Value) -> Value {
    .leaf(
      .function(
        Function(name) { arguments in
          try self(Arguments([value] + arguments.positional, keywords: arguments.keywords))
        }))
  }
}

extension DType {
  /// `x.dtype.name` and its like.
  fileprivate func attribute(_ name: String) -> Value? {
    switch name {
    case "name": .string(rawValue)
    case "itemsize": .int(byteCount)
    case "dtype", "type": .leaf(.dtype(self))
    default: nil
    }
  }
}
