import Arrays
import Diagnostics
import ProgramIR

/// A dense layer over any axes to any number of features, with a separate kernel for each index of
/// the batch axes (`nn.DenseGeneral`).
///
/// `kernel` is `[*batch, *in, *features]`, `bias` `[*batch, *features]`.
public struct DenseGeneral: Layer {
  /// Sizes of the result's last axes.
  public var features: [Int]
  /// The axes of the inputs that are summed over.
  public var axes = [-1]
  /// Leading axes of the inputs with a separate kernel for each index.
  public var batchAxes: [Int] = []
  /// Whether to add a bias.
  public var useBias = true
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Makes the kernel, as a matrix.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the bias, as a vector.
  public var biasInit = Initializer.zeros

  /// A layer with Flax's defaults.
  public init(features: [Int]) { self.features = features }

  /// `DenseGeneral`.
  public var typeName: String { "DenseGeneral" }

  /// `[*batch, …]` to `[*batch, *others, *features]`.
  public func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor {
    let shape = inputs.shape
    let axes = try contractedAxes(of: shape)
    let batch = Array(0..<batchAxes.count)
    let batchSizes = batch.map { shape[$0] }
    let inputSizes = axes.map { shape[$0] }
    let kernelShape = Shape(batchSizes + inputSizes + features)
    guard !features.isEmpty, kernelShape.isPossible else {
      throw Diagnostic(
        "features must be sizes of an array", path: "features", got: "kernel \(kernelShape)")
    }
    let batchCount = batchSizes.reduce(1, *)
    let (rows, columns) = (batchCount * inputSizes.reduce(1, *), features.reduce(1, *))
    let kernel = try context.parameter(
      "kernel", kernelInit.reshaping([rows, columns]), kernelShape, paramDType)
    let bias =
      useBias
      ? [
        try context.parameter(
          "bias", biasInit.reshaping([batchCount * columns]), Shape(batchSizes + features),
          paramDType)
      ] : []
    let operands = try promoted([inputs, kernel] + bias, dtype: dtype)
    let product = try Tensor.dot(
      operands[0], operands[1],
      DotDimensions(
        contracting: (left: axes, right: axes.indices.map { batch.count + $0 }),
        batch: (left: batch, right: batch)))
    guard operands.count == 3 else { return product }
    let others = shape.rank - batch.count - axes.count
    return try product
      + operands[2].reshaped(to: batchSizes + Array(repeating: 1, count: others) + features)
  }

  /// The axes that are summed over, in order.
  ///
  /// - Throws: when axes aren't there, are named twice, or the batch axes aren't the first ones.
  private func contractedAxes(of shape: Shape) throws -> [Int] {
    guard Set(batchAxes) == Set(0..<batchAxes.count) else {
      throw Diagnostic(
        "batch_dims must be the first axes, counted from 0", path: "batch_dims",
        got: "\(batchAxes)")
    }
    let axes = try axes.map { axis in
      do throws(Diagnostic) { return try shape.axis(axis) } catch { throw error.at(path: "axis") }
    }
    guard Set(axes).count == axes.count, axes.allSatisfy({ $0 >= batchAxes.count }),
      batchAxes.count <= shape.rank
    else {
      throw Diagnostic(
        "axis can't name an axis twice, or one of batch_dims", path: "axis",
        got: "axis \(self.axes) and batch_dims \(batchAxes) of shape \(shape)")
    }
    return axes.sorted()
  }
}

extension Initializer {
  /// An initializer that makes values of shape `flat` and reshapes them; the number of elements is
  /// the same.
  fileprivate func reshaping(_ flat: Shape) -> Initializer {
    Initializer(name) { key, shape, dtype in
      try self(key: key, shape: flat, dtype: dtype).reshaped(to: shape.sizes)
    }
  }
}
