import Synchronization

/// Counters that threads change, far enough apart that a core changing one doesn't take the others'
/// cache lines from those that watch them.
final class SpacedCounters: @unchecked Sendable {  // its memory is only changed atomically
  private let counters: UnsafeMutablePointer<Atomic<Int>>
  private let count: Int
  private static let spacing = 16

  /// So many, all zero.
  init(_ count: Int) {
    self.count = count
    counters = .allocate(capacity: count * Self.spacing)
    for index in 0..<count { (counters + index * Self.spacing).initialize(to: Atomic(0)) }
  }

  deinit {
    for index in 0..<count { (counters + index * Self.spacing).deinitialize(count: 1) }
    counters.deallocate()
  }

  /// The address of a counter, as long as this lives.
  subscript(index: Int) -> UnsafeMutablePointer<Atomic<Int>> { counters + index * Self.spacing }
}
