import TestSupport
import Testing

@testable import Execution

struct LifetimeIndexTests {
  /// Random lifetimes: those found are those that have a step in common.
  @Test(arguments: 1..<6) func overlappingLifetimesAreFound(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let stepCount = 1 + random.next(below: 40)
    var index = LifetimeIndex(stepCount: stepCount)
    var lifetimes: [ClosedRange<Int>] = []
    for number in 0..<60 {
      let start = random.next(below: stepCount)
      let lifetime = start...(start + random.next(below: stepCount - start))
      let expected = lifetimes.indices.filter { lifetimes[$0].overlaps(lifetime) }
      #expect(index.overlapping(lifetime).sorted() == expected)
      index.insert(number, lifetime)
      lifetimes.append(lifetime)
    }
  }
}
