import Synchronization
import Testing

@testable import Execution

struct RangeTurnsTests {
  /// Threads begin with different ranges, and go on with whichever has got least far.
  @Test
  func theOneBehindIsNext() {
    let turns = RangeTurns(4, turns: 2)
    func take(_ thread: Int) -> [Int] {
      let (range, turn) = turns.take(thread: thread, of: 2)
      return [range, turn]
    }
    #expect(take(0) == [0, 0])
    #expect(take(1) == [2, 0])
    turns.finish(0)
    #expect(take(0) == [1, 0])
    turns.finish(1)
    #expect(take(0) == [3, 0])
    turns.finish(3)
    #expect(take(0) == [0, 1])
    turns.finish(0)
    #expect(take(0) == [1, 1])
    turns.finish(2)
    #expect(take(1) == [2, 1])
    #expect(take(1) == [3, 1])
  }

  /// Each range takes its turns in order, one at a time, whatever the threads do.
  @Test(arguments: [1, 2, 5])
  func turnsAreInOrder(_ ranges: Int) async {
    let (threads, count) = (3, 200)
    let turns = RangeTurns(ranges, turns: count)
    let left = Counter(ranges * count)
    let isRunning = (0..<ranges).map { _ in Flag() }
    await withTaskGroup(of: [[Int]].self) { group in
      for thread in 0..<threads {
        group.addTask {
          var taken: [[Int]] = []
          while left.value.subtract(1, ordering: .relaxed).newValue >= 0 {
            let (range, turn) = turns.take(thread: thread, of: threads)
            let wasRunning = isRunning[range].value.exchange(true, ordering: .acquiring)
            taken.append([range, turn, wasRunning ? 1 : 0])
            isRunning[range].value.store(false, ordering: .releasing)
            turns.finish(range)
          }
          return taken
        }
      }
      var all: [[Int]] = []
      for await taken in group {
        for range in 0..<ranges {
          let own = taken.filter { $0[0] == range }.map { $0[1] }
          #expect(own == own.sorted())
        }
        all += taken
      }
      let expected = (0..<ranges).flatMap { range in (0..<count).map { [range, $0, 0] } }
      #expect(all.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) } == expected)
    }
  }

  private final class Counter: Sendable {
    let value: Atomic<Int>
    init(_ value: Int) { self.value = Atomic(value) }
  }

  private final class Flag: Sendable { let value = Atomic(false) }
}
