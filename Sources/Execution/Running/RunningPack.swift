import Diagnostics
import Kernels

/// Runs a `PackStep`.
final class RunningPack: RunningStep {
  private let step: PackStep
  private let layout: Packing.Layout

  init(_ step: PackStep) {
    self.step = step
    layout = step.packing.layout
    super.init(step)
  }

  override func run(_ frame: Frame) throws {
    let (from, to) = (frame.address(step.source), frame.address(step.target))
    for index in 0..<step.count {
      let start = UnsafePointer((from + index * step.step).assumingMemoryBound(to: Float.self))
      let matrix = RightSide(
        start, stride: step.source.strides[step.isTransposed ? 1 : 0],
        isTransposed: step.isTransposed)
      let memory = to + index * step.target.strides[0]
      switch layout {
      case .whole(let layout): layout.pack(matrix, into: memory)
      case .parts(let layout): layout.pack(matrix, into: memory)
      case .quantized(let layout):
        guard layout.pack(matrix, into: memory) else { throw Self.notFinite(step.packing) }
      }
    }
  }

  private static func notFinite(_ packing: Packing) -> Diagnostic {
    Diagnostic(
      "a matrix of \(packing.depth) × \(packing.columns) that a loop multiplies by has an infinite "
        + "number or NaN, which no 8-bit integer stands for",
      hint: "run it with weights in float32 or bfloat16")
  }
}
