import Kernels

/// Runs a `PadStep`.
final class RunningPad: RunningStep {
  private let step: PadStep
  private let fill, copy: StridedCopy

  init(_ step: PadStep) {
    self.step = step
    var everywhere = step.value
    everywhere.sizes = step.target.sizes
    everywhere.strides = step.target.sizes.map { _ in 0 }
    fill = StridedCopy(from: everywhere, to: step.target)
    copy = StridedCopy(from: step.source, to: step.inside)
    super.init(step)
  }

  override func run(_ frame: Frame) {
    fill.run(from: frame.address(step.value), to: frame.address(step.target), .current)
    copy.run(from: frame.address(step.source), to: frame.address(step.inside), .current)
  }
}
