import Diagnostics
import LiftedScan

extension BuiltInModule {
  /// The layers of `flax.linen.normalization`.
  static var normalization: [Row] {
    [
      Row(
        module: "LayerNorm",
        "(epsilon=1e-06, \(affine), reduction_axes=-1, feature_axes=-1, \(reductions))",
        "Mean 0 and variance 1 over the features, then a scale and a bias."
      ) { try layerNorm(LayerNorm(), $0) },
      Row(
        module: "RMSNorm",
        "(epsilon=1e-06, dtype=None, param_dtype=jnp.float32, use_scale=True, "
          + "scale_init=ones_init(), reduction_axes=-1, feature_axes=-1, \(reductions))",
        "Mean square 1 over the features, then a scale."
      ) { try layerNorm(.rms, $0) },
      batchNorm, groupNorm, weightNorm, spectralNorm,
      Row(
        module: "InstanceNorm", "(epsilon=1e-06, \(affine), feature_axes=-1, \(reductions))",
        "Mean 0 and variance 1 of each channel of each example."
      ) { reader in
        var layer = InstanceNorm()
        try layer.normalization.read(reader)
        try reader.readAxes("feature_axes", &layer.featureAxes)
        return layer
      },
    ]
  }

  private static var batchNorm: Row {
    Row(
      module: "BatchNorm",
      "(use_running_average=None, axis=-1, momentum=0.99, epsilon=1e-05, \(affine), "
        + "\(reductions))",
      "Mean 0 and variance 1 over the batch, or by running averages."
    ) { reader in
      var layer = BatchNorm()
      try layer.normalization.read(reader, hasDevices: true)
      layer.deviceAxis = try reader["axis_name"].map { try $0.string("field 'axis_name'") }
      try reader.read("use_running_average", &layer.usesRunningAverage)
      try reader.readAxes("axis", &layer.axes)
      try reader.read("momentum", &layer.momentum)
      return layer
    }
  }

  private static var groupNorm: Row {
    Row(
      module: "GroupNorm",
      "(num_groups=32, group_size=None, epsilon=1e-06, \(affine), reduction_axes=None, "
        + "\(reductions))", "Mean 0 and variance 1 of groups of channels."
    ) { reader in
      var layer = GroupNorm()
      try layer.normalization.read(reader)
      try reader.readOptional("num_groups", &layer.groupCount)
      try reader.readOptional("group_size", &layer.groupSize)
      try reader.readAxes("reduction_axes", &layer.reductionAxes)
      return layer
    }
  }

  private static var weightNorm: Row {
    Row(
      module: "WeightNorm",
      "(layer_instance, epsilon=1e-12, dtype=None, param_dtype=jnp.float32, use_scale=True, "
        + "scale_init=ones_init(), feature_axes=-1, variable_filter={'kernel'})",
      "A layer whose kernels have norm 1, times a scale."
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

  private static var spectralNorm: Row {
    Row(
      module: "SpectralNorm",
      "(layer_instance, n_steps=1, epsilon=1e-12, dtype=None, param_dtype=jnp.float32, "
        + "error_on_non_matrix=False, collection_name='batch_stats')",
      "A layer whose kernels are divided by their largest singular value."
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
    "dtype=None, param_dtype=jnp.float32, use_bias=True, use_scale=True, "
    + "bias_init=zeros_init(), scale_init=ones_init()"

  /// Last fields of all normalising layers.
  private static let reductions =
    "axis_name=None, axis_index_groups=None, use_fast_variance=True, "
    + "force_float32_reductions=True"

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
  /// Reads the fields that normalising layers share.
  ///
  /// - Parameter hasDevices: whether there are calls that average over no devices.
  fileprivate mutating func read(_ reader: FieldReader, hasDevices: Bool = false) throws {
    try reader.read("epsilon", &epsilon)
    try reader.read("dtype", &dtype)
    try reader.read("param_dtype", &paramDType)
    try reader.read("use_bias", &useBias)
    try reader.read("use_scale", &useScale)
    try reader.read("bias_init", &biasInit)
    try reader.read("scale_init", &scaleInit)
    try reader.read("use_fast_variance", &usesFastVariance)
    try reader.read("force_float32_reductions", &forcesFloat32Reductions)
    for name in ["axis_name", "axis_index_groups"] where reader[name] != nil && !hasDevices {
      throw Diagnostic(
        "\(name) averages over several devices, and there is one only", path: name,
        hint: "leave out \(name)")
    }
  }
}
