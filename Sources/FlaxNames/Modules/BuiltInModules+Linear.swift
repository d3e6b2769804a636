import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension BuiltInModule {
  /// The layers of `flax.linen.linear` that are products, and `Embed`.
  static var linear: [Row] {
    let types = "dtype=None, param_dtype=jnp.float32"
    let initializers = "\(lecun), bias_init=zeros_init()"
    let promotion = "promote_dtype=promote_dtype"
    let product = "\(promotion), dot_general=None, dot_general_cls=None"
    return [
      Row(
        module: "Dense",
        "(features, use_bias=True, \(types), precision=None, \(initializers), \(product))",
        "Product of the last axis with a kernel, and a bias."
      ) { reader in
        var layer = Dense(features: try reader.size("features"))
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        return layer
      },
      Row(
        module: "DenseGeneral",
        "(features, axis=-1, batch_dims=(), use_bias=True, \(types), \(initializers), "
          + "precision=None, \(product))", "Product of several axes with a kernel, and a bias."
      ) { reader in
        var layer = DenseGeneral(features: try reader.sizes("features"))
        try reader.readAxes("axis", &layer.axes)
        try reader.readAxes("batch_dims", &layer.batchAxes)
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        return layer
      },
      Row(
        module: "Einsum",
        "(shape, einsum_str=None, use_bias=True, \(types), precision=None, \(initializers), "
          + "\(promotion), preferred_element_type=None)",
        "Sums of products with a kernel by index letters, and a bias."
      ) { reader in
        var layer = Einsum(shape: Shape(try reader.sizes("shape")))
        layer.einsumStr = try reader["einsum_str"]?.string("field 'einsum_str' of Einsum")
        try reader.readLinear(
          &layer.useBias, &layer.dtype, &layer.paramDType, &layer.kernelInit, &layer.biasInit)
        try reader.read("preferred_element_type", &layer.preferredElementType)
        return layer
      },
      Row(
        module: "Embed",
        "(num_embeddings, features, \(types), embedding_init=default_embed_init, \(promotion))",
        "Rows of a table in the places of indices."
      ) { reader in
        var layer = Embed(
          embeddingCount: try reader.size("num_embeddings"),
          features: try reader.size("features"))
        try reader.read("dtype", &layer.dtype)
        try reader.read("param_dtype", &layer.paramDType)
        try reader.read("embedding_init", &layer.embeddingInit)
        return layer
      },
      Row(module: "Sequential", "(layers)", "Layers one after another.") { reader in
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
  /// Reads the fields that layers with products share, and checks the precision.
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
