import Arrays
import Kernels

/// Where a part of an array begins that is found only when it runs: at the nearest place to the
/// starts where it fits.
struct DynamicStart {
  /// Scalars, one for each axis.
  private let starts: [View]
  /// The last place of each axis where the part fits, and bytes between places.
  private let lasts, steps: [Int]

  /// Of a part of `sizes` of an array; `nil` if the starts are of a type that isn't read here.
  init?(_ starts: [View], of sizes: [Int], in array: View) {
    guard starts.allSatisfy({ Self.isRead($0.dtype) }) else { return nil }
    self.starts = starts
    lasts = zip(array.sizes, sizes).map { $0 - $1 }
    steps = array.strides.map { $0 * array.dtype.byteCount }
  }

  private static func isRead(_ dtype: DType) -> Bool {
    switch dtype {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32: true
    default: false
    }
  }

  /// Bytes from the array's first element on.
  func offset(_ frame: Frame) -> Int {
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

  /// The slots it reads.
  var slots: [Int] { starts.map(\.slot) }

  var line: String { starts.map(\.description).joined(separator: ", ") }
}

/// Copies a part of an array.
final class DynamicSliceStep: Step {
  private let source, target: View
  private let start: DynamicStart
  private let copy: StridedCopy

  init(_ source: View, startingAt start: DynamicStart, to target: View) {
    (self.source, self.start, self.target) = (source, start, target)
    var part = source
    part.sizes = target.sizes
    copy = StridedCopy(from: part, to: target)
  }

  override func run(_ frame: Frame) {
    copy.run(
      from: frame.address(source) + start.offset(frame), to: frame.address(target), .best)
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] { ["\(target) = dynamic_slice \(source), \(start.line)"] }
}

/// Copies an array, with a part of it replaced; where the result is in the array's own place, just the
/// part.
final class DynamicUpdateStep: Step {
  private let source, update, target: View
  private let start: DynamicStart
  private let copyAll, copyPart: StridedCopy

  /// `start` is of the part in `target`.
  init(_ source: View, by update: View, startingAt start: DynamicStart, to target: View) {
    (self.source, self.update, self.start, self.target) = (source, update, start, target)
    copyAll = StridedCopy(from: source, to: target)
    var part = target
    part.sizes = update.sizes
    copyPart = StridedCopy(from: update, to: part)
  }

  override func run(_ frame: Frame) {
    let (from, to) = (frame.address(source), frame.address(target))
    if from != to { copyAll.run(from: from, to: to, .best) }
    copyPart.run(from: frame.address(update), to: to + start.offset(frame), .best)
  }

  override var suitsTeams: Bool { true }

  override var lines: [String] {
    ["\(target) = dynamic_update_slice \(source), \(update), \(start.line)"]
  }
}
