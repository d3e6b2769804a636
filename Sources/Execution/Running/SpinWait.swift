#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waiting by looking again and again, which is fastest where it isn't for long; after so many turns
/// others get the core in between.
struct SpinWait {
  private let patience: Int
  /// How many turns there have been.
  private(set) var turns = 0

  /// A wait of a thread that is patient for so many turns.
  init(patience: Int) { self.patience = patience }

  /// Turns beyond patience.
  var lostTurns: Int { max(0, turns - patience) }

  /// Lets a turn pass.
  mutating func pause() {
    turns += 1
    if turns > patience { sched_yield() }
  }
}
