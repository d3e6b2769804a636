#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Seconds that runs of one thing took.
struct Timings: Equatable {
  /// The times, ascending; at least one.
  let sorted: [Double]
  /// Seconds of processor time a run took, of all threads together, on average: other programs'
  /// work doesn't count.
  let processor: Double

  /// Times in any order; zero if there are none.
  init(_ times: [Double], processor: Double = 0) {
    sorted = times.isEmpty ? [0] : times.sorted()
    self.processor = processor
  }

  /// Warms up, then times as many runs of `body` as fit into `seconds`, but at least
  /// `minimumCount`.
  ///
  /// - Throws: what `run` throws.
  init(
    seconds: Double, warmUpSeconds: Double, minimumCount: Int = 5, _ run: () throws -> Void
  ) throws {
    let start = Self.now()
    repeat { try run() } while Self.now() - start < warmUpSeconds
    var times: [Double] = []
    let processorStart = Self.now(CLOCK_PROCESS_CPUTIME_ID)
    var before = Self.now()
    let end = before + seconds
    while before < end || times.count < minimumCount {
      try run()
      let after = Self.now()
      times.append(after - before)
      before = after
    }
    let processor = Self.now(CLOCK_PROCESS_CPUTIME_ID) - processorStart
    self.init(times, processor: processor / Double(times.count))
  }

  /// The shortest.
  var minimum: Double { sorted[0] }

  /// Median of the times.
  var median: Double { quantile(0.5) }

  /// Interquartile range of the times, as a share of the median.
  var spread: Double { median > 0 ? (quantile(0.75) - quantile(0.25)) / median : 0 }

  /// Quantile of the times, interpolated between neighbours.
  func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
  }

  /// Seconds by a clock that only goes forward.
  static func now(_ clock: clockid_t = CLOCK_MONOTONIC) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
