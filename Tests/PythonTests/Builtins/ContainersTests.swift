import Testing

/// Lists, tuples, dicts and sets keep to their laws.
@Suite struct ContainersTests {
  @Test func slicesAreItemsByIndex() async {
    await expectHolds(
      """
      xs = list(range(6))
      bounds = [None, -9, -6, -3, -1, 0, 1, 4, 6, 9]
      for start in bounds:
          for stop in bounds:
              for step in (None, 1, 2, -1, -3):
                  places = range(*slice(start, stop, step).indices(6))
                  assert xs[start:stop:step] == [xs[k] for k in places] and tuple(xs)[start:stop:step] == tuple(places)
                  ys = xs[:]
                  del ys[start:stop:step]
                  assert ys == [x for x in xs if x not in places]
      ys = xs[:]
      ys[1:4] = "ab"
      assert ys == [0, "a", "b", 4, 5]
      ys[::2] = [7, 8, 9]
      assert ys == [7, "a", 8, 4, 9]
      """)
  }

  @Test func dictsKeepTheOrderOfKeys() async {
    await expectHolds(
      """
      d = {}
      for k in "hello world":
          d[k] = d.get(k, 0) + 1
      assert list(d) == ["h", "e", "l", "o", " ", "w", "r", "d"] and d["l"] == 3 and sum(d.values()) == 11
      assert dict(zip(d.keys(), d.values())) == d == dict(d.items()) == {**d} and dict(reversed(d.items())) == d
      e = d | {"l": 0, "z": 1}
      assert list(e)[-1] == "z" and e["l"] == 0 and list(e)[2] == "l" and d["l"] == 3
      assert e.pop("z") == 1 and e.pop("z", None) is None and e.setdefault("h", 9) == 1 and e.popitem() == ("d", 1)
      assert d.keys() & {"h", "z"} == {"h"} and d.keys() - set("helo wr") == {"d"} and dict.fromkeys("ab", 0) == {"a": 0, "b": 0}
      """)
  }

  @Test func setsKeepToTheLawsOfSets() async {
    await expectHolds(
      """
      import itertools
      subsets = [set(c) for r in range(4) for c in itertools.combinations("abc", r)]
      for a in subsets:
          for b in subsets:
              assert a | b == {x for x in "abc" if x in a or x in b} and a - b == {x for x in a if x not in b}
              assert a ^ b == (a | b) - (a & b) and (a <= b) == (a & b == a) == a.issubset(b) and len(a | b) + len(a & b) == len(a) + len(b)
              assert a.isdisjoint(b) == (not a & b) and (a < b) == (a <= b and a != b) and hash(frozenset(a | b)) == hash(frozenset(b | a))
      """)
  }
}
