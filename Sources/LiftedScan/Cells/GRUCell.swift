import Arrays
import ProgramIR

/// A gated recurrent unit (`nn.GRUCell`; Cho et al., 2014).
///
/// The carry is h, `[…, features]`.
public struct GRUCell: StandardCell {
  /// Fields that all cells have.
  public var fields: CellFields
  /// For the gates.
  public var gateFn = Activation.sigmoid
  /// For the candidate.
  public var activationFn = Activation.tanh

  /// A cell with Flax's defaults.
  public init(fields: CellFields) { self.fields = fields }

  /// `GRUCell`.
  public var typeName: String { "GRUCell" }

  /// `(h, […, in])` to `(h', h')`.
  public func callAsFunction(
    carry: Value, inputs x: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let h = try carry.tensor("carry")
    let size = h.shape.lastSize
    let input = fields.inputLayer(features: size, useBias: true)
    let recurrent = fields.recurrentLayer(features: size, useBias: false)
    let candidate = fields.recurrentLayer(features: size, useBias: true)
    let r = try gateFn(
      context.apply(input, name: "ir", to: x) + context.apply(recurrent, name: "hr", to: h))
    let z = try gateFn(
      context.apply(input, name: "iz", to: x) + context.apply(recurrent, name: "hz", to: h))
    let n = try activationFn(
      context.apply(input, name: "in", to: x) + r * context.apply(candidate, name: "hn", to: h))
    let newH = try (1.0 - z) * n + z * h
    return (.tensor(newH), newH)
  }

  /// h for inputs of this shape.
  public func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    .tensor(try fields.initialState(key: key, inputShape: inputShape))
  }
}
