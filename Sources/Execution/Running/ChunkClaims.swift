import Synchronization

/// Who does which chunk of a job: the thread that has the job takes chunks from the front, those
/// that help it from the back, so that job after job a thread mostly meets the memory it met before.
///
/// One word holds all: a helper that comes late finds nothing to take, or takes from the next job,
/// and never from one that is over.
struct ChunkClaims: ~Copyable {
  /// At most how many chunks a job has.
  static let maximumCount = (1 << 16) - 1
  /// At most how many threads have one.
  static let maximumThreadCount = (1 << 8) - 1

  /// The first chunk that nobody has (16 bits), the end of those (16 bits), how many threads may take
  /// part (8 bits), the number of the job.
  private let word = Atomic<UInt64>(0)
  /// How many chunks helpers have finished.
  private let finished = Atomic<Int>(0)

  /// Offers the chunks of another job to so many threads; the one before must be over.
  borrowing func offer(_ count: Int, threads: Int) {
    finished.store(0, ordering: .relaxed)
    let job = (word.load(ordering: .relaxed) >> 40) &+ 1
    word.store(
      (job << 40) | (UInt64(threads) << 32) | (UInt64(count) << 16), ordering: .releasing)
  }

  /// The next chunk from the front; `nil` when none is left.
  borrowing func takeFirst() -> Int? {
    take(for: 0) { free in (free.lowerBound, free.lowerBound + 1..<free.upperBound) }
  }

  /// The next chunk from the back for the thread with this index; `nil` when none is left for it. Who
  /// takes one must `finish` it.
  borrowing func takeLast(for thread: Int) -> Int? {
    take(for: thread) { free in (free.upperBound - 1, free.lowerBound..<free.upperBound - 1) }
  }

  private borrowing func take(
    for thread: Int, _ choose: (Range<Int>) -> (chunk: Int, rest: Range<Int>)
  ) -> Int? {
    var current = word.load(ordering: .acquiring)
    while true {
      let (start, end) = (Int(current & 0xFFFF), Int((current >> 16) & 0xFFFF))
      guard start < end, thread < Int((current >> 32) & 0xFF) else { return nil }
      let (chunk, rest) = choose(start..<end)
      let free = (UInt64(rest.upperBound) << 16) | UInt64(rest.lowerBound)
      let (exchanged, original) = word.compareExchange(
        expected: current, desired: (current & ~0xFFFF_FFFF) | free,
        ordering: .acquiringAndReleasing)
      if exchanged { return chunk }
      current = original
    }
  }

  /// A helper is done with a chunk.
  borrowing func finish() { finished.add(1, ordering: .releasing) }

  /// Whether helpers have finished so many chunks.
  borrowing func hasFinished(_ count: Int) -> Bool {
    finished.load(ordering: .acquiring) == count
  }
}
