/// Runs a `CountStep`.
final class RunningCount: RunningStep {
  private let step: CountStep

  init(_ step: CountStep) {
    self.step = step
    super.init(step)
  }

  override func run(_ frame: Frame) {
    let start = frame.addresses[step.cursor] - frame.addresses[step.base]
    let count = step.target.sizes[0]
    let target = frame.address(step.target).assumingMemoryBound(to: Int32.self)
    for index in 0..<count { target[index] = Int32(truncatingIfNeeded: start + index) }
  }
}
