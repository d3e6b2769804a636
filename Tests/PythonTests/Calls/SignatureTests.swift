import Diagnostics
import Testing

@testable import Python

/// Signatures read from text, and arguments bound to them as Python does.
@Suite struct SignatureTests {
  @Test(arguments: [
    "()", "(a)", "(a, /)", "(a, b=None, /)", "(a, /, b, *, c)", "(*args)", "(*args, c=1)",
    "(a, *, c=1, d)", "(a, /, b='x, y', *rest, c=(1, 2), **kwargs)", "(**kwargs)",
    "(shape, dtype=jnp.float32, *, order=\"C\")",
  ])
  func textIsReadAndWritten(_ text: String) throws {
    #expect(Signature(text).description == text)
  }

  /// What arguments reach: values in the order of the parameters, `-` where none is given, then those
  /// of `*args` and `**kwargs`.
  private func bound(
    _ signature: String, _ positional: [String], _ keywords: [(name: String, value: String)] = []
  ) throws -> String {
    let placed = try Signature(signature).place(positional, keywords: keywords, of: "f")
    return
      (placed.values.map { $0 ?? "-" } + placed.rest
      + placed.keywordRest.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
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
      } catch { return "\((error as? PyError)?.diagnostic ?? Diagnostic("\(error)"))" }
    }
    #expect(
      fault("(a, axis=None)", ["1", "2", "3"]) == """
        f() takes from 1 to 2 positional arguments but 3 were given
          expected: f(a, axis=None)
        """)
    #expect(
      fault("(a, axis=None)", ["1"], [("axes", "2")]) == """
        f() got an unexpected keyword argument 'axes'
          expected: f(a, axis=None)
          hint: did you mean 'axis'?
        """)
    #expect(
      fault("(a, axis=None)", ["1"], [("a", "2")]) == """
        f() got multiple values for argument 'a'
          expected: f(a, axis=None)
        """)
    #expect(
      fault("(a, *, b, c=1)", []) == """
        f() missing 1 required positional argument: 'a'
          expected: f(a, *, b, c=1)
        """)
    #expect(
      fault("(x, /)", [], [("x", "1")]) == """
        f() got some positional-only arguments passed as keyword arguments: 'x'
          expected: f(x, /)
          hint: leave out 'x='
        """)
    #expect(fault("(**k)", [], [("z", "1"), ("z", "2")]).contains("argument 'z'"))
    #expect(fault("(a)", ["1", "2"]).contains("but 2 were given"))
    #expect(fault("(a)", ["1", "2"], [("b", "3")]).contains("unexpected keyword argument 'b'"))
  }
}
