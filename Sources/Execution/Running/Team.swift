import Synchronization

/// Threads that do the steps of a loop together, each its part of every step, and wait for each
/// other after each: for loops without an independent axis.
///
/// The thread that has the loop never waits for another to come: for each block of steps it takes
/// along who is there, and nobody for a while after one has kept it waiting.
final class Team: @unchecked Sendable {  // a block is told before anyone can take part
  /// A thread's part in a block.
  struct Member {
    let team: Team
    let index: Int
    /// How many take part.
    let count: Int

    var isFirst: Bool { index == 0 }

    /// Waits until all are here.
    func wait() { team.wait(self) }

    /// This member's part of so many things that lie one after another.
    func part(of size: Int) -> Range<Int> { size * index / count..<size * (index + 1) / count }
  }

  /// Upper half: the number of the block. Lower half: how many have come, and whether no one can
  /// come any more.
  private let state = Atomic<UInt64>(0)
  private static let isClosed: UInt64 = 1 << 31
  private static let isOver = UInt64.max
  private let size: Int
  /// For each member, the number of the block in the upper half and how often it has arrived at the
  /// end of a step in the lower one.
  private let arrivals: SpacedCounters
  private var block = 0
  /// How many turns the first thread has waited in vain in this block.
  private var lostTurns = 0

  /// A team of at most so many threads.
  init(of size: Int) {
    self.size = size
    arrivals = SpacedCounters(size)
  }

  // MARK: The first thread

  /// Begins a block, with those who come at once.
  func begin(_ block: Int) -> Member? {
    if WorkerPool.shared.blocksAlone.isNextAlone() { return nil }
    self.block = block
    lostTurns = 0
    let number = (state.load(ordering: .relaxed) >> 32) + 1
    let open = number << 32
    state.store(open, ordering: .releasing)
    var turns = 0
    let welcome = block == 0 ? Self.firstWelcome : Self.welcome
    while turns < welcome, state.load(ordering: .relaxed) & 0xFFFF < size - 1 { turns += 1 }
    var current = state.load(ordering: .relaxed)
    while true {
      let (exchanged, original) = state.compareExchange(
        expected: current, desired: current | Self.isClosed, ordering: .acquiringAndReleasing)
      if exchanged { break }
      current = original
    }
    return current & 0xFFFF > 0 ? member(0, current) : nil
  }

  /// Ends a block that others took part in.
  func end() { WorkerPool.shared.blocksAlone.note(wasKeptWaiting: lostTurns > 0) }

  /// Sends the others home.
  func dismiss() { state.store(Self.isOver, ordering: .releasing) }

  // MARK: The others

  /// Does a part of each block there is, until there are no more.
  func help(_ work: (_ block: Int, Member) -> Void) {
    var seen: UInt64 = 0
    while true {
      guard let index = come(after: &seen) else { return }
      var wait = SpinWait(patience: Self.patience)
      var current = state.load(ordering: .acquiring)
      while current & Self.isClosed == 0 {
        wait.pause()
        current = state.load(ordering: .acquiring)
      }
      work(block, member(index, current))
    }
  }

  /// Takes part in the next block; `nil` when there are none any more.
  private func come(after seen: inout UInt64) -> Int? {
    var wait = SpinWait(patience: Self.patience)
    while true {
      let current = state.load(ordering: .acquiring)
      if current == Self.isOver { return nil }
      if current >> 32 == seen || current & Self.isClosed != 0 {
        wait.pause()
        continue
      }
      let (exchanged, _) = state.compareExchange(
        expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
      if exchanged {
        seen = current >> 32
        return Int(current & 0xFFFF) + 1
      }
    }
  }

  // MARK: Waiting

  private func member(_ index: Int, _ state: UInt64) -> Member {
    arrivals[index].pointee.store(Int(state >> 32) << 32, ordering: .relaxed)
    return Member(team: self, index: index, count: Int(state & 0xFFFF) + 1)
  }

  /// Turns of waiting for others to come, who may have to wake up first, and for the slowest one's
  /// step.
  private static let firstWelcome = 100_000
  private static let welcome = 2_000
  private static let patience = 200_000

  private func wait(_ member: Member) {
    let own = arrivals[member.index]
    let arrived = own.pointee.load(ordering: .relaxed) + 1
    own.pointee.store(arrived, ordering: .releasing)
    for other in 0..<member.count where other != member.index {
      var wait = SpinWait(patience: Self.patience)
      while arrivals[other].pointee.load(ordering: .acquiring) < arrived { wait.pause() }
      if member.isFirst { lostTurns += wait.lostTurns }
    }
  }
}
