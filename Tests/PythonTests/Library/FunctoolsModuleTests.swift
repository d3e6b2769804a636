import Testing

/// Functions of functions.
@Suite struct FunctoolsModuleTests {
  @Test func functionsAreWhatTheyAreMadeOf() async {
    await expectHolds(
      """
      from functools import cache, cmp_to_key, lru_cache, partial, reduce, total_ordering, wraps
      calls = []
      @cache
      def square(x):
          calls.append(x)
          return x * x
      assert [square(x) for x in [2, 3, 2, 3, 2]] == [4, 9, 4, 9, 4] and calls == [2, 3]
      @lru_cache(maxsize=2)
      def kept(x):
          calls.append(x)
          return x
      calls.clear()
      for x in [1, 2, 1, 3, 1, 2]:
          kept(x)
      assert calls == [1, 2, 3, 2] and kept.cache_info()[:2] == (2, 4)
      f = partial(lambda *a, **k: (a, k), 1, x=2)
      assert f(3, y=4) == ((1, 3), {"x": 2, "y": 4}) and f(x=5) == ((1,), {"x": 5}) and partial(f, 6)() == ((1, 6), {"x": 2})
      xs = [3, 1, 2]
      assert reduce(lambda a, b: a * 10 + b, xs) == 312 and reduce(max, [], 7) == 7
      assert sorted(xs, key=cmp_to_key(lambda a, b: b - a)) == [3, 2, 1]
      @wraps(square)
      def other(x):
          return x
      assert other.__name__ == "square" and other(5) == 5
      @total_ordering
      class Size:
          def __init__(self, n):
              self.n = n
          def __eq__(self, other):
              return self.n == other.n
          def __lt__(self, other):
              return self.n < other.n
      for a in range(3):
          for b in range(3):
              assert (Size(a) <= Size(b), Size(a) > Size(b), Size(a) >= Size(b)) == (a <= b, a > b, a >= b)
      """)
  }
}
