import Arrays
import ProgramIR

/// Long short-term memory (`nn.LSTMCell`, `nn.OptimizedLSTMCell`; Hochreiter and Schmidhuber,
/// 1997).
///
/// The carry is `(c, h)`, each `[…, features]`. Parameters: for each gate g in i, f, g, o a layer
/// `ig` without and a layer `hg` with bias.
public struct LSTMCell: StandardCell {
  /// Fields that all cells have.
  public var fields: CellFields
  /// For the gates.
  public var gateFn = Activation.sigmoid
  /// For the candidate and the output.
  public var activationFn = Activation.tanh
  /// Whether the four kernels are joined to one before they are applied, as
  /// `nn.OptimizedLSTMCell` does: the same numbers by a larger product.
  public var isOptimized = false

  /// A cell with Flax's defaults.
  public init(fields: CellFields) { self.fields = fields }

  /// `LSTMCell` or `OptimizedLSTMCell`.
  public var typeName: String { isOptimized ? "OptimizedLSTMCell" : "LSTMCell" }

  /// The memory and the output.
  public var carryNames: [String]? { ["c", "h"] }

  /// `((c, h), […, in])` to `((c', h'), h')`.
  public func callAsFunction(
    carry: Value, inputs: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let (c, h) = try carry.memoryAndOutput()
    let sums = try isOptimized ? joinedSums(inputs, h, context) : sums(inputs, h, context)
    let (i, f) = (try gateFn(sums[0]), try gateFn(sums[1]))
    let (g, o) = (try activationFn(sums[2]), try gateFn(sums[3]))
    let newC = try f * c + i * g
    let newH = try o * activationFn(newC)
    return (.tuple([.tensor(newC), .tensor(newH)]), newH)
  }

  private static let gates = ["i", "f", "g", "o"]

  /// Pre-activations of the gates i, f, g and o: a layer of the input plus a layer of h for each.
  private func sums(_ x: Tensor, _ h: Tensor, _ context: BoundModule) throws -> [Tensor] {
    let size = h.shape.lastSize
    let input = fields.inputLayer(features: size, useBias: false)
    let recurrent = fields.recurrentLayer(features: size, useBias: true)
    return try Self.gates.map { gate in
      try context.apply(input, name: "i\(gate)", to: x)
        + context.apply(recurrent, name: "h\(gate)", to: h)
    }
  }

  /// The same with one product for the input and one for h.
  private func joinedSums(_ x: Tensor, _ h: Tensor, _ context: BoundModule) throws -> [Tensor] {
    let size = h.shape.lastSize
    let input = fields.inputLayer(features: size, useBias: false)
    let recurrent = fields.recurrentLayer(features: size, useBias: true)
    let inputParts = try Self.gates.map {
      try input.parameters(for: x, in: context.child(input, name: "i\($0)"))
    }
    let recurrentParts = try Self.gates.map {
      try recurrent.parameters(for: h, in: context.child(recurrent, name: "h\($0)"))
    }
    let fromX = try input.apply(.joining(inputParts), to: x).split(into: 4, axis: -1)
    let fromH = try recurrent.apply(.joining(recurrentParts), to: h).split(into: 4, axis: -1)
    return try zip(fromH, fromX).map { try $0 + $1 }
  }

  /// `c` and `h`, each from a key of its own.
  public func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    let keys = try key.splitKey(2)
    return .tuple(
      try (0..<2).map {
        .tensor(
          try fields.initialState(key: keys.indexed(axis: 0, $0), inputShape: inputShape))
      })
  }
}
