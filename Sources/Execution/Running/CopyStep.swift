import Kernels

/// Copies the elements of one view to the places of another.
final class CopyStep: Step {
  private let source: View
  private let target: View
  private let copy: StridedCopy

  init(from source: View, to target: View) {
    self.source = source
    self.target = target
    copy = StridedCopy(from: source, to: target)
  }

  override func run(_ frame: Frame) {
    copy.run(from: frame.address(source), to: frame.address(target), .best)
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] { ["\(target) = copy \(source)"] }
}

/// Converts elements in order to another dtype.
final class ConversionStep: Step {
  private let source: View
  private let target: View
  private let kernel: TileKernel

  init(_ source: View, to target: View, _ kernel: TileKernel) {
    self.source = source
    self.target = target
    self.kernel = kernel
  }

  override func run(_ frame: Frame) {
    let count = source.elementCount
    kernel(
      TileOperand(frame.address(source), rowStride: count),
      into: TileResult(frame.address(target), rowStride: count), rows: 1, columns: count)
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] { ["\(target) = convert \(source)"] }
}
