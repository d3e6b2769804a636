import Testing

/// Comparisons of sequences are those of their first difference.
@Suite struct ComparisonTests {
  @Test func sequencesCompareByTheirFirstDifference() async {
    await expectHolds(
      """
      import itertools
      words = ["".join(w) for r in range(4) for w in itertools.product("ab", repeat=r)]
      for a in words:
          for b in words:
              place = next((k for k, (x, y) in enumerate(zip(a, b)) if x != y), None)
              smaller = len(a) < len(b) if place is None else a[place] < b[place]
              for make in (str, list, tuple):
                  assert (make(a) < make(b)) == smaller and (make(a) >= make(b)) == (not smaller) and (make(a) == make(b)) == (a == b)
      nan = float("nan")
      assert nan != nan and not nan < 1 and not nan >= 1 and [nan] == [nan] and 1 < 2 < 3 and not 1 < 3 < 2 and (1 == 1.0) is True
      assert [1] != (1,) and {1: [2]} == {1.0: [2.0]} and None == None and not (0 == "") and "a" in "cab" and "" in "abc"
      try:
          [1, "a"] < [1, 2]
          assert False
      except TypeError:
          pass
      """)
  }
}
