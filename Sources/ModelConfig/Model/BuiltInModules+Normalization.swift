import Diagnostics
import LiftedScan

extension ModuleType {
  /// The layers of `flax.linen.normalization`.
  static var normalization: [ModuleType] {
    [
      ModuleType(
        "LayerNorm",
        fields: "\(affine) reduction_axes feature_axes \(reductions)"
      ) { try layerNorm(LayerNorm(), $0) },
      ModuleType(
        "RMSNorm",
        fields: "epsilon dtype param_dtype use_scale scale_init reduction_axes feature_axes"
          + " \(reductions)"
      ) { try layerNorm(.rms, $0) },
      batchNorm, groupNorm, weightNorm, spectralNorm,
      ModuleType(
        "InstanceNorm", fields: "\(affine) feature_axes \(reductions)"
      ) { reader in
        var layer = InstanceNorm()
        try layer.normalization.read(reader)
        try reader.readAxes("feature_axes", &layer.featureAxes)
        return layer
      },
    ]
  }

  private static var batchNorm: ModuleType {
    ModuleType(
      "BatchNorm", fields: "use_running_average axis momentum \(affine) \(reductions)"
    ) { reader in
      var layer = BatchNorm()
      try layer.normalization.read(reader)
      try reader.read("use_running_average", &layer.usesRunningAverage)
      try reader.readAxes("axis", &layer.axes)
      try reader.read("momentum", &layer.momentum)
      return layer
    }
  }

  private static var groupNorm: ModuleType {
    ModuleType(
      "GroupNorm", fields: "num_groups group_size \(affine) reduction_axes \(reductions)"
    ) { reader in
      var layer = GroupNorm()
      try layer.normalization.read(reader)
      try reader.readOptional("num_groups", &layer.groupCount)
      try reader.readOptional("group_size", &layer.groupSize)
      try reader.readAxes("reduction_axes", &layer.reductionAxes)
      return layer
    }
  }

  private static var weightNorm: ModuleType {
    ModuleType(
      "WeightNorm",
      fields: "layer_instance epsilon dtype param_dtype use_scale scale_init feature_axes"
        + " variable_filter"
    ) { reader in
      var layer = WeightNorm(layer: try reader.module("layer_instance"))
      try reader.read("epsilon", &layer.epsilon)
      try reader.read("dtype", &layer.dtype)
      try reader.read("param_dtype", &layer.paramDType)
      try reader.read("use_scale", &layer.useScale)
      try reader.read("scale_init", &layer.scaleInit)
      try reader.readAxes("feature_axes", &layer.featureAxes)
      if reader.isNone("variable_filter") { layer.variableFilter = [] }
      if let names = reader["variable_filter"] {
        layer.variableFilter = try Evaluator.iterated(names).map {
          try $0.string("name in variable_filter")
        }
      }
      return layer
    }
  }

  private static var spectralNorm: ModuleType {
    ModuleType(
      "SpectralNorm",
      fields: "layer_instance n_steps epsilon dtype param_dtype error_on_non_matrix collection_name"
    ) { reader in
      var layer = SpectralNorm(layer: try reader.module("layer_instance"))
      try reader.read("n_steps", &layer.stepCount)
      try reader.read("epsilon", &layer.epsilon)
      try reader.read("dtype", &layer.dtype)
      try reader.read("param_dtype", &layer.paramDType)
      try reader.read("error_on_non_matrix", &layer.refusesNonMatrices)
      try reader.read("collection_name", &layer.collection)
      return layer
    }
  }

  /// The fields of layers with a scale and a bias.
  private static let affine =
    "epsilon dtype param_dtype use_bias use_scale bias_init scale_init"

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
