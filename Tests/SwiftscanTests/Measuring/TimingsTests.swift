import Testing

@testable import swiftscan

struct TimingsTests {
  @Test func ordersTimes() {
    let timings = Timings([4, 1, 3, 2, 5])
    #expect(timings.minimum == 1)
    #expect(timings.median == 3)
    #expect(timings.spread == 2.0 / 3)
  }

  @Test func quantilesLieBetweenTimes() {
    let timings = Timings([1, 2])
    #expect(timings.median == 1.5)
    #expect(timings.quantile(0) == 1)
    #expect(timings.quantile(1) == 2)
  }

  @Test func noTimesAreZero() {
    #expect(Timings([]).median == 0)
    #expect(Timings([]).spread == 0)
  }

  @Test func runsAtLeastSoOften() throws {
    var count = 0
    let timings = try Timings(seconds: 0, warmUpSeconds: 0, minimumCount: 7) { count += 1 }
    #expect(timings.sorted.count == 7)
    #expect(count == 8)
    #expect(timings.minimum >= 0)
  }
}
