import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR
import Testing

/// What norms, dropout, attention and recurrent nets refuse, as fields of a config and in calls of a
/// body; the fixtures of modules compare their numbers with Flax.
struct LayerErrorTests {
  @Test(arguments: Refusal.all) func isRefused(_ refusal: Refusal) {
    let error = #expect(throws: Diagnostic.self) { try refusal.trace() }
    #expect(error?.problem.contains(refusal.words) == true, "\(String(describing: error))")
    #expect(error?.code == .badData)
    #expect(error?.location != nil || refusal.isModel, "no place in the config")
  }
}

/// A layer that is made or called the wrong way, and part of what is said of it.
struct Refusal: CustomTestStringConvertible, Sendable {
  private let code: String
  fileprivate let isModel: Bool
  fileprivate let words: String

  /// An expression of a body, in which `x` is `float32[2, 5, 6]`.
  private init(_ expression: String, _ words: String) {
    (code, isModel, self.words) = (expression, false, words)
  }

  /// A `model:`, whose inputs are `xs: float32[2, 5, 6]` and `seq_lengths: int32[2]`.
  private init(model: String, _ words: String) {
    (code, isModel, self.words) = (model, true, words)
  }

  var testDescription: String { code }

  fileprivate func trace() throws {
    let text =
      isModel
      ? "inputs: {xs: 'float32[2, 5, 6]', seq_lengths: 'int32[2]'}\nmodel: \(code)\n"
      : """
      modules:
        Net: {call: {args: [x], body: "return \(code)"}}
      inputs: {x: 'float32[2, 5, 6]'}
      model: {type: Net}
      """
    let description = try ModelDescription(text, file: "test.yaml")
    let binding = try CallBinding(
      description, method: "__call__", given: [], sizes: NamedSizes([:]), missing: .zeros)
    var call = ModuleCall(arguments: binding.arguments)
    call.streams = ["params"]
    call.mutable = .all
    call.isInitializing = true
    _ = try call.trace(description.module)
  }

  static let all = norms + others + attention + nets

  private static let norms = [
    Refusal("nn.LayerNorm(reduction_axes=3)(x)", "axis 3 is out of range"),
    Refusal("nn.LayerNorm(feature_axes=(0, -4))(x)", "axis -4 is out of range"),
    Refusal("nn.LayerNorm(axis_name='batch')(x)", "axis_name averages over several devices"),
    Refusal("nn.LayerNorm(epsilon='small')(x)", "'epsilon' of LayerNorm must be a number"),
    Refusal("nn.LayerNorm()(x, x > 0)", "LayerNorm takes at most 1 arguments by position"),
    Refusal("nn.LayerNorm()()", "LayerNorm needs the argument 'x'"),
    Refusal("nn.RMSNorm(use_bias=True)(x)", "unexpected keyword argument 'use_bias'"),
    Refusal("nn.GroupNorm(4)(x)", "number of groups must divide"),
    Refusal("nn.GroupNorm(0)(x)", "number of groups must divide"),
    Refusal("nn.GroupNorm(num_groups=None, group_size=4)(x)", "multiple of the group size"),
    Refusal("nn.GroupNorm(group_size=3)(x)", "either num_groups or group_size"),
    Refusal("nn.GroupNorm(num_groups=None)(x)", "either num_groups or group_size"),
    Refusal("nn.GroupNorm(2, reduction_axes=(0, 1))(x)", "must include the last one"),
    Refusal("nn.InstanceNorm(feature_axes=(0, 2))(x)", "can't be on the first axis"),
    Refusal("nn.BatchNorm()(x)", "BatchNorm must be told 'use_running_average'"),
    Refusal("nn.BatchNorm(True)(x, True)", "is told 'use_running_average' both"),
    Refusal("nn.BatchNorm()(x, 1)", "'use_running_average' of BatchNorm must be True or False"),
    Refusal("nn.WeightNorm(3)(x)", "'layer_instance' of WeightNorm must be a module"),
    Refusal("nn.WeightNorm(nn.Dense(2), feature_axes=2)(x)", "axis 2 is out of range"),
    Refusal("nn.SpectralNorm(nn.Dense(2))(x)", "must be told in the call whether"),
    Refusal(
      "nn.SpectralNorm(nn.DenseGeneral((2, 3)), error_on_non_matrix=True)(x, update_stats=True)",
      "the weight isn't a matrix"),
  ]

  private static let others = [
    Refusal("nn.Dropout(0.5)(x)", "Dropout must be told 'deterministic'"),
    Refusal("nn.Dropout(0.5, deterministic=True)(x, False)", "is told 'deterministic' both"),
    Refusal("nn.Dropout()(x, True)", "required positional argument: 'rate'"),
    Refusal("nn.Dropout(0.5, (3,))(x, False)", "axis 3 is out of range"),
    Refusal("nn.Dropout(0.5)(x > 0, False)", "Dropout takes floats"),
    Refusal("nn.PReLU(slope=0.2)(x)", "PReLU() got an unexpected keyword argument 'slope'"),
    Refusal("nn.standardize(x, algorithm='slow')", "unknown algorithm 'slow'"),
  ]

  private static let attention = [
    Refusal("nn.SelfAttention(4)(x)", "heads must share the features equally"),
    Refusal("nn.SelfAttention(0)(x)", "'num_heads' of SelfAttention must be positive"),
    Refusal("nn.MultiHeadAttention(2)(x, inputs_v=x)", "inputs_v is given, but inputs_k isn't"),
    Refusal("nn.MultiHeadAttention(2)(x, x, inputs_kv=x)", "give inputs_kv, or inputs_k"),
    Refusal("nn.MultiHeadAttention(2)(x, x[:1])", "same batch, heads and depth"),
    Refusal("nn.MultiHeadAttention(2)(x, x, x[:, :2])", "a value for each key"),
    Refusal("nn.MultiHeadAttention(2, dropout_rate=0.1)(x)", "must be told 'deterministic'"),
    Refusal("nn.MultiHeadAttention(2, out_dot_general=3)(x)", "is for quantised training"),
    Refusal("nn.MultiHeadAttention(2, attention_fn=3)(x)", "must be a function"),
    Refusal("nn.dot_product_attention(x, x, x, einsum_dot_general=3)", "quantised training"),
    Refusal("nn.dot_product_attention(x, x, x, module=3)", "'module' must be a module"),
    Refusal("nn.dot_product_attention(x, x, x, dropout_rate=0.5)", "argument 'dropout_rng'"),
    Refusal("nn.combine_masks(x, x[0])", "masks must have the same number of axes"),
    Refusal(
      "nn.combine_masks(x, type=bool)", "combine_masks() got an unexpected keyword argument 'type'"),
    Refusal("nn.make_attention_mask(x, x, pairwise_fn=lambda a, b: 3.0)", "mask needs queries"),
  ]

  private static let nets = [
    Refusal(
      model: "{rnn: {reverse: true}}", "RNN() missing 1 required positional argument: 'cell'"),
    Refusal(
      model: "{rnn: {cell: {type: GRUCell}}}",
      "GRUCell() missing 1 required positional argument: 'features'"),
    Refusal(model: "{rnn: {cell: {type: GRUCell, features: 2}, loops: 3}}", "'loops'"),
    Refusal(
      model: "{rnn: {cell: {type: GRUCell, features: 2}, variable_axes: 3}}",
      "variable_axes maps collections"),
    Refusal(
      model: "{bidirectional: {forward_rnn: {cell: {type: GRUCell, features: 2}}}}",
      "required positional argument: 'backward_rnn'"),
    Refusal(
      model: "{rnn: {cell: {type: Dense, features: 2}}}", "Dense has no method 'initialize_carry'"),
    Refusal("nn.RNN(nn.GRUCell(2))(x[0, 0])", "RNN's inputs need a time axis"),
    Refusal("nn.RNN(nn.GRUCell(2))(x, x)", "RNN takes at most 1 arguments by position"),
    Refusal("nn.RNN(3)(x)", "'cell' of RNN must be a module"),
    Refusal(
      "nn.RNN(nn.GRUCell(2), reverse=True)(x, seq_lengths=jnp.array(3))",
      "seq_lengths has a length for each sequence"),
    Refusal(
      "nn.Bidirectional(nn.RNN(nn.GRUCell(2)), nn.RNN(nn.GRUCell(2)))(x, initial_carry=x)",
      "a tuple of the forward and the backward carry"),
    Refusal(
      "nn.Bidirectional(nn.RNN(nn.GRUCell(2)), nn.Dense(2))(x)",
      "backward_rnn must run its cell over sequences"),
  ]
}
