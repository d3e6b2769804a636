import Arrays

/// The bytes of an array that belong to steps of a scan.
struct StepRegion: Equatable, Codable, Sendable {
  /// An axis whose steps are larger than the leading one's.
  struct OuterAxis: Equatable, Codable, Sendable {
    /// The size, and bytes from one place to the next.
    var size, step: Int
  }

  /// The slot of the array's address.
  let slot: Int
  private let offset: Int
  /// Bytes from one step to the next.
  private let step: Int
  /// Bytes from the first to behind the last of a step.
  private let extent: Int
  private let outer: [OuterAxis]
  /// Bytes of one step's elements.
  let byteCount: Int

  /// The region of an array `[steps, …]`.
  init(of view: View) {
    let size = view.dtype.byteCount
    slot = view.slot
    offset = view.offset
    step = view.strides[0] * size
    byteCount = view.sizes.dropFirst().reduce(1, *) * size
    var extent = size
    var outer: [OuterAxis] = []
    for axis in view.sizes.indices.dropFirst() where view.sizes[axis] > 1 {
      let axisStep = view.strides[axis] * size
      if axisStep > step {
        outer.append(OuterAxis(size: view.sizes[axis], step: axisStep))
      } else {
        extent += (view.sizes[axis] - 1) * max(axisStep, 0)
      }
    }
    (self.extent, self.outer) = (extent, outer)
  }

  /// Calls `body` with runs of bytes, counted from the address, that hold these steps.
  func forEachRun(of steps: Range<Int>, _ body: (Range<Int>) -> Void) {
    guard !steps.isEmpty, step > 0 else { return }
    let start = offset + steps.lowerBound * step
    let count = (steps.count - 1) * step + extent
    func visit(_ axis: Int, _ start: Int) {
      guard axis < outer.count else {
        body(start..<start + count)
        return
      }
      for index in 0..<outer[axis].size { visit(axis + 1, start + index * outer[axis].step) }
    }
    visit(0, start)
  }
}

/// Arrays whose steps a loop reads or writes once: their memory is freed as the loop goes, so that the
/// memory it takes doesn't grow with its length.
struct StepRelease: Equatable, Codable, Sendable {
  let regions: [StepRegion]
  /// After how many steps to free what they took.
  let interval: Int

  /// The release of parts of these arrays; `nil` if they are too small for it to matter.
  init?(_ views: [View], length: Int, smallestByteCount: Int) {
    regions = views.map { StepRegion(of: $0) }.filter { $0.byteCount > 0 }
    let stepByteCount = regions.map(\.byteCount).reduce(0, +)
    guard stepByteCount > 0, length > smallestByteCount / stepByteCount else { return nil }
    interval = max(1, smallestByteCount / 4 / stepByteCount)
  }
}
