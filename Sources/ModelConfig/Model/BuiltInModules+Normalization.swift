import Diagnostics
import LiftedScan

extension ModuleType {
  /// The layers of `flax.linen.normalization`.
  static var normalization: [ModuleType] {
    [
      ModuleType(
        "LayerNorm",
        fields: "epsilon dtype param_dtype use_bias use_scale bias_init scale_init reduction_axes"
          + " feature_axes \(reductions)"
      ) { try layerNorm(LayerNorm(), $0) },
      ModuleType(
        "RMSNorm",
        fields: "epsilon dtype param_dtype use_scale scale_init reduction_axes feature_axes"
          + " \(reductions)"
      ) { try layerNorm(.rms, $0) },
    ]
  }

  /// The last fields of all of them.
  private static let reductions =
    "axis_name axis_index_groups use_fast_variance force_float32_reductions"

  private static func layerNorm(
    _ defaults: LayerNorm, _ reader: FieldReader
  ) throws -> LayerNorm {
    var layer = defaults
    try layer.normalization.read(reader)
    try reader.readAxes("reduction_axes", &layer.reductionAxes)
    try reader.readAxes("feature_axes", &layer.featureAxes)
    return layer
  }
}

extension Normalization {
  /// The fields all normalising layers have, where they have them.
  fileprivate mutating func read(_ reader: FieldReader) throws {
    try reader.read("epsilon", &epsilon)
    try reader.read("dtype", &dtype)
    try reader.read("param_dtype", &paramDType)
    try reader.read("use_bias", &useBias)
    try reader.read("use_scale", &useScale)
    try reader.read("bias_init", &biasInit)
    try reader.read("scale_init", &scaleInit)
    try reader.read("use_fast_variance", &usesFastVariance)
    try reader.read("force_float32_reductions", &forcesFloat32Reductions)
    for name in ["axis_name", "axis_index_groups"] where reader[name] != nil {
      throw Diagnostic(
        "\(name) averages over several devices, and there is one only", path: name,
        hint: "leave out \(name)")
    }
  }
}
