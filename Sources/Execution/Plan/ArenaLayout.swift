/// Offsets of buffers in one piece of memory: those that are alive at the same time don't overlap.
struct ArenaLayout {
  /// A buffer to find a place for.
  struct Request {
    var byteCount: Int
    /// The steps, counted in order, between which its contents matter.
    var lifetime: ClosedRange<Int>
  }

  /// The offset of each buffer, a multiple of 64.
  let offsets: [Int]
  /// How large the memory must be.
  let byteCount: Int
  /// How large it would have to be if no two buffers shared any of it.
  let separateByteCount: Int

  /// Places the largest first, each as far down as it fits.
  ///
  /// - Parameter isShared: whether buffers that aren't alive at the same time may overlap.
  /// - Complexity: O(*n*² log *n*).
  init(_ requests: [Request], isShared: Bool = true) {
    var offsets = [Int](repeating: 0, count: requests.count)
    var placed: [Int] = []
    var end = 0
    let order = requests.indices.sorted { a, b in
      let (first, second) = (requests[a].byteCount, requests[b].byteCount)
      return first == second ? a < b : first > second
    }
    for index in order {
      let request = requests[index]
      let size = Self.paddedByteCount(request.byteCount)
      let others = placed.filter { !isShared || requests[$0].lifetime.overlaps(request.lifetime) }
        .map {
          (start: offsets[$0], end: offsets[$0] + Self.paddedByteCount(requests[$0].byteCount))
        }
        .sorted { $0.start < $1.start }
      var offset = 0
      for other in others {
        if offset + size <= other.start { break }
        offset = max(offset, other.end)
      }
      offsets[index] = offset
      end = max(end, offset + size)
      placed.append(index)
    }
    self.offsets = offsets
    byteCount = end
    separateByteCount = requests.map { Self.paddedByteCount($0.byteCount) }.reduce(0, +)
  }

  /// The space a buffer takes: whole cache lines, and not a multiple of 4096 bytes, so that buffers
  /// that follow one another don't start at the same place in a page. (Loads and stores to
  /// addresses that agree in their last 12 bits wait for each other.)
  static func paddedByteCount(_ byteCount: Int) -> Int {
    let lines = (byteCount + 63) / 64 * 64
    return lines >= 4096 ? lines + 5 * 64 : lines
  }
}
