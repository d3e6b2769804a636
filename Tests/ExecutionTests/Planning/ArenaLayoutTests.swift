import Testing

@testable import Execution

struct ArenaLayoutTests {
  /// Random buffers: those alive at the same time don't overlap, each starts on a cache line, and
  /// all together never take more than one after another would.
  @Test(arguments: 0..<40)
  func buffersDontOverlap(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let requests = (0..<random.next(below: 40) + 1).map { _ in
      let first = random.next(below: 30)
      return ArenaLayout.Request(
        byteCount: random.next(below: 3) == 0
          ? random.next(below: 20_000) : random.next(below: 300),
        lifetime: first...first + random.next(below: 10))
    }
    let layout = ArenaLayout(requests)
    for a in requests.indices {
      let end = layout.offsets[a] + requests[a].byteCount
      #expect(layout.offsets[a] % 64 == 0 && end <= layout.byteCount)
      for b in requests.indices where b < a && requests[a].lifetime.overlaps(requests[b].lifetime) {
        #expect(
          end <= layout.offsets[b] || layout.offsets[b] + requests[b].byteCount <= layout.offsets[a]
        )
      }
    }
    let naive = requests.map { ArenaLayout.paddedByteCount($0.byteCount) }.reduce(0, +)
    #expect(layout.byteCount <= naive)
  }

  @Test
  func buffersShareMemoryInTurn() {
    let requests = (0..<10).map { ArenaLayout.Request(byteCount: 128, lifetime: $0...$0) }
    #expect(ArenaLayout(requests).byteCount == 128)
  }

  @Test
  func largeBuffersStartAtDifferentPlacesInAPage() {
    let requests = (0..<8).map { _ in ArenaLayout.Request(byteCount: 4096, lifetime: 0...1) }
    #expect(Set(ArenaLayout(requests).offsets.map { $0 % 4096 }).count == 8)
  }
}

/// A generator of the same numbers every time (Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators", 2014).
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// Between -1 and 1.
  mutating func nextFloat() -> Float { Float(next() >> 40) / Float(1 << 23) - 1 }

  mutating func pick<T>(_ choices: [T]) -> T { choices[next(below: choices.count)] }
}
