import Diagnostics

extension Parser {
  /// An error at `position`, or at the current token.
  func failure(
    _ problem: String, at position: Position? = nil, expected: String? = nil, got: String? = nil,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      problem, expected: expected, got: got, hint: hint,
      location: locate(position ?? current.position))
  }

  /// The error that the current token can't stand where it stands.
  func unexpected(expected: String, hint: String? = nil) -> Diagnostic {
    if let refusal = refusal() { return refusal }
    return failure(
      "unexpected \(current.description)", expected: expected, hint: hint ?? ownHint)
  }

  private var ownHint: String? {
    switch (peek(-1).kind, current.kind) {
    case (.name("print"), _) where current.startsExpression: "print is a function: print(…)"
    case (.name("exec"), _) where current.startsExpression: "exec is a function: exec(…)"
    case (.symbol("<"), .symbol(">")): "write '!='"
    case (_, .symbol("=")): "'=' assigns, '==' compares"
    case (_, .symbol(":=")): "put parentheses around '(name := value)'"
    case (_, .symbol("&")): "for truth values write 'and'"
    case (_, .symbol("|")): "for truth values write 'or'"
    default: nil
    }
  }

  /// The error for a construct of Python that isn't read.
  func refusal() -> Diagnostic? {
    guard isAt(.async) || isAt(.await) else { return nil }
    return failure(
      "\(current.description) is not supported",
      hint: "leave it out: a model is traced once, in order")
  }

  /// Refuses to bind reserved names such as `__debug__`.
  func checkBindable(_ name: String, at position: Position) throws(Diagnostic) {
    if name == "__debug__" {
      throw failure("can't assign to __debug__", at: position, hint: "take another name")
    }
  }
}
