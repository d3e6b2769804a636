import Synchronization

/// Who runs which of several ranges next: each takes so many turns, in order, on any thread, one at
/// a time.
///
/// Whoever is free takes the range that has got least far, so that all get there together, however
/// fast the threads are.
final class RangeTurns: Sendable {
  private let count, turns: Int
  /// For each range, twice the number of turns that are over, and one more while it has a turn.
  private let progress: SpacedCounters

  /// `count` ranges that take so many turns each.
  init(_ count: Int, turns: Int) {
    (self.count, self.turns) = (count, turns)
    progress = SpacedCounters(count)
  }

  /// Takes the next turn of a range, which must be finished; there must be one that nobody has taken.
  /// Waits while others have all the ranges that have turns left. Threads begin with different ranges.
  func take(thread: Int, of threads: Int) -> (range: Int, turn: Int) {
    let first = count * (thread % threads) / threads
    var wait = SpinWait(patience: 10_000)
    while true {
      var (best, least) = (0, Int.max)
      for offset in 0..<count {
        let range = (first + offset) % count
        let progress = progress[range].pointee.load(ordering: .relaxed)
        if progress % 2 == 0, progress < 2 * turns, progress < least {
          (best, least) = (range, progress)
        }
      }
      if least < .max {
        let (exchanged, _) = progress[best].pointee.compareExchange(
          expected: least, desired: least + 1, ordering: .acquiring)
        if exchanged { return (best, least / 2) }
      } else {
        wait.pause()
      }
    }
  }

  /// The turn that a range has is over.
  func finish(_ range: Int) { progress[range].pointee.add(1, ordering: .releasing) }
}
