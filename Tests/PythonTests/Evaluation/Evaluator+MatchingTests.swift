import Testing

/// Patterns match as they are written.
@Suite struct EvaluatorMatchingTests {
  @Test func patternsMatchAsTheyAreWritten() async {
    await expectHolds(
      """
      from dataclasses import dataclass
      @dataclass
      class P:
          x: int
          y: int = 0
      def kind(v):
          match v:
              case 0 | "zero": return "zero"
              case int(n) if n < 0: return ("negative", n)
              case bool(): return "bool"
              case [] | (): return "empty"
              case [x]: return ("one", x)
              case [first, *_, last]: return (first, last)
              case {"kind": "p", "at": P(x=x), **rest}: return (x, rest)
              case P(1, y) | P(y, 1): return ("P", y)
              case P(): return "other P"
              case str() as s: return s * 2
              case None: return "none"
              case _: return "else"
      assert [kind(v) for v in (0, "zero", -3, True, [], (), [5], (1, 2, 3), "ab", None, 2.5)] == [
          "zero", "zero", ("negative", -3), "bool", "empty", "empty", ("one", 5), (1, 3), "abab", "none", "else"]
      assert kind({"kind": "p", "at": P(7), "more": 1}) == (7, {"more": 1}) and kind({"kind": "q"}) == "else"
      assert [kind(P(1, 5)), kind(P(6, 1)), kind(P(2, 2))] == [("P", 5), ("P", 6), "other P"] and kind(False) == "zero"
      """)
  }
}
