import Testing

/// Maps over maps.
@Suite struct ChainMapTests {
  @Test func theFirstMapWins() async {
    await expectHolds(
      """
      from collections import ChainMap
      low, high = {"a": 1, "b": 2}, {"b": 3}
      c = ChainMap(high, low)
      assert c["a"] == 1 and c["b"] == 3 and dict(c) == {**low, **high} and len(c) == 2 and list(c) == ["a", "b"]
      c["a"] = 9
      assert low["a"] == 1 and high["a"] == 9
      inner = c.new_child({"z": 0})
      assert inner["b"] == 3 and inner.parents == c and inner.maps[1] is high
      del c["a"]
      assert c["a"] == 1
      try:
          del c["a"]
          assert False
      except KeyError:
          pass
      """)
  }
}
