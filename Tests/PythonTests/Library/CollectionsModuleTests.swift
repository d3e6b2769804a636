import Testing

/// Containers of `collections` keep to their laws.
@Suite struct CollectionsModuleTests {
  @Test func countersAddAndSubtract() async {
    await expectHolds(
      """
      from collections import Counter
      a, b = Counter("abracadabra"), Counter("banana")
      assert all((a + b)[c] == a[c] + b[c] for c in "abcdrn")
      assert all((a - b)[c] == max(a[c] - b[c], 0) for c in "abcdrn")
      assert (a & b) + (a | b) == a + b
      assert sorted(a.elements()) == sorted("abracadabra") and a.most_common(1) == [("a", 5)]
      assert sum(a.values()) == 11 and a["z"] == 0 and "z" not in a
      a.subtract(b)
      assert a["n"] == -2 and -a == Counter({c: -n for c, n in a.items() if n < 0}) and +a == Counter({c: n for c, n in a.items() if n > 0})
      """)
  }

  @Test func dequesTurnAndDrop() async {
    await expectHolds(
      """
      from collections import deque
      xs = list(range(7))
      for k in range(-9, 10):
          d = deque(xs)
          d.rotate(k)
          assert list(d) == xs[-k % 7:] + xs[:-k % 7]
      for size in range(5):
          d = deque(maxlen=size)
          for x in xs:
              d.append(x)
          assert list(d) == xs[len(xs) - size:]
          d.extendleft(xs)
          assert list(d) == xs[::-1][:size]
      d = deque([1])
      d.extendleft([2, 3])
      assert [d.popleft(), d.pop(), len(d)] == [3, 1, 1]
      """)
  }

  @Test func defaultsAreMadeWhereTheyAreMissing() async {
    await expectHolds(
      """
      from collections import OrderedDict, defaultdict
      groups = defaultdict(list)
      for word in ["one", "two", "three"]:
          groups[len(word)].append(word)
      assert groups == {3: ["one", "two"], 5: ["three"]} and groups.get(9) is None and 9 not in groups
      a = OrderedDict([("x", 1), ("y", 2), ("z", 3)])
      a.move_to_end("x")
      assert list(a) == ["y", "z", "x"] and a.popitem(last=False) == ("y", 2)
      assert OrderedDict(p=1, q=2) != OrderedDict(q=2, p=1) and OrderedDict(p=1, q=2) == dict(q=2, p=1)
      """)
  }
}
