import Arrays
import Diagnostics
import ProgramIR

/// A call of a module, traced: the program, and where its inputs and outputs belong.
public struct TracedCall: Sendable {
  /// What is to be computed. Its inputs are those of `inputs` in order of the tree's leaves; its
  /// outputs, those of `result` and then of `variables`.
  public var program: Program
  /// The types of what goes in: `rngs` by stream, `variables` by collection, `arguments`.
  public var inputs: Tree<ArrayType>
  /// The types of the result.
  public var result: Tree<ArrayType>
  /// The types of the variables of the mutable collections.
  public var variables: Tree<ArrayType>
  /// What the user should know though nothing is wrong.
  public var warnings: [String]

  /// The places in `inputs` whose values the outputs depend on.
  public var usedInputs: Set<TreePath> {
    let used = program.usedInputs
    return Set(
      inputs.leavesWithPaths.enumerated().filter { used.contains($0.offset) }.map(\.element.path))
  }
}

/// What a module is called with, and on what.
public struct ModuleCall {
  /// An argument, or a part of one: an array to be given later, or a static value.
  public enum Part {
    case array(ArrayType)
    case value(Value)
  }

  /// The method.
  public var method = "__call__"
  /// The arguments in order.
  public var arguments: [Tree<Part>]
  /// The variables there are.
  public var variables: Tree<ArrayType> = .dict(.init())
  /// The names of the streams there are; each has a `uint32[2]` key.
  public var streams: [String] = []
  /// The collections that may be changed and are given back.
  public var mutable = Filter.none
  /// Whether this is `init`.
  public var isInitializing = false

  /// A call of `__call__`.
  public init(arguments: [Tree<Part>]) { self.arguments = arguments }

  /// Traces the call: no data is needed.
  ///
  /// - Throws: what the module's code throws.
  public func trace(_ module: any Module) throws -> TracedCall {
    let keys = Tree<ArrayType>.dict(
      .init(streams.sorted().map { ($0, .leaf(ArrayType(.uint32, [2]))) }))
    let keyTensors = keys.map { Tensor.placeholder($0) }
    let variableTensors = variables.map { Tensor.placeholder($0) }
    var argumentTensors: [Tensor] = []
    let values = arguments.map { argument in
      argument.flatMap { leaf -> Value in
        switch leaf {
        case .value(let value): return value
        case .array(let type):
          argumentTensors.append(.placeholder(type))
          return .tensor(argumentTensors[argumentTensors.count - 1])
        }
      }
    }
    let scope = Scope(
      variables: Collections(variableTensors),
      streams: Dictionary(
        uniqueKeysWithValues: (keyTensors.fields?.pairs ?? []).compactMap { name, key in
          key.leaf.map { (name, LazyRNG($0)) }
        }),
      mutable: mutable, isInitializing: isInitializing)
    let result = try BoundModule(module, scope: scope).call(method, Arguments(values))
      .tensors("model's result")
    let changed = scope.collections.filter { mutable.contains($0.key) }.tree
    let program = try Program(
      inputs: argumentTensors + keyTensors.leaves + variableTensors.leaves,
      outputs: result.leaves + changed.leaves)
    return TracedCall(
      program: program.eliminatingDeadCode(),
      inputs: .dict(
        .init([
          ("arguments", .tuple(arguments.map(\.arrayTypes))), ("rngs", keys),
          ("variables", variables),
        ])),
      result: result.map(\.type), variables: changed.map(\.type),
      warnings: scope.trace.warnings.messages)
  }
}

extension Tree where Leaf == ModuleCall.Part {
  /// The types of the arrays; `none` in the place of static values.
  var arrayTypes: Tree<ArrayType> {
    flatMap { leaf in
      if case .array(let type) = leaf { .leaf(type) } else { .none }
    }
  }
}
