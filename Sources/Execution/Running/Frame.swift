import Arrays

/// What a thread runs a plan's steps on: the addresses in the plan's slots.
final class Frame {
  /// By slot.
  let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let count: Int

  /// A frame whose slots all hold `filler`.
  init(slotCount: Int, filler: UnsafeMutableRawPointer) {
    count = slotCount
    addresses = .allocate(capacity: max(slotCount, 1))
    addresses.initialize(repeating: filler, count: slotCount)
  }

  deinit { addresses.deallocate() }

  /// Where the elements of a view begin.
  func address(_ view: View) -> UnsafeMutableRawPointer { addresses[view.slot] + view.offset }
}
