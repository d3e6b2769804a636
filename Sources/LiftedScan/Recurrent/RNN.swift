import Arrays
import Diagnostics
import ProgramIR

/// A recurrent cell applied over the steps of sequences (`nn.RNN`).
///
/// Inputs are `[*batch, time, *features]`, outputs the same with the cell's features.
public struct RNN: Module {
  /// The cell: any module with `__call__(carry, x)` and `initialize_carry(key, input_shape)`.
  public var cell: ModuleReference
  /// Whether time is the first axis and not the one before the features.
  public var isTimeMajor = false
  /// Whether the last carry is returned too, before the outputs.
  public var returnsCarry = false
  /// Whether the last step goes first, and comes out first.
  public var isReversed = false
  /// Whether the outputs of a reversed run are put back into the inputs' order.
  public var keepsOrder = false
  /// Lifting of variables and streams into a step; the axes of arguments aren't used.
  public var settings: ScanSettings

  /// A run of `cell` with Flax's defaults: parameters and their stream are shared by all steps.
  public init(cell: ModuleReference) {
    self.cell = cell
    settings = ScanSettings()
    settings.variableBroadcast = "params"
    settings.splitRNGs = [("params", false)]
  }

  /// A run of a cell with Flax's defaults.
  public init(cell: any Module) { self.init(cell: ModuleReference(cell)) }

  /// `RNN`.
  public var typeName: String { "RNN" }

  /// `__call__`, which returns the last carry if it is told to.
  public func method(_ name: String) -> Method? {
    guard name == "__call__" else { return nil }
    var method = Method.sequences(returnsCarry: returnsCarry)
    method.carry?.partNames = cell.module.method(name)?.carry?.partNames
    return method
  }

  /// The cell.
  public var fieldValues: [Value] { [.leaf(.module(cell))] }

  /// With another cell.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    guard case .leaf(.module(let cell)) = try transform(.leaf(.module(cell))) else { return self }
    var copy = self
    copy.cell = cell
    return copy
  }

  /// `cell`.
  public func field(_ name: String) -> Value? { name == "cell" ? .leaf(.module(cell)) : nil }

  /// `__call__`: outputs, or a tuple of the final carry and the outputs.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    var run = self
    run.returnsCarry = try named.optionalBool("return_carry") ?? returnsCarry
    run.isTimeMajor = try named.optionalBool("time_major") ?? isTimeMajor
    run.isReversed = try named.optionalBool("reverse") ?? isReversed
    run.keepsOrder = try named.optionalBool("keep_order") ?? keepsOrder
    return try run.run(
      named, context.fieldModule("cell", cell), ends: context.scope.trace.lengths?.tensor)
  }

  /// - Parameter ends: the lengths of sequences behind which the scan keeps the carry.
  private func run(
    _ arguments: NamedArguments, _ cell: BoundModule, ends: Tensor?
  ) throws -> Value {
    let inputs = try arguments.tensor("inputs")
    let lengths = try arguments.optionalTensor("seq_lengths")
    let featureRank = try Self.featureAxisCount(of: cell)
    guard inputs.rank > featureRank else {
      throw Diagnostic(
        "RNN's inputs need a time axis and, last, the features of the cell",
        path: "inputs", expected: "at least \(featureRank + 1) axes",
        got: "shape \(inputs.shape)")
    }
    let batchRank = inputs.rank - featureRank - 1
    let timeAxis = isTimeMajor ? 0 : batchRank
    if let lengths, returnsCarry || isReversed {
      try Self.check(
        lengths, batch: Array(inputs.shape.removing(axis: timeAxis).sizes.prefix(batchRank)))
    }
    let flip = SequenceFlip(lengths: lengths ?? ends, timeAxis: timeAxis, batchRank: batchRank)
    let carry =
      try arguments["initial_carry"]
      ?? firstCarry(
        key: arguments.optionalTensor("init_key") ?? .key(seed: 0),
        inputShape: inputs.shape.removing(axis: timeAxis), cell)

    let history = returnsCarry && ends == nil ? lengths : nil
    let (last, results) = try scan(
      cell, carry, isReversed ? flip(inputs) : inputs, timeAxis, keepsCarries: history != nil)
    var (lastCarry, outputs) = (last, results)
    if let history, let parts = results.elements, parts.count == 2 {
      lastCarry = try parts[0].map { .tensor(try Self.last($0, lengths: history)) }
      outputs = parts[1]
    }
    if isReversed, keepsOrder {
      outputs = try outputs.map { .tensor(try flip(Value.leaf($0).tensor("output"))) }
    }
    return returnsCarry ? .tuple([lastCarry, outputs]) : outputs
  }

  /// - Throws: when there isn't a length for each sequence of a batch.
  private static func check(_ lengths: Tensor, batch: [Int]) throws {
    let sizes = lengths.shape.sizes
    guard sizes.count != 1 || batch.count != 1 || sizes == [1] || sizes == batch else {
      throw Diagnostic(
        "there must be a length for each sequence", path: "seq_lengths",
        expected: "shape \(Shape(batch))", got: "shape \(lengths.shape)")
    }
  }

  private func firstCarry(
    key: Tensor, inputShape: Shape, _ cell: BoundModule
  ) throws -> Value {
    try cell.call(
      "initialize_carry", Arguments([.tensor(key), .tuple(inputShape.sizes.map { .int($0) })]))
  }

  /// The last carry and the outputs; with `keepsCarries`, a tuple of the carries of all steps, time
  /// first, and the outputs.
  private func scan(
    _ cell: BoundModule, _ carry: Value, _ inputs: Tensor, _ timeAxis: Int, keepsCarries: Bool
  ) throws -> (carry: Value, results: Value) {
    var settings = settings
    settings.inAxes = .leaf(.axis(timeAxis))
    settings.outAxes = .leaf(.axis(timeAxis))
    if keepsCarries {
      settings.outAxes = .tuple([.leaf(.axis(0)), .leaf(.axis(timeAxis))])
    }
    let result = try cell.scan(
      settings, as: cell.module, Arguments([carry, .tensor(inputs)]), of: typeName
    ) { step, arguments in
      let result = try step.call("__call__", arguments)
      guard keepsCarries, let parts = result.elements, parts.count == 2 else { return result }
      return .tuple([parts[0], .tuple(parts)])
    }
    guard let parts = result.elements, parts.count == 2 else {
      throw Diagnostic("a scan returned no pair", code: .internalFault)
    }
    return (parts[0], parts[1])
  }

  /// Of the carries of all steps, `[time, *batch, …]`, that of each sequence's last valid step.
  private static func last(_ carries: Object, lengths: Tensor) throws -> Tensor {
    let carries = try Value.leaf(carries).tensor("carry")
    guard carries.rank > 1 else {
      throw Diagnostic(
        "seq_lengths with return_carry needs a batch axis", path: "seq_lengths",
        got: "a carry of shape \(carries.shape.removing(axis: 0))")
    }
    let (steps, count) = (carries.shape[0], carries.shape[1])
    // The step before the first is the last, as a negative index is; others are the nearest.
    let index = try (lengths - Tensor(1)).converted(to: .int32)
    let wrapped = try Tensor.select(
      .compare(.lt, index, Tensor(0)), index + Tensor(steps), index)
    let step = try Tensor.binary(
      .max, Tensor(0), .binary(.min, wrapped, Tensor(steps - 1)))
    let places = try step * Tensor(count) + Tensor.iota(count, .int32)
    return try carries.reshaped(to: [steps * count] + carries.shape.sizes.dropFirst(2))
      .taken(places, axis: 0, mode: .promiseInBounds)
  }
}

extension RNN {
  /// Name of a cell's field or property for the number of its input's last axes that are features.
  public static let featureAxisCountName = "num_feature_axes"

  /// The cell's `num_feature_axes`; 1 for a cell that has none.
  private static func featureAxisCount(of cell: BoundModule) throws -> Int {
    let name = featureAxisCountName
    var value = cell.module.field(name)
    if value == nil, cell.module.method(name) != nil {
      value = try cell.call(name, Arguments([]))
    }
    guard let value else { return 1 }
    guard case .leaf(.int(let count)) = value, count > 0 else {
      throw Diagnostic("\(name) of the cell must be a positive integer", got: value.text)
    }
    return count
  }
}

extension Method {
  /// The `__call__` of a net over the steps of sequences.
  static func sequences(returnsCarry: Bool) -> Method {
    var method = Method(
      "inputs, *, initial_carry=None, init_key=None, seq_lengths=None, return_carry=None,"
        + " time_major=None, reverse=None, keep_order=None")
    method.isCompact = false
    method.carry?.isReturned = returnsCarry
    return method
  }
}
