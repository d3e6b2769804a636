import Arrays
import Testing

@testable import LiftedScan

struct ScanReportTests {
  @Test func saysWhatBecomesOfEverything() throws {
    let step = TestModule { module, arguments in
      _ = try module.ones("w", [2])
      _ = try module.variable("stats", "s") { .float(1) }
      try module.sow("intermediates", "h", arguments[0])
      return .tuple([arguments[0], .tuple([arguments[1], .float(3)])])
    }
    var settings = shared
    settings.variableAxes = [
      ("intermediates", .init(input: nil, output: 0)), ("stats", .init(input: 1, output: -1)),
    ]
    settings.splitRNGs.append(("noise", true))
    settings.inAxes = .tuple([.leaf(.axis(-1)), .leaf(.broadcast)])
    settings.outAxes = .tuple([.leaf(.axis(1)), .leaf(.broadcast)])
    settings.isReversed = true
    let made = try run(
      LiftedModule(step, settings), [zeros([2]), zeros([2, 5]), zeros([])],
      streams: ["params": 0, "noise": 1, "other": 2])
    let report = try #require(made.traced.scans.first)
    #expect(made.traced.scans.count == 1)
    #expect(report.name == "ScanStep" && report.path == "/")
    #expect(report.length == 5 && report.isReversed && report.checksConstancy && !report.isMap)
    #expect(report.carry == [.init(path: "carry", type: .init(.float32, [2]), axis: nil)])
    #expect(
      report.arguments == [
        .init(path: "x", type: .init(.float32, [2, 5]), axis: 1),
        .init(path: "y", type: .init(.float32, []), axis: nil),
      ])
    #expect(report.outputs.map(\.path) == ["ys[0]", "ys[1]"])
    #expect(report.outputs.map(\.axis) == [1, nil])
    #expect(
      report.collections == [
        .init(name: "params", input: .broadcast, output: .broadcast),
        .init(name: "stats", input: .scanned(axis: 1), output: .scanned(axis: -1)),
      ])
    #expect(
      report.streams == [
        .init(name: "noise", isSplit: true), .init(name: "other", isSplit: nil),
        .init(name: "params", isSplit: false),
      ])
  }

  @Test func outerScansComeFirst() throws {
    let inner = TestModule("Inner") { _, arguments in .tuple([arguments[0], .none]) }
    let outer = TestModule("Outer") { module, arguments in
      let pair = try module.child(LiftedModule(inner, ScanSettings().with { $0.length = 2 }))(
        arguments[0])
      return .tuple([pair.elements?[0] ?? .none, .none])
    }
    let made = try run(
      LiftedModule(outer, ScanSettings().with { $0.length = 3 }), [zeros([1])])
    #expect(made.traced.scans.map(\.path) == ["/", "/ScanInner_0"])
    #expect(made.traced.scans.map(\.depth) == [0, 1])
    #expect(made.traced.scans.map(\.length) == [3, 2])
  }
}
