#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much time each step of a plan took, all threads together.
public final class Profile {
  private var entries: [ObjectIdentifier: Entry] = [:]

  private struct Entry {
    var step: RunningStep
    var nanoseconds = 0
    var count = 0
  }

  /// Nothing measured yet.
  public init() {}

  /// Runs a step and adds the time it took, unless steps inside of it are counted by themselves.
  func run(_ step: RunningStep, _ frame: Frame) throws {
    if step.runsOthers { return try step.run(frame) }
    let start = Self.now()
    try step.run(frame)
    entries[ObjectIdentifier(step), default: Entry(step: step)].nanoseconds += Self.now() - start
    entries[ObjectIdentifier(step)]?.count += 1
  }

  /// Adds what another has measured.
  func add(_ other: Profile) {
    for (key, entry) in other.entries {
      entries[key, default: Entry(step: entry.step)].nanoseconds += entry.nanoseconds
      entries[key]?.count += entry.count
    }
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

extension Profile: CustomStringConvertible {
  /// A line for each step, the longest first: its share, milliseconds, how often it ran, and what
  /// it does.
  public var description: String {
    let sorted = entries.values.sorted { $0.nanoseconds > $1.nanoseconds }
    let total = max(1, sorted.map(\.nanoseconds).reduce(0, +))
    return sorted.map { entry in
      let share = (entry.nanoseconds * 1000 + total / 2) / total
      let microseconds = entry.nanoseconds / 1000
      let what = entry.step.content.lines.map(\.trimmingLeadingSpaces).joined(separator: "; ")
      return "\(padded("\(share / 10).\(share % 10)", 5)) % "
        + "\(padded("\(microseconds / 1000).\(padded("\(microseconds % 1000)", 3, with: "0"))", 12)) ms"
        + " \(padded("\(entry.count)", 8)) × \(what)"
    }.joined(separator: "\n")
  }

  private func padded(_ text: String, _ width: Int, with filler: String = " ") -> String {
    String(repeating: filler, count: max(0, width - text.count)) + text
  }
}

extension String {
  fileprivate var trimmingLeadingSpaces: Substring { drop { $0 == " " } }
}
