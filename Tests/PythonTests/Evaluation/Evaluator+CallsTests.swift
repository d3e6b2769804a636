import Testing

/// Arguments of calls reach their parameters.
@Suite struct EvaluatorCallsTests {
  @Test func argumentsReachTheirParameters() async {
    await expectHolds(
      """
      def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
          return a, b, c, args, d, e, kwargs
      assert f(1, d=4) == (1, 2, 3, (), 4, 5, {}) and f(9, 8, 7, 6, 5, d=0, x=1) == (9, 8, 7, (6, 5), 0, 5, {"x": 1})
      assert f(*[1, 2], *(3,), **{"d": 4}, **{"a": 5}) == (1, 2, 3, (), 4, 5, {"a": 5}) and f(1, c=0, d=4, e=6)[2] == 0
      for wrong in (lambda: f(1), lambda: f(d=1), lambda: f(1, c=1, d=1, **{"c": 2}), lambda: (lambda x: x)(), lambda: (lambda: 0)(1)):
          try:
              wrong()
              assert False
          except TypeError:
              pass
      def keep(x, kept=[]):
          kept.append(x)
          return kept
      assert keep(1) is keep(2) and keep(3) == [1, 2, 3]
      order = []
      def at(x):
          order.append(x)
          return x
      max(at(1), *[at(2)], key=at(abs))
      assert order == [1, 2, abs]
      """)
  }
}
