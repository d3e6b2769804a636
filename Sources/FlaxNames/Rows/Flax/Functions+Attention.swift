import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// The functions of `flax.linen.attention`.
  mutating func addAttention() {
    add(
      "dot_product_attention_weights",
      "(query, key, bias=None, mask=None, broadcast_dropout=True, dropout_rng=None, "
        + "dropout_rate=0.0, deterministic=False, dtype=None, precision=None, module=None, "
        + "force_fp32_for_softmax=False, einsum_dot_general=None, einsum=None)",
      "Softmax of the scaled products of queries and keys.",
      ignoring: ["deterministic", "dropout_rng", "broadcast_dropout"]
    ) { parameters in
      .tensor(
        try DotProductAttention(parameters).weights(
          query: parameters.tensor("query"), key: parameters.tensor("key")))
    }
    add(
      "dot_product_attention",
      "(query, key, value, bias=None, mask=None, broadcast_dropout=True, dropout_rng=None, "
        + "dropout_rate=0.0, deterministic=False, dtype=None, precision=None, module=None, "
        + "force_fp32_for_softmax=False, einsum_dot_general=None, qk_attn_weights_einsum=None, "
        + "attn_weights_value_einsum=None)",
      "Attention of queries [..., T, heads, d] to keys and values [..., S, heads, d].",
      ignoring: ["deterministic", "dropout_rng", "broadcast_dropout"]
    ) { parameters in
      .tensor(
        try DotProductAttention(parameters)(
          query: parameters.tensor("query"), key: parameters.tensor("key"),
          value: parameters.tensor("value")))
    }
    add(
      "make_causal_mask", "(x, extra_batch_dims=0, dtype=jnp.float32)",
      "Mask in which each place sees itself and those before."
    ) {
      .tensor(
        try AttentionMasks.causal(
          like: $0.tensor("x"), extraBatchCount: $0.optionalInt("extra_batch_dims") ?? 0,
          dtype: $0.optionalDType() ?? .float32))
    }
    add(
      "make_attention_mask",
      "(query_input, key_input, pairwise_fn=_NoValue, extra_batch_dims=0, dtype=jnp.float32)",
      "Mask of pairs of query and key positions."
    ) { parameters in
      let function = try parameters["pairwise_fn"].map { _ in
        try parameters.function("pairwise_fn")
      }
      return .tensor(
        try AttentionMasks.pairwise(
          parameters.tensor("query_input"), parameters.tensor("key_input"),
          extraBatchCount: parameters.optionalInt("extra_batch_dims") ?? 0,
          dtype: parameters.optionalDType() ?? .float32
        ) { queries, keys in
          guard let function else { return try queries * keys }
          return try function(Arguments([.tensor(queries), .tensor(keys)]))
            .tensor("result of pairwise_fn")
        })
    }
    add(
      "combine_masks", "(*masks, dtype=jnp.float32)",
      "Masks joined by logical and; None where all are None."
    ) { parameters in
      let masks = try Evaluator.iterated(parameters.required("masks"))
        .filter { !$0.isNone }.map { try $0.tensor("a mask") }
      let dtype = try parameters.optionalDType() ?? .float32
      return try AttentionMasks.combined(masks, dtype: dtype).map { .tensor($0) } ?? .none
    }
  }
}

extension DotProductAttention {
  /// The arguments that both attention functions have.
  fileprivate init(_ parameters: CallParameters) throws {
    self.init()
    bias = try parameters["bias"].map { try $0.tensor("argument 'bias'") }
    mask = try parameters["mask"].map { try $0.tensor("argument 'mask'") }
    dtype = try parameters.optionalDType()
    forcesFloat32Softmax = try parameters.optionalBool("force_fp32_for_softmax") ?? false
    let rate = try parameters.optionalDouble("dropout_rate") ?? 0
    if rate > 0, try !(parameters.optionalBool("deterministic") ?? false) {
      dropout = Dropout(
        key: try parameters.tensor("dropout_rng"), rate: rate,
        isBroadcast: try parameters.optionalBool("broadcast_dropout") ?? true)
    }
    if let module = parameters["module"] {
      guard case .leaf(.module(let reference)) = module else {
        throw Diagnostic("the argument 'module' must be a module", got: module.text)
      }
      let bound = try reference.requireBound()
      recordWeights = { try bound.sow("intermediates", "attention_weights", .tensor($0)) }
    }
    for name in Self.replacements where parameters[name] != nil {
      throw Diagnostic("\(name) is for quantised training, which swiftscan can't do")
    }
  }

  private static let replacements = [
    "einsum_dot_general", "einsum", "qk_attn_weights_einsum", "attn_weights_value_einsum",
  ]
}
