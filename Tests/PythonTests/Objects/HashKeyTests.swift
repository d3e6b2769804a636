import Testing

/// Equal numbers are one key.
@Suite struct HashKeyTests {
  @Test func equalNumbersAreOneKey() async {
    await expectHolds(
      #"""
      same = [1, 1.0, True, 1 + 0j]
      assert len(set(same)) == len({x: 0 for x in same}) == 1 and len({hash(x) for x in same}) == 1 and len({0, -0.0, False}) == 1
      for k in (0, 3, -7, 2**40, 2**53):
          assert {k: "x"}[float(k)] == "x" and hash(k) == hash(float(k)) and (k, "a") in {(float(k), "a")}
      assert len({0.5, 0.25, 0.5}) == 2 and len({"a", b"a", ("a",)}) == 3 and {(1, (2, 3))} == {(1.0, (2, 3.0))}
      assert len({"é", "e\u0301"}) == 2
      """#)
  }
}
