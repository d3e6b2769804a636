import Testing

/// Built-in functions against their definitions.
@Suite struct BuiltinsTests {
  @Test func functionsKeepToTheirDefinitions() async {
    await expectHolds(
      """
      xs = [3, -1, 4, 1, -5, 9, 2, 6]
      assert sorted(xs) == sorted(xs[::-1]) == sorted(xs, reverse=True)[::-1] and min(xs) == sorted(xs)[0] and max(xs) == sorted(xs)[-1]
      pairs = [(k % 3, k) for k in range(12)]
      assert [p[1] for p in sorted(pairs, key=lambda p: p[0])] == [k for r in range(3) for k in range(12) if k % 3 == r]
      assert [p for p in sorted(pairs, key=lambda p: p[0], reverse=True)] == [p for r in (2, 1, 0) for p in pairs if p[0] == r]
      assert list(zip(*zip(xs, range(8)))) == [tuple(xs), tuple(range(8))] and list(map(lambda a, b: a * b, xs, xs)) == [x * x for x in xs]
      assert list(filter(None, [0, 1, "", "a"])) == [1, "a"] and any(x > 8 for x in xs) and not all(x > 0 for x in xs)
      assert list(enumerate("ab", 5)) == [(5, "a"), (6, "b")] and list(reversed(xs)) == xs[::-1] and sum(xs, 100) == 119
      assert [ord(chr(k)) for k in (0, 65, 233, 8364, 128512)] == [0, 65, 233, 8364, 128512] and pow(3, 20, 7) == 3**20 % 7
      assert list(iter(iter(xs).__next__, 9)) == xs[:5] and next(iter([]), "none") == "none" and abs(-3) == abs(3 + 0j) == 3
      assert max(xs, key=abs) == 9 and min("bca") == "a" and max([], default=7) == 7 and callable(len) and not callable(3)
      for a in range(-3, 4):
          for b in range(-3, 4):
              for c in (-2, -1, 1, 3):
                  r = range(a, b, c)
                  assert len(r) == len(list(r)) == max(0, -(-(b - a) // c)) and list(reversed(r)) == list(r)[::-1] and all(x in r for x in r)
      """)
  }
}
