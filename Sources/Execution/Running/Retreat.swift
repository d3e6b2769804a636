import Synchronization

/// When to do without other threads: once they have kept one waiting, other processes have the
/// cores, and the next turns are better taken alone, the more of them the more often that happens.
struct Retreat: ~Copyable {
  private let length = Atomic<Int>(0)
  private let turnsLeft = Atomic<Int>(0)
  private let shortest: Int

  /// A retreat of at least so many turns.
  init(ofAtLeast shortest: Int) { self.shortest = shortest }

  /// Whether to take the next turn alone.
  borrowing func isNextAlone() -> Bool {
    let turns = turnsLeft.load(ordering: .relaxed)
    guard turns > 0 else { return false }
    turnsLeft.store(turns - 1, ordering: .relaxed)
    return true
  }

  /// Notes how a turn with others went.
  borrowing func note(wasKeptWaiting: Bool) {
    let length = length.load(ordering: .relaxed)
    let next = wasKeptWaiting ? min(max(shortest, length * 2), 4096) : length / 2
    self.length.store(next, ordering: .relaxed)
    if wasKeptWaiting { turnsLeft.store(next, ordering: .relaxed) }
  }
}
