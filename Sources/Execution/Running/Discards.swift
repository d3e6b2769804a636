/// How to free memory of inputs and outputs, by slot.
final class Discards {
  var bySlot: [Int: (Range<Int>) -> Void] = [:]

  func removeAll() { if !bySlot.isEmpty { bySlot = [:] } }
}

extension StepRelease {
  /// Frees the memory of some steps.
  func run(_ steps: Range<Int>, _ frame: Frame) {
    for region in regions {
      guard let discard = frame.discards.bySlot[region.slot] else { continue }
      region.forEachRun(of: steps, discard)
    }
  }
}
