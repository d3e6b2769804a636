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
        + ranges * (MemoryLayout<Int>.stride + 3 * rows * MemoryLayout<Int32>.stride)
    }
  }

  private let layout: Layout
  /// The sequences: how many steps each is short of the most there are, and its number.
  private let keys: UnsafeMutablePointer<UInt64>
  /// For each range, how many sequences it has.
  private let counts: UnsafeMutablePointer<Int>
  private let numbers, lengths, ends: UnsafeMutablePointer<Int32>

  /// An order in memory of the layout's size.
  init(_ layout: Layout, in memory: UnsafeMutableRawPointer) {
    self.layout = layout
    keys = memory.bindMemory(to: UInt64.self, capacity: layout.sequences)
    counts = UnsafeMutableRawPointer(keys + layout.sequences)
      .bindMemory(to: Int.self, capacity: layout.ranges)
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

  /// Sorts and deals sequences of these lengths, of at most `most` steps: those of about the same length
  /// to one range, and to each range about as much work. Sequences of one length keep their order, so
  /// that the result is always the same.
  ///
  /// - Complexity: O(*n* log *n*).
  func sort(_ given: UnsafePointer<Int32>, stride: Int, most: Int) {
    for number in 0..<layout.sequences {
      let length = min(max(Int(given[number * stride]), 0), most)
      keys[number] = UInt64(most - length) << 32 | UInt64(number)
    }
    sortKeys()
    // The least work for the range that has most of it.
    var (tooLittle, enough) = (-1, (layout.sequences + 1) * Self.rowCost * (most + 1))
    while enough - tooLittle > 1 {
      let middle = (tooLittle + enough) / 2
      if canDeal(upTo: middle, most: most) { enough = middle } else { tooLittle = middle }
    }
    deal(upTo: enough, most: most)
    for range in 0..<layout.ranges where counts[range] > 0 {
      let first = range * layout.rows
      for row in 0..<layout.rows { ends[first + row] = 0 }
      for row in counts[range]..<layout.rows {
        numbers[first + row] = numbers[first + counts[range] - 1]
      }
    }
  }

  /// The work of a row in a step, and that of a step with however many rows.
  private static let rowCost = 4
  private static let stepCost = 3

  /// Whether no range needs to have more work than this.
  private func canDeal(upTo limit: Int, most: Int) -> Bool {
    var isEnough = true
    forEachPlace(upTo: limit, most: most) { _, range, _, _ in
      isEnough = range < layout.ranges
      return isEnough
    }
    return isEnough
  }

  private func deal(upTo limit: Int, most: Int) {
    for range in 0..<layout.ranges { counts[range] = 0 }
    forEachPlace(upTo: limit, most: most) { index, range, row, length in
      let place = range * layout.rows + row
      numbers[place] = Int32(truncatingIfNeeded: keys[index] & 0xFFFF_FFFF)
      lengths[place] = Int32(length)
      counts[range] = row + 1
      return true
    }
  }

  /// Calls `body` with the range and the row of each sequence in order, until it says no, if ranges are
  /// filled one after another.
  private func forEachPlace(
    upTo limit: Int, most: Int,
    _ body: (_ index: Int, _ range: Int, _ row: Int, _ length: Int) -> Bool
  ) {
    var (range, row, work) = (0, 0, 0)
    for index in 0..<layout.sequences {
      let length = most - Int(keys[index] >> 32)
      if row > 0, row == layout.rows || work + Self.rowCost * length > limit {
        (range, row, work) = (range + 1, 0, 0)
      }
      work += (row == 0 ? Self.stepCost + Self.rowCost : Self.rowCost) * length
      guard work <= limit, body(index, range, row, length) else {
        if work > limit { _ = body(index, layout.ranges, 0, length) }
        return
      }
      row += 1
    }
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
