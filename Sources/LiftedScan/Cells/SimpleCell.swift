import Arrays
import ProgramIR

/// An Elman cell (`nn.SimpleCell`), with a residual connection if wanted (Yue et al., arXiv
/// 1801.06105).
///
/// The carry is h, `[…, features]`.
public struct SimpleCell: StandardCell {
  /// Fields that all cells have.
  public var fields: CellFields
  /// For the output.
  public var activationFn = Activation.tanh
  /// Whether h is added before the activation.
  public var residual = false

  /// A cell with Flax's defaults.
  public init(fields: CellFields) { self.fields = fields }

  /// `SimpleCell`.
  public var typeName: String { "SimpleCell" }

  /// `(h, […, in])` to `(h', h')`.
  public func callAsFunction(
    carry: Value, inputs x: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let h = try carry.tensor("carry")
    let size = h.shape.lastSize
    let input = fields.inputLayer(features: size, useBias: true)
    let recurrent = fields.recurrentLayer(features: size, useBias: false)
    var sum =
      try context.apply(input, name: "i", to: x)
      + context.apply(recurrent, name: "h", to: h)
    if residual { sum = try sum + h }
    let newH = try activationFn(sum)
    return (.tensor(newH), newH)
  }

  /// h for inputs of this shape.
  public func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    .tensor(try fields.initialState(key: key, inputShape: inputShape))
  }
}
