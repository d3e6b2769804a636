import Diagnostics
import Testing

@testable import ModelConfig

/// Signatures read from text, and arguments bound to them as Python does.
@Suite struct SignatureTests {
  @Test(arguments: [
    "()", "(a)", "(a, /)", "(a, b=None, /)", "(a, /, b, *, c)", "(*args)", "(*args, c=1)",
    "(a, *, c=1, d)", "(a, /, b='x, y', *rest, c=(1, 2), **kwargs)", "(**kwargs)",
    "(shape, dtype=jnp.float32, *, order=\"C\")",
  ])
  func textIsReadAndWritten(_ text: String) throws {
    #expect(try Signature(parsing: text).description == text)
  }

  @Test(arguments: [
    "a, b", "(a=1, b)", "(a, a)", "(/)", "(a, *)", "(*, a, *, b)", "(**k, a)", "(a, *b, /)",
    "(a b)", "(a=)", "(*a, *b)", "(a, 1)",
  ])
  func faultyTextIsRefused(_ text: String) {
    #expect(throws: Diagnostic.self) { try Signature(parsing: text) }
  }

  /// What arguments reach: values in the order of the parameters, `-` where none is given, then those
  /// of `*args` and `**kwargs`.
  private func bound(
    _ signature: String, _ positional: [String], _ keywords: [(name: String, value: String)] = []
  ) throws -> String {
    let arguments = try Signature(parsing: signature).bind(
      positional, keywords: keywords, of: "f")
    return
      (arguments.values.map { $0 ?? "-" } + arguments.rest
      + arguments.keywordRest.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
  }

  @Test func argumentsReachTheirParameters() throws {
    #expect(try bound("(a, b=2)", ["1"]) == "1 -")
    #expect(try bound("(a, b=2)", [], [("b", "3"), ("a", "1")]) == "1 3")
    #expect(try bound("(a, *rest, c=0)", ["1", "2", "3"], [("c", "4")]) == "1 - 4 2 3")
    #expect(try bound("(a, /, **k)", ["1"], [("a", "2"), ("z", "3")]) == "1 - a=2 z=3")
    #expect(try bound("(*, c)", [], [("c", "1")]) == "1")
  }

  @Test func faultsShowTheSignature() throws {
    func fault(
      _ signature: String, _ positional: [String], _ keywords: [(name: String, value: String)] = []
    ) -> String {
      do {
        return try bound(signature, positional, keywords)
      } catch { return "\(error)" }
    }
    #expect(
      fault("(a, axis=None)", ["1", "2", "3"]) == """
        f takes at most 2 arguments by position
          expected: f(a, axis=None)
          got:      3 arguments
        """)
    #expect(
      fault("(a, axis=None)", ["1"], [("axes", "2")]) == """
        f has no parameter 'axes'
          expected: f(a, axis=None)
          hint: did you mean 'axis'?
        """)
    #expect(
      fault("(a, axis=None)", ["1"], [("a", "2")]) == """
        f is given 'a' twice
          expected: f(a, axis=None)
        """)
    #expect(
      fault("(a, *, b, c=1)", []) == """
        f needs the arguments 'a', 'b'
          expected: f(a, *, b, c=1)
        """)
    #expect(
      fault("(x, /)", [], [("x", "1")]) == """
        f takes 'x' by position only
          expected: f(x, /)
          hint: leave out 'x='
        """)
    #expect(fault("(**k)", [], [("z", "1"), ("z", "2")]).contains("'z' twice"))
    #expect(fault("(a)", ["1", "2"]).contains("got:      2 arguments"))
  }
}
