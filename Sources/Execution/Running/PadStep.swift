import Kernels

/// Puts an array into a larger one that otherwise holds one value.
final class PadStep: Step {
  private let source, value, target: View
  private let inside: View
  private let fill, copy: StridedCopy

  /// `low` elements come before the array's along each axis.
  init(_ source: View, low: [Int], value: View, to target: View) {
    (self.source, self.value, self.target) = (source, value, target)
    var everywhere = value
    everywhere.sizes = target.sizes
    everywhere.strides = target.sizes.map { _ in 0 }
    fill = StridedCopy(from: everywhere, to: target)
    inside = source.sizes.indices.reduce(target) { inside, axis in
      inside.part(low[axis]..<low[axis] + source.sizes[axis], axis: axis)
    }
    copy = StridedCopy(from: source, to: inside)
  }

  override func run(_ frame: Frame) {
    fill.run(from: frame.address(value), to: frame.address(target), .best)
    copy.run(from: frame.address(source), to: frame.address(inside), .best)
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] { ["\(target) = pad \(source), \(value)"] }
}
