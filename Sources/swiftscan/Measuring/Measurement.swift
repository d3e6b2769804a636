import Kernels
import ProgramIR

/// Results of a benchmark of a program.
struct Measurement {
  /// Times of single runs.
  let timings: Timings
  /// Number of threads that run the program.
  let threads: Int
  /// The leaf kernels' build.
  let instructions = InstructionSet.current.name
  /// Operations of one run.
  let costs: Costs
  /// Steps and bytes of one run.
  let traffic: Traffic
  /// Peak speed of the machine.
  let speed: CoreSpeed
  /// Seconds it took to trace and to plan.
  let traceSeconds, planSeconds: Double

  /// Counts the work of a program that has been timed, and measures the machine's peak speed.
  init(
    _ program: Program, _ timings: Timings, threads: Int, traceSeconds: Double,
    planSeconds: Double
  ) throws {
    self.timings = timings
    self.threads = threads
    costs = Costs(program, countingSteps: true)
    traffic = Traffic(program)
    speed = try CoreSpeed(threads: threads, byteCount: Int(min(traffic.bytesAtOnce, 0x1p28)))
    self.traceSeconds = traceSeconds
    self.planSeconds = planSeconds
  }

  /// Operations per second, in 10⁹; exp and its like count as one.
  private var gflops: Double {
    perSecond(Double(costs.flops) + Double(costs.transcendentals)) * 1e-9
  }
  private var flopShare: Double { gflops * 1e9 / speed.flops }
  private var byteShare: Double { perSecond(traffic.bytesPerRun) / speed.bytes }

  private func perSecond(_ count: Double) -> Double {
    timings.median > 0 ? count / timings.median : 0
  }

  private var stepMicroseconds: Double? {
    traffic.steps > 0 ? timings.median * 1e6 / traffic.steps : nil
  }

  // MARK: Words

  /// The results as a table, one line a figure.
  var table: String {
    var lines = [
      ("time", "\(milliseconds(timings.median)) ms a run (median of \(timings.sorted.count))"),
      ("shortest", "\(milliseconds(timings.minimum)) ms"),
      ("processor", "\(milliseconds(timings.processor)) ms a run, of all threads together"),
      ("spread", "\(rounded(timings.spread * 100, 1)) % (middle half of the runs, of the median)"),
    ]
    if let stepMicroseconds {
      lines.append(
        ("step", "\(rounded(stepMicroseconds, 3)) µs (\(rounded(traffic.steps, 0)) steps)"))
    }
    lines += [
      (
        "arithmetic",
        "\(rounded(gflops, 2)) GFLOP/s, \(rounded(flopShare * 100, 1)) % of the FMA peak of "
          + "\(rounded(speed.flops * 1e-9, 1))"
      ),
      (
        "weights",
        "\(rounded(perSecond(traffic.bytesPerRun) * 1e-9, 2)) GB/s, \(rounded(byteShare * 100, 1)) %"
          + " of the \(rounded(speed.bytes * 1e-9, 1)) with which so many bytes can be read"
      ),
      ("tracing", "\(milliseconds(traceSeconds)) ms, planning \(milliseconds(planSeconds)) ms"),
      ("machine", "\(instructions), \(threads) \(threads == 1 ? "thread" : "threads")"),
    ]
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }.joined(separator: "\n")
  }

  /// All figures as an object on one line.
  var json: String {
    let fields: [(String, String)] = [
      ("min_ms", milliseconds(timings.minimum)), ("median_ms", milliseconds(timings.median)),
      ("cpu_ms", milliseconds(timings.processor)), ("spread", rounded(timings.spread, 4)),
      ("runs", "\(timings.sorted.count)"),
      ("steps", rounded(traffic.steps, 0)),
      ("step_us", stepMicroseconds.map { rounded($0, 4) } ?? "null"),
      ("flops", "\(costs.flops)"), ("transcendentals", "\(costs.transcendentals)"),
      ("gflops", rounded(gflops, 3)), ("peak_gflops", rounded(speed.flops * 1e-9, 1)),
      ("peak_share", rounded(flopShare, 4)), ("weight_bytes", rounded(traffic.bytesPerRun, 0)),
      ("bandwidth_gbps", rounded(speed.bytes * 1e-9, 1)),
      ("bandwidth_share", rounded(byteShare, 4)),
      ("trace_ms", milliseconds(traceSeconds)), ("plan_ms", milliseconds(planSeconds)),
      ("threads", "\(threads)"), ("instructions", "\"\(instructions)\""),
    ]
    return "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  private func milliseconds(_ seconds: Double) -> String { rounded(seconds * 1e3, 5) }

  /// A number with `digits` digits after the point.
  private func rounded(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "0" }
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let whole = Int((value.magnitude * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(whole % Int(scale))
    let padding = String(repeating: "0", count: digits - fraction.count)
    return "\(sign)\(whole / Int(scale)).\(padding)\(fraction)"
  }
}
