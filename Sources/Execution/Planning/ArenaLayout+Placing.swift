extension ArenaLayout {
  /// A buffer to find a place for.
  struct Request {
    var byteCount: Int
    /// The steps, counted in order, between which its contents matter.
    var lifetime: ClosedRange<Int>
  }

  /// Places the largest first, each as far down as it fits.
  ///
  /// - Parameter isShared: whether buffers that aren't alive at the same time may overlap.
  /// - Complexity: O(*n* log *n*) in the number of buffers that are alive at the same time as
  ///   others, summed over all.
  init(_ requests: [Request], isShared: Bool = true) {
    var offsets = [Int](repeating: 0, count: requests.count)
    let stepCount = (requests.map(\.lifetime.upperBound).max() ?? 0) + 1
    var placed = LifetimeIndex(stepCount: stepCount)
    var end = 0
    let order = requests.indices.sorted { a, b in
      let (first, second) = (requests[a].byteCount, requests[b].byteCount)
      return first == second ? a < b : first > second
    }
    func space(_ index: Int) -> Range<Int> {
      offsets[index]..<offsets[index] + Self.paddedByteCount(requests[index].byteCount)
    }
    for index in order {
      let size = Self.paddedByteCount(requests[index].byteCount)
      let lifetime = requests[index].lifetime
      offsets[index] =
        isShared
        ? Self.lowestOffset(of: size, besides: placed.overlapping(lifetime).map(space)) : end
      end = max(end, offsets[index] + size)
      placed.insert(index, lifetime)
    }
    self.offsets = offsets
    byteCount = end
    separateByteCount = requests.map { Self.paddedByteCount($0.byteCount) }.reduce(0, +)
  }

  /// The lowest place for so many bytes that overlaps none of these.
  private static func lowestOffset(of size: Int, besides others: [Range<Int>]) -> Int {
    var offset = 0
    for other in others.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if offset + size <= other.lowerBound { break }
      offset = max(offset, other.upperBound)
    }
    return offset
  }

  /// The space a buffer takes: whole cache lines, and not a multiple of 4096 bytes, so that buffers
  /// that follow one another don't start at the same place in a page. (Loads and stores to
  /// addresses that agree in their last 12 bits wait for each other.)
  static func paddedByteCount(_ byteCount: Int) -> Int {
    let lines = (byteCount + 63) / 64 * 64
    return lines >= 4096 ? lines + 5 * 64 : lines
  }
}
