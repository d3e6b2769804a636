import Arrays
import Diagnostics
import ProgramIR

/// A convolution over the axes between batch and features (`nn.Conv`), or one with a separate
/// kernel at each position (`nn.ConvLocal`).
///
/// `kernel` is `[*kernel_size, in / groups, features]` and `bias` `[features]`; with kernels of
/// their own, `[*places, kernel_size · in, features]` and `[*places, features]`.
public struct Conv: Layer {
  /// Size of the result's last axis.
  public var features: Int
  /// The window's size on each spatial axis.
  public var kernelSize: [Int]
  /// Strides of the window, one a spatial axis; 1 by default.
  public var strides: [Int]?
  /// Padding of the inputs; `CIRCULAR`, `REFLECT` and, for one axis, `CAUSAL` too.
  public var padding = Padding.same
  /// Dilation of the inputs, one factor a spatial axis; 1 by default.
  public var inputDilation: [Int]?
  /// Dilation of the window, one factor a spatial axis; 1 by default.
  public var kernelDilation: [Int]?
  /// Number of groups of features (`feature_group_count`); each group of outputs sees one group of
  /// inputs.
  public var groupCount = 1
  /// Whether to add a bias.
  public var useBias = true
  /// Factor of the kernel's elements, of the kernel's shape.
  public var mask: Tensor?
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Makes the kernel.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the bias.
  public var biasInit = Initializer.zeros
  /// Whether all places have one kernel.
  public var sharesWeights = true

  /// A convolution with Flax's defaults.
  public init(features: Int, kernelSize: [Int]) {
    (self.features, self.kernelSize) = (features, kernelSize)
  }

  /// `Conv` or `ConvLocal`.
  public var typeName: String { sharesWeights ? "Conv" : "ConvLocal" }

  /// `[*batch, *spatial, in]` to `[*batch, *places, features]`.
  public func callAsFunction(_ inputs: Tensor, in context: BoundModule) throws -> Tensor {
    try inputs.withOneBatchAxis(windowRank: kernelSize.count, of: typeName) { inputs in
      let (padded, window) = try padded(inputs)
      return sharesWeights
        ? try convolved(padded, window, context) : try convolvedLocally(padded, window, context)
    }
  }

  /// Checks the fields that don't depend on the inputs.
  ///
  /// - Throws: when the window's fields don't fit each other, or the padding makes no sense.
  public func checkWindow() throws {
    _ = try padding(of: window(), over: kernelSize.map { _ in 0 })
  }

  private func window() throws -> [WindowAxis] {
    try WindowAxis.axes(
      "kernel_size", kernelSize, strides: strides, baseDilations: inputDilation,
      windowDilations: kernelDilation)
  }

  /// The inputs padded with values other than zero, and the window with the rest of the padding.
  private func padded(_ inputs: Tensor) throws -> (Tensor, [WindowAxis]) {
    let window = try window()
    let sizes = try padding(of: window, over: Array(inputs.shape.sizes.dropFirst().dropLast()))
    guard let mode = padding.padMode else {
      return (inputs, zip(window, sizes).map { $0.padded($1) })
    }
    let padded = try inputs.padded(
      low: [0] + window.map { ($0.reach - 1) / 2 } + [0],
      high: [0] + window.map { $0.reach / 2 } + [0], mode: mode)
    return (padded, window)
  }

  /// The places without an element around the inputs.
  private func padding(of window: [WindowAxis], over sizes: [Int]) throws -> [Padding.Sizes] {
    if padding.padMode != nil { return try Padding.valid.sizes(of: window, over: sizes) }
    guard padding == .named("CAUSAL") else {
      return try padding.sizes(
        of: window, over: sizes, others: ["CIRCULAR", "REFLECT", "CAUSAL"])
    }
    guard window.count == 1 else {
      throw Diagnostic(
        "padding 'CAUSAL' is for one spatial axis only", path: "padding",
        got: "\(window.count) axes")
    }
    _ = try Padding.valid.sizes(of: window, over: sizes)
    return [Padding.Sizes(window[0].reach - 1, 0)]
  }

  private func convolved(
    _ inputs: Tensor, _ window: [WindowAxis], _ context: BoundModule
  ) throws -> Tensor {
    let channels = inputs.shape.lastSize
    guard channels % groupCount == 0, features % groupCount == 0 else {
      throw Diagnostic(
        "feature_group_count must divide the inputs' features and the layer's",
        path: "feature_group_count", got: "\(groupCount) groups of \(channels) and \(features)")
    }
    let operands = try operands(
      inputs, kernel: Shape(kernelSize + [channels / groupCount, features]), bias: [features],
      context)
    let convolution = Convolution(window: window, groupCount: groupCount)
    return try .conv(operands[0], operands[1], convolution).adding(operands.dropFirst(2))
  }

  /// Dot product of the inputs under the window at each position with the position's own kernel.
  private func convolvedLocally(
    _ inputs: Tensor, _ window: [WindowAxis], _ context: BoundModule
  ) throws -> Tensor {
    guard groupCount == 1 else {
      throw Diagnostic(
        "ConvLocal has no groups", path: "feature_group_count", expected: "1",
        got: "\(groupCount)")
    }
    let patches = try inputs.patches(window)
    let places = Array(patches.shape.sizes.dropFirst().dropLast())
    let operands = try operands(
      patches, kernel: Shape(places + [patches.shape.lastSize, features]),
      bias: Shape(places + [features]), context)
    let axes = Array(0..<places.count)
    let product = try Tensor.dot(
      operands[0], operands[1],
      DotDimensions(
        contracting: (left: [places.count + 1], right: [places.count]),
        batch: (left: axes.map { $0 + 1 }, right: axes)))
    return try product.movingAxis(places.count, to: 0).adding(operands.dropFirst(2))
  }

  /// The inputs, the kernel and the bias if there is one, in one dtype.
  private func operands(
    _ inputs: Tensor, kernel kernelShape: Shape, bias biasShape: Shape, _ context: BoundModule
  ) throws -> [Tensor] {
    let kernel = try context.parameter("kernel", kernelInit, kernelShape, paramDType)
      .masked(mask)
    let bias = useBias ? [try context.parameter("bias", biasInit, biasShape, paramDType)] : []
    return try promoted([inputs, kernel] + bias, dtype: dtype)
  }
}

extension Padding {
  /// Mode of a padding that isn't zeros; `nil` for one that is.
  fileprivate var padMode: PadMode? {
    switch self {
    case .named("CIRCULAR"): .wrap
    case .named("REFLECT"): .reflect
    default: nil
    }
  }
}

extension Tensor {
  /// The kernel multiplied with a mask of its shape, if there is one.
  func masked(_ mask: Tensor?) throws -> Tensor {
    guard let mask else { return self }
    guard mask.shape == shape else {
      throw Diagnostic(
        "mask needs the kernel's shape", path: "mask", expected: "\(shape)", got: "\(mask.shape)")
    }
    return try self * mask
  }

  /// The result plus a bias, if there is one.
  func adding(_ bias: some Collection<Tensor>) throws -> Tensor {
    try bias.first.map { try self + $0 } ?? self
  }

  /// Inputs under the window at each position: `[N, *spatial, C]` to `[N, *places, C · window
  /// size]` (`lax.conv_general_dilated_patches`).
  fileprivate func patches(_ window: [WindowAxis]) throws -> Tensor {
    let channels = shape.lastSize
    guard Shape(window.map(\.size) + [channels]).isPossible else {
      throw Diagnostic("the window is too large", path: "kernel_size", got: "\(window)")
    }
    let count = window.map(\.size).reduce(1, *)
    let places = try Tensor.iota(count, .int32)
    let isSame = try Tensor.compare(.eq, places.expandingAxis(1), places)
    let kernel = try isSame.converted(to: dtype).expandingAxis(1)
      .broadcast(to: [count, channels, count])
      .reshaped(to: window.map(\.size) + [1, channels * count])
    return try .conv(self, kernel, Convolution(window: window, groupCount: channels))
  }
}
