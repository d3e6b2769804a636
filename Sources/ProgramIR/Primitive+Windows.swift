import Arrays

extension Primitive {
  /// The result type of the primitives that move a window over their operand.
  func windowedType(_ operands: [ArrayType]) throws -> ArrayType {
    try requireOneDType(operands)
    switch self {
    case .conv(let convolution):
      return try convolvedType(convolution, operands[0], operands[1])
    case .reduceWindow(let reduction, let window):
      guard reduction.isDefined(for: operands[0].dtype) else {
        throw mismatch("can't take \(operands[0].dtype)", got: "\(operands[0])")
      }
      guard operands[1].shape == .scalar, window.count == operands[0].shape.rank else {
        throw mismatch(
          "takes a scalar to start from and a window axis for each axis",
          got: "\(operands[0]), \(operands[1]), \(window.count) window axes")
      }
      return operands[0].with(
        shape: Shape(try placeCounts(of: window, over: operands[0].shape.sizes)))
    default: throw mismatch("moves no window", got: name)
    }
  }

  /// `[N, S…, I]` and `[K…, I / groups, O]` give `[N, P…, O]`.
  private func convolvedType(
    _ convolution: Convolution, _ operand: ArrayType, _ kernel: ArrayType
  ) throws -> ArrayType {
    let (window, groupCount) = (convolution.window, convolution.groupCount)
    let (sizes, kernelSizes) = (operand.shape.sizes, kernel.shape.sizes)
    let types = "\(operand) and \(kernel)"
    guard operand.dtype.isFloating || operand.dtype.isInteger else {
      throw mismatch("can't take \(operand.dtype)", got: types)
    }
    guard sizes.count == window.count + 2, kernelSizes.count == sizes.count else {
      throw mismatch("takes \(window.count + 2) axes, of operand and kernel", got: types)
    }
    guard kernelSizes.dropLast(2).elementsEqual(window.map(\.size)) else {
      throw mismatch("needs a window of the kernel's size", got: "\(window) and \(types)")
    }
    let (channels, features) = (sizes[sizes.count - 1], kernelSizes[sizes.count - 1])
    guard groupCount > 0, channels % groupCount == 0, features % groupCount == 0,
      channels / groupCount == kernelSizes[sizes.count - 2]
    else {
      throw mismatch(
        "needs as many channels as \(groupCount == 1 ? "the kernel" : "its \(groupCount) groups")",
        got: types)
    }
    let places = try placeCounts(of: window, over: Array(sizes[1..<window.count + 1]))
    return ArrayType(
      operand.dtype, Shape([sizes[0]] + places + [features]),
      isWeak: operand.isWeak && kernel.isWeak)
  }

  private func placeCounts(of window: [WindowAxis], over sizes: [Int]) throws -> [Int] {
    try zip(window, sizes).map { axis, size in
      guard let count = axis.placeCount(over: size) else {
        throw mismatch("moves a window by whole steps", got: "\(axis) over \(size)")
      }
      return count
    }
  }
}
