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
}
