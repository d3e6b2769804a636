import Arrays
import Diagnostics
import ProgramIR

/// A call of a module, traced: the program, and where its inputs and outputs belong.
public struct TracedCall: Sendable {
  /// Program of the call. Its outputs are the leaves of `result` and then of `variables`.
  public var program: Program
  /// Sources of the program's inputs, in order; inputs that no output depends on are left out.
  public var inputs: [Input]
  /// The types of the result.
  public var result: Tree<ArrayType>
  /// The types of the variables of the mutable collections.
  public var variables: Tree<ArrayType>
  /// Warnings of the call.
  public var warnings: [String]
  /// The streams that code asked for and that weren't there: it drew from `params` in their place.
  public var missingStreams: Set<String>
  /// The text that the model's code printed.
  public var printed: String
  /// Reports of the lifted scans, outer ones before those inside them.
  public var scans: [ScanReport]
  /// Reports of the modules, outer ones before those inside them.
  public var calls: [CallReport]
  /// The carry of a scan in the method, if the method returns the scan's carry and ys.
  public var returnedCarry: ReturnedCarry?
  /// The names of the axes of variables that were made with some.
  public var partitions: [TreePath: PartitionNames]
  /// The number of steps of the scans over sequences whose lengths are given.
  public var sequenceStepCounts: Set<Int>

  /// A carry that a method hands from one of its arguments to its result.
  public struct ReturnedCarry: Sendable {
    /// Index of the argument that is the initial carry; `nil` if the method makes it.
    public let argument: Int?
    /// Names of the parts, if the carry is a tuple of named ones.
    public let partNames: [String]?
  }

  /// The call reduced to its variables, without the result.
  public func keepingVariables() -> TracedCall {
    var copy = keeping(program.outputs.dropFirst(result.leaves.count))
    copy.result = .none
    return copy
  }

  /// The call reduced to its result, without the variables.
  public func keepingResult() -> TracedCall {
    var copy = keeping(program.outputs.prefix(result.leaves.count))
    copy.variables = .dict(.init())
    return copy
  }

  /// The call reduced to some outputs of the program and their dependencies.
  private func keeping(_ outputs: ArraySlice<Atom>) -> TracedCall {
    let pruned = Program(
      inputs: program.inputs, equations: program.equations, outputs: Array(outputs)
    ).eliminatingDeadCode()
    let used = pruned.usedInputs.sorted()
    var copy = self
    copy.program = pruned.keepingInputs(used)
    copy.inputs = used.map { inputs[$0] }
    return copy
  }

  /// Source of an input of the program.
  public enum Input: Hashable, Sendable {
    /// The key of a stream, `uint32[2]`.
    case key(stream: String)
    /// A variable, by collection, scopes and name.
    case variable(TreePath)
    /// An array of an argument, by the argument's position.
    case argument(Int, TreePath)
    /// The lengths of sequences.
    case lengths
  }
}

/// Arguments, variables, random streams and settings of a call of a module.
public struct ModuleCall {
  /// An argument, or a part of one: an array to be given later, or a static value.
  public enum Part {
    case array(ArrayType)
    case value(Value)
  }

  /// The method.
  public var method = "__call__"
  /// Arguments in order, by position or by name.
  public var arguments: [(name: String?, value: Tree<Part>)]
  /// Types of the given variables.
  public var variables: Tree<ArrayType> = .dict(.init())
  /// Names of the given streams; each has a `uint32[2]` key.
  public var streams: [String] = []
  /// The collections that may be changed and are given back.
  public var mutable = Filter.none
  /// Whether the call is `init`.
  public var isInitializing = false
  /// The shape of the batch of sequences whose lengths are given, if they are.
  public var sequences: Shape?

  /// A call of `__call__`.
  public init(arguments: [(name: String?, value: Tree<Part>)]) { self.arguments = arguments }

  /// Traces the call: no data is needed.
  ///
  /// - Throws: what the module's code throws.
  public func trace(_ module: any Module) throws -> TracedCall {
    if case .dict = variables["params"]?["params"] {
      throw Diagnostic(
        "the params are inside another 'params'", path: "params/params",
        hint: "the collections are the outermost names: {params: {…}, batch_stats: {…}}")
    }
    var inputs: [(TracedCall.Input, Tensor)] = []
    func input(_ origin: TracedCall.Input, _ type: ArrayType) -> Tensor {
      let tensor = Tensor.placeholder(type)
      inputs.append((origin, tensor))
      return tensor
    }
    let values = arguments.enumerated().map { position, argument in
      (
        name: argument.name,
        value: argument.value.replacing { path, part -> Value in
          switch part {
          case .value(let value): value
          case .array(let type): .tensor(input(.argument(position, path), type))
          }
        }
      )
    }
    let keys = streams.sorted().map { name in
      (name, LazyRNG(input(.key(stream: name), ArrayType(.uint32, [2]))))
    }
    let known = variables.replacing { path, type in .leaf(input(.variable(path), type)) }
    let lengths = sequences.map { input(.lengths, ArrayType(.int32, $0)) }
    let scope = Scope(
      variables: Collections(known), streams: Dictionary(uniqueKeysWithValues: keys),
      mutable: mutable, isInitializing: isInitializing,
      trace: Trace(given: variables, lengths: lengths))
    let arguments = Arguments(
      values.filter { $0.name == nil }.map(\.value),
      keywords: values.compactMap { value in value.name.map { ($0, value.value) } })
    let result = try BoundModule(module, scope: scope).call(method, arguments)
      .tensors("model's result")
    let changed = scope.collections.filter { mutable.contains($0.key) }.tree
    let program = try Program(
      inputs: inputs.map(\.1), outputs: result.leaves + changed.leaves
    ).eliminatingDeadCode()
    let used = program.usedInputs.sorted()
    return TracedCall(
      program: program.keepingInputs(used), inputs: used.map { inputs[$0].0 },
      result: result.map(\.type), variables: changed.map(\.type),
      warnings: scope.trace.warnings.messages, missingStreams: scope.trace.missingStreams,
      printed: scope.trace.printed,
      scans: scope.trace.scans,
      calls: scope.trace.calls,
      returnedCarry: returnedCarry(result, values.map(\.value), scope.trace.carries),
      partitions: scope.partitions,
      sequenceStepCounts: scope.trace.lengths?.stepCounts ?? [])
  }
}

/// Carry of one of the call's scans, if the result is a tuple of the carry and one more value.
private func returnedCarry(
  _ result: Tree<Tensor>, _ arguments: [Value], _ carries: [ScannedCarry]
) -> TracedCall.ReturnedCarry? {
  guard case .tuple(let parts) = result, parts.count == 2, !parts[0].leaves.isEmpty,
    !parts[1].leaves.isEmpty,
    let carry = carries.last(where: { areIdentical($0.last, parts[0].leaves) })
  else { return nil }
  let argument = arguments.firstIndex { argument in
    guard let tensors = try? argument.tensors("argument").leaves else { return false }
    return areIdentical(carry.first, tensors)
  }
  return .init(argument: argument, partNames: carry.partNames)
}

private func areIdentical(_ a: [Tensor], _ b: [Tensor]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.isIdentical(to: $1) }
}
