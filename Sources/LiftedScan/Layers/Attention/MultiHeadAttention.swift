import Arrays
import Diagnostics
import ProgramIR

/// Attention of several heads, each on projections of its own
/// (`nn.MultiHeadDotProductAttention`, `nn.MultiHeadAttention`, `nn.SelfAttention`).
///
/// Parameters: the dense layers `query`, `key`, `value` and `out`. With `decodes`, keys and values
/// of the steps so far are in the collection `cache`.
public struct MultiHeadAttention: Module {
  /// Number of heads.
  public var headCount: Int
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Features of all heads' queries together; by default the number of features of the inputs.
  public var qkvFeatures: Int?
  /// Features of the result; by default the number of features of the inputs.
  public var outFeatures: Int?
  /// Whether all examples and heads share a dropout mask.
  public var broadcastsDropout = true
  /// The probability of a weight to become 0.
  public var dropoutRate = 0.0
  /// Whether dropout is off; `nil` leaves it to the call.
  public var isDeterministic: Bool?
  /// Makes the kernels.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the last layer's kernel, if not as the others.
  public var outKernelInit: Initializer?
  /// Makes the biases.
  public var biasInit = Initializer.zeros
  /// Makes the last layer's bias, if not as the others.
  public var outBiasInit: Initializer?
  /// Whether the layers have biases.
  public var useBias = true
  /// Used instead of `DotProductAttention`, if given.
  public var attentionFn: Function?
  /// Whether a call is one step that sees the keys of the steps before.
  public var decodes = false
  /// Whether queries and keys are normalised (Dehghani et al., arXiv 2302.05442).
  public var normalizesQK = false
  /// Whether the softmax is computed in `float32`.
  public var forcesFloat32Softmax = false
  /// The class's name.
  public var typeName: String

  /// Attention with Flax's defaults.
  public init(headCount: Int, typeName: String = "MultiHeadDotProductAttention") {
    (self.headCount, self.typeName) = (headCount, typeName)
  }

  /// `__call__`.
  public func method(_ name: String) -> Method? {
    guard name == "__call__" else { return nil }
    let further = "mask=None, deterministic=None, dropout_rng=None, sow_weights=False"
    return Method(
      typeName == "SelfAttention"
        ? "inputs_q, \(further)"
        : "inputs_q, inputs_k=None, inputs_v=None, *, inputs_kv=None, \(further)")
  }

  /// `__call__`: `[*batch, q, features]` and `[*batch, k, features]` to `[*batch, q, out_features]`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    let queryInputs = try named.tensor("inputs_q")
    let (keyInputs, valueInputs) = try otherInputs(named, queryInputs)
    let projection = try projection(of: queryInputs)
    var query = try context.apply(projection, name: "query", to: queryInputs)
    var key = try context.apply(projection, name: "key", to: keyInputs)
    var value = try context.apply(projection, name: "value", to: valueInputs)
    if normalizesQK {
      query = try context.apply(queryKeyNorm, name: "query_ln", to: query)
      key = try context.apply(queryKeyNorm, name: "key_ln", to: key)
    }
    var mask = try named.optionalTensor("mask")
    if decodes {
      let isCached = context.scope.variable("cache", "cached_key") != nil
      let cache = try DecodingCache(key: key, value: value, in: context)
      if isCached { (key, value, mask) = try cache.step(query, key, value, mask) }
    }
    let attended = try attend(query, key, value, mask, named, context)
    return .tensor(
      try context.apply(
        outLayer(outFeatures.nonzero ?? queryInputs.shape.lastSize), name: "out", to: attended))
  }

  // MARK: Inputs and layers

  private func otherInputs(
    _ named: NamedArguments, _ queries: Tensor
  ) throws -> (key: Tensor, value: Tensor) {
    let (keys, values) = (named["inputs_k"], named["inputs_v"])
    if let both = try named.optionalTensor("inputs_kv") {
      guard keys == nil, values == nil else {
        throw Diagnostic("give inputs_kv, or inputs_k and inputs_v, not both")
      }
      return (both, both)
    }
    guard keys != nil || values == nil else {
      throw Diagnostic(
        "inputs_v is given, but inputs_k isn't", hint: "give inputs_k alone for both")
    }
    let key = try named.optionalTensor("inputs_k") ?? queries
    return (key, try named.optionalTensor("inputs_v") ?? key)
  }

  private func projection(of inputs: Tensor) throws -> DenseGeneral {
    let features = qkvFeatures.nonzero ?? inputs.shape.lastSize
    guard headCount > 0, features % headCount == 0 else {
      throw Diagnostic(
        "the heads must share the features equally", path: "num_heads",
        got: "\(features) features for \(headCount) heads",
        hint: "set qkv_features to a multiple of num_heads")
    }
    var layer = DenseGeneral(features: [headCount, features / headCount])
    layer.kernelInit = kernelInit
    layer.biasInit = biasInit
    return configured(layer)
  }

  private func outLayer(_ features: Int) -> DenseGeneral {
    var layer = DenseGeneral(features: [features])
    layer.axes = [-2, -1]
    layer.kernelInit = outKernelInit ?? kernelInit
    layer.biasInit = outBiasInit ?? biasInit
    return configured(layer)
  }

  private func configured(_ layer: DenseGeneral) -> DenseGeneral {
    var layer = layer
    (layer.useBias, layer.dtype, layer.paramDType) = (useBias, dtype, paramDType)
    return layer
  }

  private var queryKeyNorm: LayerNorm {
    var layer = LayerNorm()
    layer.normalization.useBias = false
    (layer.normalization.dtype, layer.normalization.paramDType) = (dtype, paramDType)
    return layer
  }

  // MARK: Attention

  private func attend(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, _ mask: Tensor?, _ named: NamedArguments,
    _ context: BoundModule
  ) throws -> Tensor {
    let isDropping =
      try dropoutRate > 0 && !named.merged("deterministic", field: isDeterministic)
    let dropoutKey =
      try named.optionalTensor("dropout_rng")
      ?? (isDropping ? context.scope.makeRNG("dropout") : nil)
    let sows = try named.optionalBool("sow_weights") ?? false
    if let attentionFn {
      let arguments: [(name: String, value: Value)] = [
        ("mask", mask.map { .tensor($0) } ?? .none),
        ("dropout_rng", dropoutKey.map { .tensor($0) } ?? .none),
        ("dropout_rate", .float(dropoutRate)), ("broadcast_dropout", .bool(broadcastsDropout)),
        ("deterministic", .bool(!isDropping)), ("dtype", dtype.map { .leaf(.dtype($0)) } ?? .none),
        ("precision", .none), ("force_fp32_for_softmax", .bool(forcesFloat32Softmax)),
        ("qk_attn_weights_einsum", .none), ("attn_weights_value_einsum", .none),
      ]
      // As in Flax, a function of one's own is given only what it has parameters for.
      var given = arguments.filter { attentionFn.parameters?.contains($0.name) ?? true }
      if sows { given.append(("module", .leaf(.module(ModuleReference(self, bound: context))))) }
      return try attentionFn(
        Arguments([query, key, value].map { .tensor($0) }, keywords: given)
      ).tensor("result of attention_fn")
    }
    var attention = DotProductAttention()
    attention.mask = mask
    attention.dtype = dtype
    attention.forcesFloat32Softmax = forcesFloat32Softmax
    if isDropping, let dropoutKey {
      attention.dropout = .init(
        key: dropoutKey, rate: dropoutRate, isBroadcast: broadcastsDropout)
    }
    if sows {
      attention.recordWeights = {
        try context.sow("intermediates", "attention_weights", .tensor($0))
      }
    }
    return try attention(query: query, key: key, value: value)
  }
}

extension Int? {
  /// The number, or `nil` if it is 0.
  fileprivate var nonzero: Int? { self == 0 ? nil : self }
}
