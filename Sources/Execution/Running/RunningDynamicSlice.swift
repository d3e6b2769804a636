import Arrays
import Kernels

extension DynamicStart {
  /// Bytes from the array's first element to the part's.
  fileprivate func offset(_ frame: Frame) -> Int {
    var offset = 0
    for axis in starts.indices {
      let start = Self.element(frame.address(starts[axis]), starts[axis].dtype)
      offset += min(max(start, 0), lasts[axis]) * steps[axis]
    }
    return offset
  }

  private static func element(_ address: UnsafeRawPointer, _ dtype: DType) -> Int {
    switch dtype {
    case .int8: Int(address.load(as: Int8.self))
    case .int16: Int(address.load(as: Int16.self))
    case .int64: Int(address.load(as: Int64.self))
    case .uint8: Int(address.load(as: UInt8.self))
    case .uint16: Int(address.load(as: UInt16.self))
    case .uint32: Int(address.load(as: UInt32.self))
    default: Int(address.load(as: Int32.self))
    }
  }
}

/// Runs a `DynamicSliceStep`.
final class RunningDynamicSlice: RunningStep {
  private let step: DynamicSliceStep
  private let copy: StridedCopy

  init(_ step: DynamicSliceStep) {
    self.step = step
    var part = step.source
    part.sizes = step.target.sizes
    copy = StridedCopy(from: part, to: step.target)
    super.init(step)
  }

  override func run(_ frame: Frame) {
    copy.run(
      from: frame.address(step.source) + step.start.offset(frame),
      to: frame.address(step.target), .current)
  }
}

/// Runs a `DynamicUpdateStep`.
final class RunningDynamicUpdate: RunningStep {
  private let step: DynamicUpdateStep
  private let copyAll, copyPart: StridedCopy

  init(_ step: DynamicUpdateStep) {
    self.step = step
    copyAll = StridedCopy(from: step.source, to: step.target)
    var part = step.target
    part.sizes = step.update.sizes
    copyPart = StridedCopy(from: step.update, to: part)
    super.init(step)
  }

  override func run(_ frame: Frame) {
    let (from, to) = (frame.address(step.source), frame.address(step.target))
    if from != to { copyAll.run(from: from, to: to, .current) }
    copyPart.run(
      from: frame.address(step.update), to: to + step.start.offset(frame), .current)
  }
}
