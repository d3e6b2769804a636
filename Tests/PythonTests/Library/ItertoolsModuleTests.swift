import Testing

/// Selections of `itertools` against those that are sifted from all products.
@Suite struct ItertoolsModuleTests {
  @Test func selectionsAreThoseOfAllProducts() async {
    await expectHolds(
      """
      from itertools import combinations, combinations_with_replacement, permutations, product
      for n in range(5):
          for r in range(4):
              all_places = list(product(range(n), repeat=r))
              assert len(all_places) == n ** r and all_places == sorted(set(all_places))
              assert list(permutations(range(n), r)) == [p for p in all_places if len(set(p)) == r]
              assert list(combinations(range(n), r)) == [p for p in all_places if list(p) == sorted(set(p))]
              assert list(combinations_with_replacement(range(n), r)) == [p for p in all_places if list(p) == sorted(p)]
      """)
  }

  @Test func iteratorsAreWhatTheirDefinitionsSay() async {
    await expectHolds(
      """
      from itertools import accumulate, chain, compress, cycle, dropwhile, groupby, islice, pairwise, starmap, takewhile, tee, zip_longest
      xs = [3, 1, 2, 2, 5, 0, 4]
      small = lambda x: x < 4
      assert list(accumulate(xs)) == [sum(xs[:k + 1]) for k in range(len(xs))]
      assert list(takewhile(small, xs)) + list(dropwhile(small, xs)) == xs
      assert list(chain.from_iterable(list(g) for _, g in groupby(xs, small))) == xs
      assert list(pairwise(xs)) == list(zip(xs, xs[1:]))
      assert list(compress(xs, [x % 2 for x in xs])) == [x for x in xs if x % 2]
      assert list(starmap(max, pairwise(xs))) == list(map(max, xs, xs[1:]))
      assert list(islice(cycle(xs), 17)) == [xs[k % len(xs)] for k in range(17)]
      assert list(zip_longest(xs, "ab"))[2:] == [(x, None) for x in xs[2:]]
      for start in range(4):
          for stop in range(9):
              for step in (1, 2, 5):
                  assert list(islice(xs, start, stop, step)) == xs[start:stop:step]
      a, b, c = tee(iter(xs), 3)
      assert [next(a), next(a), list(b), list(a), list(c)] == [3, 1, xs, xs[2:], xs]
      """)
  }
}
