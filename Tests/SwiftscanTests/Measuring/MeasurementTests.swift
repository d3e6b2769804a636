import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import swiftscan

struct MeasurementTests {
  /// A product of 2 × 3 and 3 × 4 matrices: 48 operations.
  private func measurement(seconds: Double) throws -> Measurement {
    let a = Variable(id: 0, type: ArrayType(.float32, [2, 3]))
    let b = Variable(id: 1, type: ArrayType(.float32, [3, 4]))
    let c = Variable(id: 2, type: ArrayType(.float32, [2, 4]))
    let program = Program(
      inputs: [a, b],
      equations: [
        Equation(
          .dot(DotDimensions(contracting: ([1], [0]))),
          inputs: [.variable(a), .variable(b)], outputs: [c])
      ],
      outputs: [.variable(c)])
    return try Measurement(
      program, Timings([seconds], processor: seconds), threads: 1, traceSeconds: 0.5,
      planSeconds: 0.25)
  }

  @Test func tellsFiguresByName() throws {
    let json = try measurement(seconds: 0.001).json
    #expect(json.hasPrefix("{\"min_ms\": 1.00000, \"median_ms\": 1.00000, \"cpu_ms\": 1.00000,"))
    #expect(json.contains("\"flops\": 48,"))
    #expect(json.contains("\"step_us\": null,"))
    #expect(json.contains("\"trace_ms\": 500.00000, \"plan_ms\": 250.00000,"))
    #expect(json.hasSuffix("}"))
  }

  @Test func tellsThemInWords() throws {
    let lines = try measurement(seconds: 2).table.split(separator: "\n")
    #expect(lines[0] == "time        2000.00000 ms a run (median of 1)")
    #expect(lines.contains { $0.hasPrefix("tracing     500.00000 ms, planning 250.00000 ms") })
  }

  @Test func survivesRunsOfNoTime() throws {
    #expect(try measurement(seconds: 0).json.contains("\"gflops\": 0.000,"))
  }
}
