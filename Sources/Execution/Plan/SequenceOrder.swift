/// Sorts the sequences of a batch, the longest first, and deals them to ranges, in memory that it is
/// given.
struct SequenceOrder {
  /// The places of its parts in memory.
  struct Layout {
    /// How many sequences and ranges there are, and how many rows a range has at most.
    let sequences, ranges, rows: Int

    /// Bytes of everything.
    var byteCount: Int {
      sequences * MemoryLayout<UInt64>.stride
        + ranges * (2 * MemoryLayout<Int>.stride + 3 * rows * MemoryLayout<Int32>.stride)
    }
  }

  private let layout: Layout
  /// The sequences: how many steps each is short of the most there are, and its number.
  private let keys: UnsafeMutablePointer<UInt64>
  /// For each range, how many steps and how many sequences it has.
  private let sums, counts: UnsafeMutablePointer<Int>
  private let numbers, lengths, ends: UnsafeMutablePointer<Int32>

  /// An order in memory of the layout's size.
  init(_ layout: Layout, in memory: UnsafeMutableRawPointer) {
    self.layout = layout
    keys = memory.bindMemory(to: UInt64.self, capacity: layout.sequences)
    sums = UnsafeMutableRawPointer(keys + layout.sequences)
      .bindMemory(to: Int.self, capacity: 2 * layout.ranges)
    counts = sums + layout.ranges
    let rows = layout.ranges * layout.rows
    numbers = UnsafeMutableRawPointer(counts + layout.ranges)
      .bindMemory(to: Int32.self, capacity: 3 * rows)
    lengths = numbers + rows
    ends = lengths + rows
  }

  /// The rows of a range.
  struct Range {
    /// How many sequences it has.
    let count: Int
    /// The sequence of each row, as many as a range has at most: behind the range's own, its last one
    /// again.
    let numbers: UnsafeMutablePointer<Int32>
    /// How many steps each of its sequences has; they never grow.
    let lengths: UnsafeMutablePointer<Int32>
    /// For each row, the number of slices up to the last that a loop has made.
    let ends: UnsafeMutablePointer<Int32>

    /// How many of its sequences have a step at `start` or behind it.
    func active(at start: Int) -> Int {
      var active = count
      while active > 0, lengths[active - 1] <= start { active -= 1 }
      return active
    }
  }

  /// The rows of the range with this index.
  func range(_ index: Int) -> Range {
    let first = index * layout.rows
    return Range(
      count: counts[index], numbers: numbers + first, lengths: lengths + first, ends: ends + first)
  }

  /// Sorts and deals sequences of these lengths, of at most `most` steps. Sequences of one length keep
  /// their order, so that the result is always the same.
  ///
  /// - Complexity: O(*n* log *n*), and O(*n r*) with *r* ranges.
  func sort(_ given: UnsafePointer<Int32>, stride: Int, most: Int) {
    for number in 0..<layout.sequences {
      let length = min(max(Int(given[number * stride]), 0), most)
      keys[number] = UInt64(most - length) << 32 | UInt64(number)
    }
    sortKeys()
    for range in 0..<layout.ranges { (sums[range], counts[range]) = (0, 0) }
    for index in 0..<layout.sequences {
      let (range, length) = (lightestRange, most - Int(keys[index] >> 32))
      let row = range * layout.rows + counts[range]
      numbers[row] = Int32(truncatingIfNeeded: keys[index] & 0xFFFF_FFFF)
      lengths[row] = Int32(length)
      counts[range] += 1
      sums[range] += length
    }
    for range in 0..<layout.ranges where counts[range] > 0 {
      let first = range * layout.rows
      for row in 0..<layout.rows { ends[first + row] = 0 }
      for row in counts[range]..<layout.rows {
        numbers[first + row] = numbers[first + counts[range] - 1]
      }
    }
  }

  /// The range with the least to do of those that have room.
  private var lightestRange: Int {
    var best = -1
    for range in 0..<layout.ranges where counts[range] < layout.rows {
      if best < 0 || (sums[range], counts[range]) < (sums[best], counts[best]) { best = range }
    }
    return best
  }

  /// Sorts by a heap, which takes no memory.
  private func sortKeys() {
    let count = layout.sequences
    for root in stride(from: count / 2 - 1, through: 0, by: -1) { sink(root, below: count) }
    for end in stride(from: count - 1, to: 0, by: -1) {
      (keys[0], keys[end]) = (keys[end], keys[0])
      sink(0, below: end)
    }
  }

  private func sink(_ root: Int, below count: Int) {
    var root = root
    while true {
      var child = 2 * root + 1
      if child >= count { return }
      if child + 1 < count, keys[child + 1] > keys[child] { child += 1 }
      if keys[root] >= keys[child] { return }
      (keys[root], keys[child]) = (keys[child], keys[root])
      root = child
    }
  }
}
