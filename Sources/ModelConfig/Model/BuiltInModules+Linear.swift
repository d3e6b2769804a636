import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension ModuleType {
  /// The layers of `flax.linen.linear` that are products, and `Embed`.
  static var linear: [ModuleType] {
    [
      ModuleType(
        "Dense", fields: "features use_bias dtype param_dtype precision kernel_init bias_init"
      ) { reader in
        var layer = Dense(features: try reader.size("features"))
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        return layer
      },
      ModuleType(
        "DenseGeneral",
        fields:
          "features axis batch_dims use_bias dtype param_dtype kernel_init bias_init precision"
      ) { reader in
        var layer = DenseGeneral(features: try reader.sizes("features"))
        try reader.readAxes("axis", &layer.axes)
        try reader.readAxes("batch_dims", &layer.batchAxes)
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        return layer
      },
      ModuleType(
        "Einsum",
        fields: "shape einsum_str use_bias dtype param_dtype precision kernel_init bias_init"
          + " preferred_element_type"
      ) { reader in
        var layer = Einsum(shape: Shape(try reader.sizes("shape")))
        layer.einsumStr = try reader["einsum_str"]?.string("field 'einsum_str' of Einsum")
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        try reader.read("preferred_element_type", &layer.preferredElementType)
        return layer
      },
      ModuleType(
        "Embed", fields: "num_embeddings features dtype param_dtype embedding_init"
      ) { reader in
        var layer = Embed(
          embeddingCount: try reader.size("num_embeddings"),
          features: try reader.size("features"))
        try reader.read("dtype", &layer.dtype)
        try reader.read("param_dtype", &layer.paramDType)
        try reader.read("embedding_init", &layer.embeddingInit)
        return layer
      },
      ModuleType("Sequential", fields: "layers") { reader in
        guard let layers = reader["layers"]?.elements else {
          throw Diagnostic(
            "Sequential needs a list of layers", path: "layers",
            got: reader["layers"]?.text ?? "none")
        }
        return try Sequential(layers)
      },
    ]
  }
}

extension FieldReader {
  /// Replaces what products have in common, where it is given, and checks the precision.
  fileprivate func readLinear(
    _ useBias: inout Bool, _ dtype: inout DType?, _ paramDType: inout DType,
    _ kernelInit: inout Initializer, _ biasInit: inout Initializer
  ) throws {
    try read("use_bias", &useBias)
    try read("dtype", &dtype)
    try read("param_dtype", &paramDType)
    try read("kernel_init", &kernelInit)
    try read("bias_init", &biasInit)
    try checkPrecision()
  }

  /// A size or sizes that must be given: each at least 1.
  fileprivate func sizes(_ name: String) throws -> [Int] {
    guard let value = self[name] else {
      throw Diagnostic("\(callee) needs the argument '\(name)'")
    }
    let sizes = try value.ints("field '\(name)' of \(callee)")
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw Diagnostic(
        "the sizes in \(name) of \(callee) must be positive", path: name, got: "\(sizes)")
    }
    return sizes
  }
}
