import Testing

/// Dicts against lists of pairs.
@Suite struct PyDictTests {
  @Test func dictsAreListsOfPairs() async {
    await expectHolds(
      """
      d, pairs = {}, []
      for k in range(300):
          key = k * 37 % 61
          if k % 3 == 2:
              d.pop(key, None)
              pairs = [p for p in pairs if p[0] != key]
          elif key in d:
              d[key] = k
              pairs = [(a, k if a == key else b) for a, b in pairs]
          else:
              d[key] = k
              pairs.append((key, k))
          assert len(d) == len(pairs)
      assert list(d.items()) == pairs and list(d) == [p[0] for p in pairs] and list(reversed(d)) == [p[0] for p in pairs][::-1]
      assert d == dict(pairs[::-1]) and {1: "a", True: "b", 1.0: "c"} == {1: "c"}
      try:
          for key in d:
              d[key + 1000] = 0
          assert False
      except RuntimeError:
          pass
      """)
  }
}
