import Diagnostics
import LiftedScan

extension BuiltInModule {
  /// The layers of `flax.linen.attention`.
  static var attention: [Row] {
    ["MultiHeadDotProductAttention", "MultiHeadAttention", "SelfAttention"].map { name in
      Row(
        module: name,
        "(num_heads, dtype=None, param_dtype=jnp.float32, qkv_features=None, out_features=None, "
          + "broadcast_dropout=True, dropout_rate=0.0, deterministic=None, precision=None, "
          + "kernel_init=lecun_normal(), out_kernel_init=None, bias_init=zeros_init(), "
          + "out_bias_init=None, use_bias=True, attention_fn=dot_product_attention, "
          + "decode=False, normalize_qk=False, force_fp32_for_softmax=False, "
          + replacements.map { "\($0)=None" }.joined(separator: ", ") + ")",
        name == "SelfAttention"
          ? "Attention of a sequence to itself, in several heads."
          : "Attention of one sequence to another, in several heads."
      ) { try attention(name, $0) }
    }
  }

  /// Fields that replace the products by others, for quantised training.
  private static let replacements = [
    "qkv_dot_general", "out_dot_general", "qkv_dot_general_cls", "out_dot_general_cls",
    "qk_attn_weights_einsum_cls", "attn_weights_value_einsum_cls",
  ]

  private static func attention(
    _ name: String, _ reader: FieldReader
  ) throws -> MultiHeadAttention {
    var layer = MultiHeadAttention(headCount: try reader.size("num_heads"), typeName: name)
    try reader.read("dtype", &layer.dtype)
    try reader.read("param_dtype", &layer.paramDType)
    try reader.readOptional("qkv_features", &layer.qkvFeatures)
    try reader.readOptional("out_features", &layer.outFeatures)
    try reader.read("broadcast_dropout", &layer.broadcastsDropout)
    try reader.read("dropout_rate", &layer.dropoutRate)
    layer.isDeterministic = try reader.deterministic(rate: layer.dropoutRate)
    try reader.read("kernel_init", &layer.kernelInit)
    try reader.read("out_kernel_init", &layer.outKernelInit)
    try reader.read("bias_init", &layer.biasInit)
    try reader.read("out_bias_init", &layer.outBiasInit)
    try reader.read("use_bias", &layer.useBias)
    try reader.read("decode", &layer.decodes)
    try reader.read("normalize_qk", &layer.normalizesQK)
    try reader.read("force_fp32_for_softmax", &layer.forcesFloat32Softmax)
    if reader["attention_fn"] != nil { layer.attentionFn = try reader.function("attention_fn") }
    try reader.checkPrecision()
    return layer
  }
}
