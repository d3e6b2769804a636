import Diagnostics
import Testing

@Suite struct DiagnosticTests {
  @Test func wordsComeInOrder() {
    let location = SourceLocation(file: "a.yaml", line: 3, column: 5, text: "\tab: x")
    let diagnostic = Diagnostic(
      "is no number", path: "model.ab", expected: "an integer", got: "x", hint: "write 1",
      location: location, details: ["one", "two"])
    #expect(
      "\(diagnostic)" == """
        a.yaml:3:5: model.ab: is no number
          \tab: x
          \t   ^
          one
          two
          expected: an integer
          got:      x
          hint: write 1
        """)
  }

  @Test func plainProblemIsOneLine() {
    #expect("\(Diagnostic("is empty", path: "x.npy"))" == "x.npy: is empty")
    #expect("\(Diagnostic("is empty"))" == "is empty")
  }

  @Test func firstPlaceHolds() {
    let first = SourceLocation(file: "a", line: 1, column: 1)
    let second = SourceLocation(file: "b", line: 2, column: 2)
    #expect(Diagnostic("x").located(at: first).located(at: second).location == first)
    #expect(Diagnostic("x").at(path: "p").at(path: "q").path == "p")
  }

  @Test func longLinesAreCutAroundTheCaret() {
    let text = String(repeating: "a", count: 300) + "!" + String(repeating: "b", count: 300)
    let lines = SourceLocation(file: "f", line: 1, column: 301, text: text).excerpt
      .split(separator: "\n").map(Array.init)
    #expect(lines[0].count == 124)
    #expect(lines[0][2] == "…" && lines[0].last == "…")
    #expect(lines[0][lines[1].count - 1] == "!")
    let start = SourceLocation(file: "f", line: 1, column: 3, text: text).excerpt
    #expect(start.hasPrefix("  aaaa"))
    #expect(start.hasSuffix("…\n    ^"))
  }

  @Test func longValuesAreCut() {
    let error = Diagnostic("is wrong", got: String(repeating: "x", count: 10_000))
    #expect(error.description.count < 2100)
    #expect(error.description.contains("x … x"))
  }
}
