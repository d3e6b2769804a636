import Kernels

/// Runs a `CopyStep`.
final class RunningCopy: RunningStep {
  private let source, target: View
  private let copy: StridedCopy

  init(_ step: CopyStep) {
    (source, target) = (step.source, step.target)
    copy = StridedCopy(from: step.source, to: step.target)
    super.init(step)
  }

  override func run(_ frame: Frame) {
    copy.run(from: frame.address(source), to: frame.address(target), .current)
  }
}

/// Runs a `ConversionStep`.
final class RunningConversion: RunningStep {
  private let source, target: View
  private let kernel: TileKernel

  init(_ step: ConversionStep) {
    (source, target) = (step.source, step.target)
    kernel = InstructionSet.current.kernel(step.function)
    super.init(step)
  }

  override func run(_ frame: Frame) {
    let count = source.elementCount
    kernel(
      TileOperand(frame.address(source), rowStride: count),
      into: TileResult(frame.address(target), rowStride: count), rows: 1, columns: count)
  }
}

extension StridedCopy {
  /// A copy of a view's elements to the places of another's.
  init(from source: View, to target: View) {
    self.init(
      elementByteCount: source.dtype.byteCount, sizes: source.sizes,
      sourceStrides: source.strides, targetStrides: target.strides)
  }
}
