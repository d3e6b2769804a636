import Kernels

/// Runs a `PackStep`.
final class RunningPack: RunningStep {
  private let step: PackStep
  private let layout: PackedLayout
  private let parts: PackedParts?

  init(_ step: PackStep) {
    self.step = step
    layout = step.packing.layout
    parts = step.packing.partLayout
    super.init(step)
  }

  override func run(_ frame: Frame) {
    let (from, to) = (frame.address(step.source), frame.address(step.target))
    for index in 0..<step.count {
      let start = UnsafePointer((from + index * step.step).assumingMemoryBound(to: Float.self))
      let matrix = RightSide(
        start, stride: step.source.strides[step.isTransposed ? 1 : 0],
        isTransposed: step.isTransposed)
      let memory = to + index * step.target.strides[0]
      if let parts { parts.pack(matrix, into: memory) } else { layout.pack(matrix, into: memory) }
    }
  }
}
