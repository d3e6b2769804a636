import Arrays
import Diagnostics
import Reference
import LiftedScan
import ProgramIR
import Testing

/// A module whose methods are closures, compact ones unless named otherwise.
struct TestModule: Module {
  typealias Body = (_ module: BoundModule, _ arguments: [Value]) throws -> Value

  var typeName: String
  var methods: [String: Body]
  var plainMethods: [String: Body] = [:]
  var fieldValues: [Value] = []

  /// A module of this name and call.
  init(_ typeName: String = "Step", call: @escaping Body) {
    self.init(typeName, methods: ["__call__": call])
  }

  init(_ typeName: String, methods: [String: Body]) {
    (self.typeName, self.methods) = (typeName, methods)
  }

  func method(_ name: String) -> Method? {
    guard methods[name] ?? plainMethods[name] != nil else { return nil }
    var method = Method("carry, x, y")
    method.isCompact = methods[name] != nil
    return method
  }

  func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    var copy = self
    copy.fieldValues = try fieldValues.map(transform)
    return copy
  }

  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value {
    guard let body = methods[method] ?? plainMethods[method] else { throw noMethod(method) }
    return try body(context, arguments.positional)
  }
}

/// What a call of a module gives.
struct Outcome {
  let traced: TracedCall
  let result: Tree<NDArray>
  let variables: Tree<NDArray>

  /// The numbers of a variable: `params/Dense_0/bias`.
  func variable(_ path: String) throws -> [Float] { try #require(array(path)).numbers }

  /// A variable, if there is one.
  func array(_ path: String) -> NDArray? {
    path.split(separator: "/").reduce(variables as Tree<NDArray>?) { tree, key in
      tree?[String(key)]
        ?? tree?.elements.flatMap { parts in
          Int(key).flatMap { parts.indices.contains($0) ? parts[$0] : nil }
        }
    }?.leaf
  }

  /// The shapes of all variables, by path.
  var shapes: [String: Shape] {
    Dictionary(
      uniqueKeysWithValues: variables.leavesWithPaths.map { ($0.path.slashed, $0.leaf.shape) })
  }

  /// The numbers of the first leaf of a part of the result.
  func part(_ index: Int) throws -> [Float] {
    try #require(result.elements?[index].leaves.first).numbers
  }
}

extension NDArray {
  /// The elements of a float32, int32 or uint32 array.
  var numbers: [Float] {
    switch dtype {
    case .int32: elements(as: Int32.self).map(Float.init)
    case .uint32: elements(as: UInt32.self).map(Float.init)
    default: elements(as: Float.self)
    }
  }
}

/// A float32 array, a number, or nothing, as an argument.
func array(_ numbers: [Float], _ shape: Shape) -> Tree<NDArray> {
  .leaf(NDArray(numbers, shape: shape))
}

func zeros(_ shape: Shape) -> Tree<NDArray> {
  array([Float](repeating: 0, count: shape.elementCount), shape)
}

/// Calls a module: `init` when there are no variables, or else `apply`.
func run(
  _ module: any Module, _ arguments: [Tree<NDArray>], variables: Tree<NDArray>? = nil,
  streams: [String: Int] = ["params": 0], mutable: Filter? = nil, method: String = "__call__"
) throws -> Outcome {
  var call = ModuleCall(
    arguments: arguments.map { (nil, $0.map { ModuleCall.Part.array(ArrayType(of: $0)) }) })
  let known = variables ?? .dict(.init())
  call.method = method
  call.variables = known.map { ArrayType(of: $0) }
  call.streams = Array(streams.keys)
  call.isInitializing = variables == nil
  call.mutable = mutable ?? (variables == nil ? .allExcept(["intermediates"]) : .none)
  let traced = try call.trace(module)
  let inputs = traced.inputs.map { input -> NDArray in
    switch input {
    case .key(let stream): NDArray([0, UInt32(streams[stream] ?? 0)], shape: [2])
    case .variable(let path): known.leaf(at: path)
    case .argument(let index, let path): arguments[index].leaf(at: path)
    case .lengths: preconditionFailure("no lengths are given")
    }
  }
  let outputs = try ReferenceExecutor().run(traced.program, inputs)
  let count = traced.result.leaves.count
  return Outcome(
    traced: traced, result: traced.result.replacingLeaves(with: Array(outputs.prefix(count))),
    variables: traced.variables.replacingLeaves(with: Array(outputs.dropFirst(count))))
}

extension Tree where Leaf == NDArray {
  fileprivate func leaf(at path: TreePath) -> NDArray {
    leavesWithPaths.first { $0.path == path }?.leaf ?? NDArray(Float(0))
  }
}

/// The error that `body` throws.
func diagnostic(_ body: () throws -> some Any) throws -> Diagnostic {
  try #require(throws: Diagnostic.self) { _ = try body() }
}

extension BoundModule {
  /// A dense layer of this many features applied to a value.
  func dense(_ features: Int, _ value: Value, name: String? = nil) throws -> Value {
    try child(Dense(features: features), name: name)(value)
  }

  /// A parameter of ones.
  func ones(_ name: String, _ shape: Shape) throws -> Tensor {
    try parameter(name, .ones, shape, .float32)
  }
}

/// Scan settings that share parameters among steps.
var shared: ScanSettings {
  var settings = ScanSettings()
  settings.variableBroadcast = "params"
  settings.splitRNGs = [("params", false)]
  return settings
}

/// Scan settings that give each step parameters of its own.
var layered: ScanSettings {
  var settings = ScanSettings()
  settings.variableAxes = [("params", .init(input: 0, output: 0))]
  settings.splitRNGs = [("params", true)]
  return settings
}

extension ScanSettings {
  /// These settings, changed.
  func with(_ change: (inout ScanSettings) -> Void) -> ScanSettings {
    var copy = self
    change(&copy)
    return copy
  }
}
