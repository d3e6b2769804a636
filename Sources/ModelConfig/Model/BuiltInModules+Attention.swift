import Diagnostics
import LiftedScan

extension ModuleType {
  /// The layers of `flax.linen.attention`.
  static var attention: [ModuleType] {
    ["MultiHeadDotProductAttention", "MultiHeadAttention", "SelfAttention"].map { name in
      ModuleType(
        name,
        fields: "num_heads dtype param_dtype qkv_features out_features broadcast_dropout"
          + " dropout_rate deterministic precision kernel_init out_kernel_init bias_init"
          + " out_bias_init use_bias attention_fn decode normalize_qk force_fp32_for_softmax "
          + replacements.joined(separator: " ")
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
    try reader.read("deterministic", &layer.isDeterministic)
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
    for field in replacements where reader[field] != nil {
      throw Diagnostic(
        "\(field) is for quantised training, which swiftscan can't do", path: field,
        hint: "leave out \(field)")
    }
    return layer
  }
}
