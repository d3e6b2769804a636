import Kernels
import Testing

@testable import Execution

struct TeamAccessTests {
  private func row(_ slot: Int, columns: Int = 64, from start: Int = 0) -> View {
    View(slot: slot, offset: start * 4, dtype: .float32, sizes: [columns])
  }

  private func access(
    reads: [View] = [], ownReads: [View] = [], writes: [View], width: Int = 64
  ) -> TeamAccess {
    TeamAccess(
      parts: ColumnParts(width: width, count: 2), reads: reads, ownReads: ownReads,
      ownWrites: writes)
  }

  /// A thread may go on to what reads only its own part of what it has made.
  @Test func ownPartsNeedNoWait() {
    let first = access(reads: [row(0)], writes: [row(1)])
    #expect(access(ownReads: [row(1)], writes: [row(2)]).letsFollow(first))
    #expect(access(ownReads: [row(1)], writes: [row(1)]).letsFollow(first))
    // Columns one width further on are dealt out alike.
    #expect(access(ownReads: [row(1, from: 64)], writes: [row(2)]).letsFollow(first))
  }

  @Test func partsOfOthersDo() {
    let first = access(reads: [row(0)], writes: [row(1)])
    #expect(!access(reads: [row(1)], writes: [row(2)]).letsFollow(first))
    #expect(!access(writes: [row(0)]).letsFollow(first))
    #expect(!access(ownReads: [row(1, from: 16)], writes: [row(2)]).letsFollow(first))
    #expect(!access(ownReads: [row(1)], writes: [row(2)], width: 32).letsFollow(first))
  }
}
