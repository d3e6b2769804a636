import TestSupport
import Testing

@testable import Execution

struct SequenceOrderTests {
  /// Each sequence has one row of one range, the longest first, and no range has more than there is
  /// room for, or much more work than it needs to have.
  @Test(arguments: 0..<60)
  func everySequenceHasARow(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let count = random.next(below: 40) + 1
    let ranges = random.next(below: min(4, count)) + 1
    let rows = (count - 1) / ranges + 1 + random.next(below: 3)
    let most = [1, 9, 1000][seed % 3]
    let given = (0..<count).map { _ in Int32(random.next(below: most + 4)) - 2 }
    let layout = SequenceOrder.Layout(sequences: count, ranges: ranges, rows: rows)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
    defer { memory.deallocate() }
    let order = SequenceOrder(layout, in: memory)
    order.sort(given, stride: 1, most: most)
    let dealt = (0..<ranges).map { order.range($0) }
    let numbers = dealt.flatMap { range in (0..<range.count).map { Int(range.numbers[$0]) } }
    let lengths = dealt.flatMap { range in (0..<range.count).map { Int(range.lengths[$0]) } }
    #expect(numbers.sorted() == Array(0..<count))
    #expect(lengths == numbers.map { min(max(Int(given[$0]), 0), most) })
    #expect(lengths == lengths.sorted(by: >))
    for range in dealt where range.count > 0 {
      #expect(range.count <= rows)
      let last = range.numbers[range.count - 1]
      for row in range.count..<rows { #expect(range.numbers[row] == last) }
      for step in 0...most {
        #expect(range.active(at: step) == (0..<range.count).count { range.lengths[$0] > step })
      }
    }
    let total = lengths.reduce(0, +)
    if rows >= count {
      let largest =
        dealt.map { range in (0..<range.count).map { Int(range.lengths[$0]) } }
        .map { $0.reduce(0, +) }.max() ?? 0
      #expect(largest <= total / ranges + 2 * most)
    }
  }
}
