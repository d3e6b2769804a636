import Arrays
import Diagnostics
import ProgramIR

/// Sequences run forwards by one net and backwards by another, and the results merged
/// (`nn.Bidirectional`).
///
/// Inputs are `[*batch, time, *features]`.
public struct Bidirectional: Module {
  /// The net that starts with the first step; called as an `RNN`.
  public var forwardRNN: ModuleReference
  /// The net that starts with the last step; called as an `RNN`.
  public var backwardRNN: ModuleReference
  /// Makes one output of a forward and a backward one.
  public var mergeFn = Function("concatenate") { arguments in
    let parts = try arguments.required(["a", "b"], of: "merge_fn")
    return .tensor(try .concatenate(parts.map { try $0.tensor("output") }, axis: -1))
  }
  /// Whether time is the first axis and not the one before the features.
  public var isTimeMajor = false
  /// Whether the last carries are returned too, as a tuple before the outputs.
  public var returnsCarry = false

  /// Two nets with Flax's defaults.
  public init(forwardRNN: ModuleReference, backwardRNN: ModuleReference) {
    (self.forwardRNN, self.backwardRNN) = (forwardRNN, backwardRNN)
  }

  /// `Bidirectional`.
  public var typeName: String { "Bidirectional" }

  /// `__call__`, which returns the last carry if it is told to.
  public func method(_ name: String) -> Method? {
    name == "__call__" ? .sequences(returnsCarry: returnsCarry) : nil
  }

  /// Both nets.
  public var fieldValues: [Value] { [.leaf(.module(forwardRNN)), .leaf(.module(backwardRNN))] }

  /// With other nets.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    guard case .leaf(.module(let forward)) = try transform(.leaf(.module(forwardRNN))),
      case .leaf(.module(let backward)) = try transform(.leaf(.module(backwardRNN)))
    else { return self }
    var copy = self
    (copy.forwardRNN, copy.backwardRNN) = (forward, backward)
    return copy
  }

  /// `forward_rnn` or `backward_rnn`.
  public func field(_ name: String) -> Value? {
    switch name {
    case "forward_rnn": .leaf(.module(forwardRNN))
    case "backward_rnn": .leaf(.module(backwardRNN))
    default: nil
    }
  }

  /// `__call__`: outputs, or a tuple of both final carries and the outputs.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    if named["reverse"] != nil || named["keep_order"] != nil {
      context.scope.trace.warnings.add(
        "Bidirectional runs both ways: like Flax, it ignores reverse and keep_order")
    }
    let carries = try firstCarries(named["initial_carry"])
    let keys = try named.optionalTensor("init_key").map { try $0.splitKey(2) }
    func run(_ direction: Int, _ name: String, _ net: ModuleReference) throws -> [Value] {
      let isReversed = direction == 1
      var given: [(name: String, value: Value)] = [
        ("return_carry", .bool(true)), ("reverse", .bool(isReversed)),
        ("time_major", .bool(try named.optionalBool("time_major") ?? isTimeMajor)),
      ]
      if isReversed { given.append(("keep_order", .bool(true))) }
      if let carries { given.append(("initial_carry", carries[direction])) }
      if let keys { given.append(("init_key", .tensor(try keys.indexed(axis: 0, direction)))) }
      if let lengths = named["seq_lengths"] { given.append(("seq_lengths", lengths)) }
      guard net.module.method("__call__")?.parameterNames.contains("return_carry") ?? true else {
        throw Diagnostic(
          "\(name) must run its cell over sequences, as an RNN does", got: net.module.typeName,
          hint: "put the cell into one: {cell: {type: \(net.module.typeName), …}}")
      }
      let inputs = Value.tensor(try named.tensor("inputs"))
      let result = try context.fieldModule(name, net)
        .call("__call__", Arguments([inputs], keywords: given))
      guard let parts = result.elements, parts.count == 2 else {
        throw Diagnostic("\(name) must return a tuple of a carry and outputs", got: result.text)
      }
      return parts
    }
    let forward = try run(0, "forward_rnn", forwardRNN)
    let backward = try run(1, "backward_rnn", backwardRNN)
    let outputs = try merged(forward[1], backward[1])
    guard try named.optionalBool("return_carry") ?? returnsCarry else { return outputs }
    return .tuple([.tuple([forward[0], backward[0]]), outputs])
  }

  private func firstCarries(_ value: Value?) throws -> [Value]? {
    guard let value else { return nil }
    guard let parts = value.elements, parts.count == 2 else {
      throw Diagnostic(
        "initial_carry of Bidirectional is a tuple of the forward and the backward carry",
        path: "initial_carry", got: value.text)
    }
    return parts
  }

  /// Leaf by leaf, as `jax.tree.map` goes over both.
  private func merged(_ forward: Value, _ backward: Value) throws -> Value {
    guard forward.structure == backward.structure else {
      throw Diagnostic(
        "the outputs of both directions must have one structure", expected: forward.kindName,
        got: backward.kindName)
    }
    var others = backward.leaves[...]
    return try forward.flatMap { leaf in
      try mergeFn(Arguments([.leaf(leaf), .leaf(others.removeFirst())]))
    }
  }
}
