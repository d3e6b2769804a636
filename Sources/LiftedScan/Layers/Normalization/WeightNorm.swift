import Arrays
import Diagnostics
import ProgramIR

/// A layer whose weights are divided by their lengths and multiplied by a learnt scale
/// (`nn.WeightNorm`; Salimans and Kingma, arXiv 1602.07868).
///
/// Parameters: for each weight a scale, called as the layer and the weight with slashes between:
/// `Dense_0/kernel/scale`.
public struct WeightNorm: WrappingLayer {
  /// The layer whose weights are normalised.
  public var layer: ModuleReference
  /// Added to the square of a length.
  public var epsilon = 1e-12
  /// dtype of the normalised weights; by default what they and their scales promote to.
  public var dtype: DType?
  /// dtype of the scales.
  public var paramDType = DType.float32
  /// Whether to multiply by a scale.
  public var useScale = true
  /// Makes the scales.
  public var scaleInit = Initializer.ones
  /// Axes whose indices have separate lengths; `nil` for one length of all.
  public var featureAxes: [Int]? = [-1]
  /// Parts of the paths of the weights to normalise; all weights if empty.
  public var variableFilter = ["kernel"]

  /// Normalised weights with Flax's defaults.
  public init(layer: ModuleReference) { self.layer = layer }

  /// `WeightNorm`.
  public var typeName: String { "WeightNorm" }

  /// The layer's result with its weights normalised.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard method == "__call__" else { throw noMethod(method) }
    return try callLayer(arguments, isMutable: false, in: context) { path, weight in
      guard variableFilter.isEmpty || variableFilter.contains(where: path.contains) else {
        return weight
      }
      return try normalized(weight, path, context)
    }
  }

  private func normalized(
    _ weight: Tensor, _ path: String, _ context: BoundModule
  ) throws -> Tensor {
    let features = try Normalization.axes(featureAxes ?? [], of: weight, field: "feature_axes")
    let others = (0..<weight.rank).filter { !features.contains($0) }
    var result = try weight.dividedByLength(axes: others, epsilon: epsilon)
    var types = [weight.type]
    if useScale {
      let shape = Shape(features.map { weight.shape[$0] })
      let scale = try context.parameter("\(path)/scale", scaleInit, shape, paramDType)
      types.append(scale.type)
      result = try result * scale.expandingAxes(others, rank: weight.rank)
    }
    return try result.converted(to: dtype ?? Promotion.inexact(Promotion.result(of: types).dtype))
  }
}

/// A layer whose weights are divided by their largest singular values (`nn.SpectralNorm`; Miyato et
/// al., arXiv 1802.05957).
///
/// For each weight of at least two axes a vector and the value, in the collection `batch_stats`:
/// `Dense_0/kernel/u` and `Dense_0/kernel/sigma`.
public struct SpectralNorm: WrappingLayer {
  /// The layer whose weights are normalised.
  public var layer: ModuleReference
  /// Number of power iterations in a call; with 0 nothing is normalised.
  public var stepCount = 1
  /// Added to the square of a length.
  public var epsilon = 1e-12
  /// dtype of the normalised weights; by default what they and the estimate promote to.
  public var dtype: DType?
  /// dtype of the estimate.
  public var paramDType = DType.float32
  /// Whether weights of more than two axes are refused and not taken for matrices.
  public var refusesNonMatrices = false
  /// Collection of the estimates.
  public var collection = "batch_stats"

  /// Normalised weights with Flax's defaults.
  public init(layer: ModuleReference) { self.layer = layer }

  /// `SpectralNorm`.
  public var typeName: String { "SpectralNorm" }

  /// The layer's and `update_stats`.
  public func method(_ name: String) -> Method? {
    layerMethod(name).map { layer in
      Method(
        layer.parameters + [.init("update_stats", hasDefault: true, isKeywordOnly: true)])
    }
  }

  /// The layer's result with its weights normalised; `update_stats` tells whether the estimates are
  /// kept.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard method == "__call__" else { throw noMethod(method) }
    var rest = arguments
    guard let index = rest.keywords.firstIndex(where: { $0.name == "update_stats" }),
      case .leaf(.bool(let isUpdating)) = rest.keywords.remove(at: index).value
    else {
      throw Diagnostic(
        "SpectralNorm must be told in the call whether to keep its estimates",
        hint: "add update_stats=True or update_stats=False")
    }
    return try callLayer(rest, isMutable: true, in: context) { path, weight in
      guard weight.rank > 1, stepCount > 0 else { return weight }
      return try normalized(weight, path, isUpdating: isUpdating, context)
    }
  }

  private func normalized(
    _ weight: Tensor, _ path: String, isUpdating: Bool, _ context: BoundModule
  ) throws -> Tensor {
    guard weight.rank == 2 || !refusesNonMatrices else {
      throw Diagnostic(
        "the weight isn't a matrix, and error_on_non_matrix is set", path: path,
        got: "shape \(weight.shape)")
    }
    let columns = weight.shape.lastSize
    let matrix = try weight.reshaped(to: [weight.shape.elementCount / max(columns, 1), columns])
    let vector = try context.variable(collection, "\(path)/u") {
      .tensor(try context.scope.makeRNG().normal([1, columns], paramDType))
    }
    let value = try context.variable(collection, "\(path)/sigma") {
      .tensor(try .full(.scalar, 1, paramDType))
    }
    // Power iteration: u and v near the singular vectors.
    var u = try vector.value().tensor()
    var v = u
    for _ in 0..<stepCount {
      v = try Tensor.dot(u, matrix.transposed()).dividedByLength(axes: [0, 1], epsilon: epsilon)
      u = try Tensor.dot(v, matrix).dividedByLength(axes: [0, 1], epsilon: epsilon)
    }
    let sigma = try Tensor.dot(Tensor.dot(v, matrix), u.transposed()).reshaped(to: [])
    let divisor = try Tensor.select(.compare(.ne, sigma, Tensor(0)), sigma, Tensor(1))
    if isUpdating {
      try vector.set(.tensor(u))
      try value.set(.tensor(sigma))
    }
    let types = [weight, u, v, sigma].map(\.type)
    return try (matrix / divisor).reshaped(to: weight.shape.sizes)
      .converted(to: dtype ?? Promotion.inexact(Promotion.result(of: types).dtype))
  }
}

extension Tensor {
  /// The tensor divided by √(Σ x² + ε) along some axes.
  fileprivate func dividedByLength(axes: [Int], epsilon: Double) throws -> Tensor {
    try self * ((self * self).reduced(.sum, axes: axes, keepAxes: true) + epsilon).unary(.rsqrt)
  }
}

/// A module that calls another one with changed weights.
public protocol WrappingLayer: Module {
  /// The layer whose weights are changed.
  var layer: ModuleReference { get set }
}

extension WrappingLayer {
  /// The method of the wrapped layer.
  public func method(_ name: String) -> Method? {
    layerMethod(name).map { Method($0.parameters) }
  }

  /// The layer.
  public var fieldValues: [Value] { [.leaf(.module(layer))] }

  /// With another layer.
  public func mappingFields(_ transform: (Value) throws -> Value) rethrows -> any Module {
    guard case .leaf(.module(let layer)) = try transform(.leaf(.module(layer))) else { return self }
    var copy = self
    copy.layer = layer
    return copy
  }

  /// `layer_instance`.
  public func field(_ name: String) -> Value? {
    name == "layer_instance" ? .leaf(.module(layer)) : nil
  }

  func layerMethod(_ name: String) -> Method? {
    name == "__call__" ? layer.module.method(name) : nil
  }

  /// Calls the layer with `transform` of each of its variables, given the layer's name and the
  /// variable's path, joined by slashes.
  func callLayer(
    _ arguments: Arguments, isMutable: Bool, in context: BoundModule,
    _ transform: @escaping (_ path: String, _ value: Tensor) throws -> Tensor
  ) throws -> Value {
    let bound = try context.fieldModule("layer_instance", layer)
    let name = bound.scope.path.last ?? ""
    var lift = MapVariables()
    lift.makesVariables = context.scope.isInitializing
    lift.isMutable = isMutable
    lift.transformIn = { collections in
      let values = try collections.tree.leavesWithPaths.map { path, value in
        try transform("\(name)/\(TreePath(Array(path.keys.dropFirst())).slashed)", value)
      }
      return Collections(collections.tree.replacingLeaves(with: values))
    }
    let method = LiftableMethod(bound.module, name: typeName) { layer, arguments in
      try layer.call("__call__", arguments)
    }
    return try lift.call(method, arguments, in: bound)
  }
}
