import Foundation
import Testing

/// `swiftscan bench`, end to end.
@Suite struct BenchTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  /// The figures of `--json`.
  private func figures(_ options: String) throws -> [String: Any] {
    let outcome = try workspace.shell("swiftscan bench lstm.yaml --seconds 0 --json \(options)")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    return try #require(
      JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
  }

  @Test func figuresByName() throws {
    let figures = try figures("--threads 1")
    #expect(
      figures.keys.sorted() == [
        "bandwidth_gbps", "bandwidth_share", "cpu_ms", "flops", "gflops", "instructions",
        "median_ms", "min_ms", "peak_gflops", "peak_share", "plan_ms", "runs", "spread", "step_us",
        "steps", "threads", "trace_ms", "transcendentals", "weight_bytes",
      ])
    #expect(figures["threads"] as? Int == 1)
    #expect(figures["steps"] as? Int == 20)
    func number(_ name: String) throws -> Double { try #require(figures[name] as? Double) }
    #expect(try number("runs") >= 5)
    for name in figures.keys where !["instructions", "spread"].contains(name) {
      #expect(try number(name) > 0, "\(name)")
    }
    #expect(try number("spread") >= 0)
    // A step's eight products, for 16 rows: 2 · 16 · 4 · (3 · 5 + 5 · 5) operations.
    #expect(try number("flops") >= 20 * 5120)
    // The figures fit each other, as far as their digits go.
    #expect(try number("min_ms") <= number("median_ms"))
    let median = try number("median_ms")
    let steps = try number("step_us") * number("steps") / 1000
    #expect(abs(steps / median - 1) < 0.01)
    let speed = try (number("flops") + number("transcendentals")) / median / 1e6
    #expect(try abs(number("gflops") - speed) <= 0.001 + speed * 0.01)
    let share = try number("gflops") / number("peak_gflops")
    #expect(try abs(number("peak_share") - share) <= 0.0001 + share * 0.1)
  }

  /// Variables and inputs may be given, and sizes.
  @Test func givenArrays() throws {
    let figures = try figures("--params p.npy --input xs.npy --threads 2")
    #expect(figures["threads"] as? Int == 2)
    try workspace.copy("gru.yaml")
    let outcome = try workspace.shell(
      "swiftscan bench gru.yaml --size B=2 --size T=7 --seconds 0 --json")
    #expect(String(decoding: outcome.output, as: UTF8.self).contains("\"steps\": 7,"))
  }

  @Test func figuresInWords() throws {
    let outcome = try workspace.shell("swiftscan bench lstm.yaml --seconds 0.01 --threads 2")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.map { $0.prefix { $0 != " " } } == [
        "time", "shortest", "processor", "spread", "step", "arithmetic", "weights", "tracing",
        "machine",
      ])
    for words in [
      " ms a run (median of ", " (20 steps)", " GFLOP/s, ", " % of the FMA peak of ", ", 2 threads",
    ] {
      #expect(lines.contains { $0.contains(words) }, "\(words)")
    }
  }

  @Test(arguments: [
    ("lstm.yaml --threads 0", 64, "--threads must be from 1 to 1024"),
    ("lstm.yaml --seconds -1", 64, "--seconds"),
    ("lstm.yaml --size B=3", 64, "no input of the config has a size called 'B'"),
    ("other.yaml", 66, "other.yaml"),
    ("gru.yaml --size B=20000000 --size T=20000", 65, "the inputs need more memory than there is"),
  ])
  func refuses(_ arguments: String, _ status: Int32, _ words: String) throws {
    try workspace.copy("gru.yaml")
    let outcome = try workspace.shell("swiftscan bench \(arguments)")
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(words))
    #expect(outcome.output.isEmpty)
  }
}
