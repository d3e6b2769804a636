import Arrays
import ProgramIR

/// A minimal gated unit (`nn.MGUCell`; Zhou et al., arXiv 1603.09420).
///
/// The carry is h, `[…, features]`.
public struct MGUCell: StandardCell {
  /// Fields that all cells have; `biasInit` makes the candidate's biases (`activation_bias_init`).
  public var fields: CellFields
  /// For the gate.
  public var gateFn = Activation.sigmoid
  /// For the candidate.
  public var activationFn = Activation.tanh
  /// Makes the forget gate's bias: ones, so that gradients don't vanish.
  public var forgetBiasInit = Initializer.ones
  /// Whether the gate also resets h in the candidate.
  public var resetGate = true

  /// A cell with Flax's defaults.
  public init(fields: CellFields) { self.fields = fields }

  /// `MGUCell`.
  public var typeName: String { "MGUCell" }

  /// `(h, […, in])` to `(h', h')`.
  public func callAsFunction(
    carry: Value, inputs x: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let h = try carry.tensor("carry")
    let size = h.shape.lastSize
    let input = fields.inputLayer(features: size, useBias: true)
    var forget = input
    forget.biasInit = forgetBiasInit
    let recurrent = fields.recurrentLayer(features: size, useBias: false)
    let candidate = fields.recurrentLayer(features: size, useBias: resetGate)
    let f = try gateFn(
      context.apply(forget, name: "if", to: x) + context.apply(recurrent, name: "hf", to: h))
    let fromH = try context.apply(candidate, name: "hn", to: h)
    let n = try activationFn(
      context.apply(input, name: "in", to: x) + (resetGate ? fromH * f : fromH))
    let newH = try (1.0 - f) * n + f * h
    return (.tensor(newH), newH)
  }

  /// h for inputs of this shape.
  public func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    .tensor(try fields.initialState(key: key, inputShape: inputShape))
  }
}
