import Arrays
import Diagnostics

extension Tensor {
  /// The convolution of `[N, S…, I]` and a kernel `[K…, I / groups, O]`, after promotion
  /// (`lax.conv_general_dilated`); see `Convolution`.
  public static func conv(
    _ operand: Tensor, _ kernel: Tensor, _ convolution: Convolution
  ) throws -> Tensor {
    let (dtype, isWeak) = Promotion.result(of: [operand.type, kernel.type])
    return try apply(
      .conv(convolution), operand.converted(to: dtype, isWeak: isWeak),
      kernel.converted(to: dtype, isWeak: isWeak))
  }

  /// The elements in each place of a window to one, from `initial` on (`lax.reduce_window`).
  public func windowReduced(
    _ reduction: Reduction, initial: Tensor, window: [WindowAxis]
  ) throws -> Tensor {
    try Tensor.apply(.reduceWindow(reduction, window), self, initial.converted(to: dtype))
  }
}
