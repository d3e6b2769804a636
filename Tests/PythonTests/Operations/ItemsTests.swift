import Testing

/// Items of sequences by index.
@Suite struct ItemsTests {
  @Test func itemsAreFoundFromBothEnds() async {
    await expectHolds(
      """
      for s in ("hello", list("hello"), tuple("hello"), b"hello", range(5)):
          assert all(s[k] == s[k - 5] for k in range(5)) and [s[-1 - k] for k in range(5)] == list(s[::-1])
          for k in (5, -6, 99):
              try:
                  s[k]
                  assert False
              except IndexError:
                  pass
          for k in ("a", 1.0, None):
              try:
                  s[k]
                  assert False
              except TypeError:
                  pass
      xs = [0] * 3
      xs[-1] = xs[0] = 7
      assert xs == [7, 0, 7] and "日本語"[1] == "本" and range(0, 20, 3)[2:5][1] == 9
      a, (b, *c), *d = 1, "xyz", 4, 5
      assert (a, b, c, d) == (1, "x", ["y", "z"], [4, 5])
      """)
  }
}
