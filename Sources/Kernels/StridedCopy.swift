import CKernels

/// A copy of elements between two strided arrays.
public struct StridedCopy: Sendable {
  private let elementByteCount: Int
  private let sizes: [Int]
  /// In bytes.
  private let sourceSteps, targetSteps: [Int]

  /// A copy of `sizes` elements; strides count elements, may be 0 or negative, and not 0 in the
  /// target.
  public init(
    elementByteCount: Int, sizes: [Int], sourceStrides: [Int], targetStrides: [Int]
  ) {
    self.elementByteCount = elementByteCount
    // In the order of the target; axes that both sides run through evenly are one.
    var merged: (sizes: [Int], source: [Int], target: [Int]) = ([], [], [])
    let axes = sizes.indices.filter { sizes[$0] != 1 }
      .sorted { (abs(targetStrides[$0]), $1) > (abs(targetStrides[$1]), $0) }
    for axis in axes {
      let (size, source, target) = (sizes[axis], sourceStrides[axis], targetStrides[axis])
      if let last = merged.sizes.indices.last, merged.source[last] == source * size,
        merged.target[last] == target * size
      {
        merged.sizes[last] *= size
        (merged.source[last], merged.target[last]) = (source, target)
      } else {
        merged.sizes.append(size)
        merged.source.append(source)
        merged.target.append(target)
      }
    }
    self.sizes = merged.sizes
    sourceSteps = merged.source.map { $0 * elementByteCount }
    targetSteps = merged.target.map { $0 * elementByteCount }
  }

  /// Copies the elements; both sides must have all of them, and don't overlap.
  public func run(
    from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer,
    _ instructions: InstructionSet
  ) {
    if sizes.contains(0) { return }
    copy(axis: 0, source, target, instructions)
  }

  private func copy(
    axis: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer,
    _ instructions: InstructionSet
  ) {
    switch sizes.count - axis {
    case 0: target.copyMemory(from: source, byteCount: elementByteCount)
    case 1: copyRow(axis, source, target)
    case 2 where isTransposition(axis):
      instructions.transpose(
        source, rowStride: sourceSteps[axis + 1] / 4, rows: sizes[axis + 1], columns: sizes[axis],
        into: target, rowStride: targetSteps[axis] / 4)
    default:
      for index in 0..<sizes[axis] {
        copy(
          axis: axis + 1, source + index * sourceSteps[axis], target + index * targetSteps[axis],
          instructions)
      }
    }
  }

  /// Whether the last two axes from `axis` on are in one piece crosswise.
  private func isTransposition(_ axis: Int) -> Bool {
    elementByteCount == 4 && sourceSteps[axis] == 4 && targetSteps[axis + 1] == 4
      && sourceSteps[axis + 1] > 0 && targetSteps[axis] > 0
  }

  private func copyRow(
    _ axis: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    let (size, step, targetStep) = (sizes[axis], sourceSteps[axis], targetSteps[axis])
    if step == elementByteCount && targetStep == elementByteCount {
      target.copyMemory(from: source, byteCount: size * elementByteCount)
      return
    }
    func copy<Word: BitwiseCopyable>(_ type: Word.Type) {
      for index in 0..<size {
        let word = source.loadUnaligned(fromByteOffset: index &* step, as: Word.self)
        target.storeBytes(of: word, toByteOffset: index &* targetStep, as: Word.self)
      }
    }
    switch elementByteCount {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    case 8: copy(UInt64.self)
    default: copy(SIMD2<UInt64>.self)
    }
  }
}
