import Testing

/// Order and identity of a set's members.
@Suite struct PySetTests {
  @Test func membersAreFoundByHashAndEquality() async {
    await expectHolds(
      """
      s = {1, 1.0, True, "1", (1,), frozenset([1])}
      assert len(s) == 4 and 1 in s and frozenset({1}) in s and [1] not in map(list, [(2,)])
      t = set()
      for k in range(200):
          t.add(k * 7 % 100)
          t.discard(k * 3 % 50)
      expected = []
      for k in range(200):
          if k * 7 % 100 not in expected: expected.append(k * 7 % 100)
          if k * 3 % 50 in expected: expected.remove(k * 3 % 50)
      assert t == set(expected) and len(t) == len(expected)
      for bad in ([], {}, set()):
          try:
              {bad}
              assert False
          except TypeError as error:
              assert "unhashable" in str(error)
      u = {1, 2}
      v = u
      u |= {3}
      assert v == {1, 2, 3} and u.pop() in v | {1, 2, 3} and len(v) == 2
      """)
  }
}
