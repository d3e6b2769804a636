# itertools at its edges: laziness, groups that are shared, sizes that make no sense.
import itertools
from itertools import combinations, combinations_with_replacement, cycle, groupby, islice, pairwise, permutations, product, tee


def told(name, xs):
    for x in xs:
        print(name, x, end="; ")
        yield x


def attempt(make):
    try:
        print(make())
    except Exception as error:
        print(type(error).__name__, error)


for n in range(5):
    pool = "abcd"[:n]
    for r in range(6):
        print(n, r, ["".join(c) for c in combinations(pool, r)], ["".join(c) for c in combinations_with_replacement(pool, r)][:12])
        print(["".join(c) for c in permutations(pool, r)])
    print(["".join(c) for c in permutations(pool)][-3:], list(product(pool, repeat=0)), list(product(pool, [])))

# Few of many: none of these tries what it doesn't return.
print(sum(1 for _ in combinations(range(40), 3)), next(combinations(range(60), 30))[-1], len(list(combinations(range(25), 23))))
print(sum(1 for _ in permutations(range(7))), list(permutations(range(6)))[-1], next(islice(permutations(range(30), 12), 5, None)))
print(len(list(combinations_with_replacement(range(12), 4))), list(combinations_with_replacement([1], 30)) == [(1,) * 30])
print(sum(1 for _ in product([0, 1, 2], "ab", repeat=3)))
print(len(next(combinations(range(1500), 1500))), len(next(product("a", repeat=1200))), list(permutations(range(3), 2000)))

attempt(lambda: list(combinations([1], -1)))
attempt(lambda: list(permutations([1], -1)))
attempt(lambda: list(combinations_with_replacement([1], -1)))
attempt(lambda: list(product([1], repeat=-1)))
attempt(lambda: tee([1], -1))
attempt(lambda: (len(tee([1], 1100)), [list(t) for t in tee("ab", 3)]))
attempt(lambda: list(islice([1], -1)))
attempt(lambda: list(islice([1], -2)))
attempt(lambda: list(islice([1], "a")))
attempt(lambda: list(islice([1], -1, 2)))
attempt(lambda: list(islice([1], 0, -1)))
attempt(lambda: list(islice([1], 0, 2, 0)))
attempt(lambda: list(islice([1], 0, 2, "b")))
attempt(lambda: list(islice([1])))
attempt(lambda: list(islice([1], 1, 2, 3, 4)))
attempt(lambda: list(islice(range(9), True, None, 3)))

# A group ends when the next one is asked for.
groups = [(k, g) for k, g in groupby("aabbc")]
print([(k, list(g)) for k, g in groups])
it = groupby(told("g", [1, 1, 2, 2, 3]))
print("made")
key, group = next(it)
print(key, next(group))
key2, group2 = next(it)
print(key2, list(group), list(group2), list(it)[0][0])
nan = float("nan")
print([len(list(g)) for _, g in groupby([nan, nan, 1.0])])
print([(k, "".join(g)) for k, g in groupby("AaBbbC", key=str.lower)], list(groupby([])))

pairs = pairwise(told("p", [1, 2, 3]))
print("made")
print(next(pairs), list(pairs), list(pairwise([1])), list(pairwise([])))
rounds = cycle(told("c", "xy"))
print("made")
print([next(rounds) for _ in range(5)], list(cycle([])))
print(list(islice(cycle(itertools.count()), 3)))
